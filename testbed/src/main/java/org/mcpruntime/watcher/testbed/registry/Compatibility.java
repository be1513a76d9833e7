package org.mcpruntime.watcher.testbed.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** What a new version of a subject must be able to do with earlier ones. */
enum Compatibility {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean readsEarlier;
  private final boolean readByEarlier;
  private final boolean transitive;

  Compatibility(boolean readsEarlier, boolean readByEarlier, boolean transitive) {
    this.readsEarlier = readsEarlier;
    this.readByEarlier = readByEarlier;
    this.transitive = transitive;
  }

  static Compatibility named(String name) throws RegistryError {
    for (Compatibility level : values()) {
      if (level.name().equals(name)) {
        return level;
      }
    }
    throw new RegistryError(
        422,
        42203,
        "Invalid compatibility level. Valid values are none, backward, forward, full, and their transitive"
            + " forms, in capitals");
  }

  /**
   * Why {@code schema} may not follow; empty if it may.
   *
   * @param earlier versions of the subject, oldest first
   */
  List<String> problems(Schema schema, List<Schema> earlier) {
    List<Schema> compared = transitive || earlier.isEmpty()
        ? earlier
        : earlier.subList(earlier.size() - 1, earlier.size());
    List<String> problems = new ArrayList<>();
    for (Schema other : compared) {
      if (readsEarlier) {
        check("new schema cannot read an earlier one", schema, other, problems);
      }
      if (readByEarlier) {
        check("an earlier schema cannot read the new one", other, schema, problems);
      }
    }
    return problems;
  }

  private static void check(String what, Schema reader, Schema writer, List<String> problems) {
    SchemaPairCompatibility pair =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
      pair.getResult()
          .getIncompatibilities()
          .forEach(each -> problems.add(what + ": " + each.getType() + " at " + each.getLocation()
              + ": " + each.getMessage()));
    }
  }
}
