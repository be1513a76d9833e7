package org.mcpruntime.watcher.schemas.redaction;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** {@link RedactionRules} together with what always holds, in the form the walk needs. Immutable. */
record CompiledRules(
    NameRules names,
    List<List<String>> pointers,
    NameTable allowedEnvNames,
    List<Pattern> textPatterns,
    int maxObjectBytes) {

  static CompiledRules of(RedactionRules rules) {
    return new CompiledRules(
        NameRules.with(rules.fieldNames()),
        rules.pointers().stream().map(CompiledRules::segments).toList(),
        new NameTable(rules.allAllowedEnvNames()),
        rules.textPatterns().stream().map(Pattern::compile).toList(),
        rules.maxObjectBytes());
  }

  /** Whether a configured pointer names the current place. */
  boolean names(PathTrail path) {
    for (List<String> pointer : pointers) {
      if (pointer.size() == path.depth() && matches(pointer, path)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(List<String> pointer, PathTrail path) {
    for (int level = pointer.size() - 1; level >= 0; level--) {
      String segment = pointer.get(level);
      if (!segment.equals("*") && !segment.equals(path.segment(level))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> segments(String pointer) {
    return Arrays.stream(pointer.substring(1).split("/", -1))
        .map(segment -> segment.replace("~1", "/").replace("~0", "~"))
        .toList();
  }
}
