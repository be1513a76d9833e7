package org.mcpruntime.watcher.schemas.redaction;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configured place in objects, written {@code [group/Kind:]pointer}: {@code mcpruntime.org/MCPServer:/spec/tenants/*}
 * {@code /contact}, {@code core/Pod:/spec/hostname}, {@code /spec/notes}.
 *
 * @param group as in apiVersion, empty for the core group; without a kind it means nothing
 * @param kind empty for all kinds
 * @param steps names and indexes from the top; {@code *} stands for any one
 */
record FieldPath(String group, String kind, List<String> steps) {
  private static final Pattern FORM = Pattern.compile(
      "(?:(?<group>[a-z0-9.-]+)/(?<kind>[A-Z][A-Za-z0-9]*):)?(?<pointer>(?:/(?:[^~/]|~0|~1)+)+)");

  /** Without these, a record cannot be keyed or a reader cannot find its way. */
  static final Set<String> INDISPENSABLE = Set.of(
      "apiVersion",
      "kind",
      "metadata",
      "name",
      "namespace",
      "uid",
      "resourceVersion",
      "spec",
      "status",
      "conditions");

  /** Empty when the text is of another form. */
  static Optional<FieldPath> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String kind = matcher.group("kind");
    String group =
        kind == null || matcher.group("group").equals("core") ? "" : matcher.group("group");
    List<String> steps = Arrays.stream(matcher.group("pointer").substring(1).split("/", -1))
        .map(step -> step.replace("~1", "/").replace("~0", "~"))
        .toList();
    return Optional.of(new FieldPath(group, kind == null ? "" : kind, steps));
  }

  /** Whether it names the identity of objects, or all that there is of one. */
  boolean namesIdentity() {
    boolean topLevel = steps.size() == 1 && isIndispensable(steps.get(0));
    boolean inMetadata = steps.size() == 2
        && (steps.get(0).equals("metadata") || steps.get(0).equals("*"))
        && isIndispensable(steps.get(1));
    return topLevel || inMetadata;
  }

  /** Whether it is about this kind of object. */
  boolean isAbout(Subject subject) {
    return kind.isEmpty() || (kind.equals(subject.kind()) && group.equals(subject.group()));
  }

  /** Whether it names this place. */
  boolean names(PathTrail path) {
    if (steps.size() != path.depth()) {
      return false;
    }
    for (int level = steps.size() - 1; level >= 0; level--) {
      String step = steps.get(level);
      if (!step.equals("*") && !step.equals(path.segment(level))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIndispensable(String step) {
    return step.equals("*") || INDISPENSABLE.contains(step);
  }
}
