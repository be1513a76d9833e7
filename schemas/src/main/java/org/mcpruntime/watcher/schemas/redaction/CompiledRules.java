package org.mcpruntime.watcher.schemas.redaction;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@link RedactionRules} together with what always holds, in the form the walk needs. Immutable. */
record CompiledRules(
    NameRules names,
    List<FieldPath> fields,
    NameTable allowedEnvNames,
    Set<String> allowedArgs,
    List<Pattern> textPatterns,
    int maxObjectBytes) {

  static CompiledRules of(RedactionRules rules) {
    return new CompiledRules(
        NameRules.with(rules.names()),
        rules.fields().stream().map(FieldPath::parse).flatMap(Optional::stream).toList(),
        new NameTable(rules.allAllowedEnvNames()),
        rules.allowedArgs(),
        rules.textPatterns().stream().map(Pattern::compile).toList(),
        rules.maxObjectBytes());
  }

  List<FieldPath> fieldsOf(Subject subject) {
    return fields.isEmpty()
        ? fields
        : fields.stream().filter(field -> field.isAbout(subject)).toList();
  }
}
