package org.mcpruntime.watcher.schemas.serde;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/**
 * One record type of the contract: its class, the schema its class reads and writes, and the text to register. The text
 * is the documented {@code .avsc} file; the schema of the class differs from it only in hints for Java strings.
 *
 * <p>Loading this class lets Avro create our records. The serde does it; code that uses the records' builders without a
 * serde calls {@link #all} first, else Avro refuses enum defaults with a {@link SecurityException}.
 *
 * @param type generated class
 * @param schema schema of the generated class
 * @param text text to register
 */
public record RecordSchema(Class<? extends SpecificRecord> type, Schema schema, String text) {
  private static final List<RecordSchema> ALL;
  private static final Map<String, RecordSchema> BY_NAME;

  static {
    // Avro creates records by class name and since 1.12.2 only those of trusted packages: ours
    // joins what is trusted.
    String ours = ClusterEvent.class.getPackageName();
    ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
        ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(ours)));
    ALL = List.of(
        load(ClusterEvent.class, ClusterEvent.getClassSchema(), "log/ClusterEvent.avsc"),
        load(CollectorState.class, CollectorState.getClassSchema(), "table/CollectorState.avsc"),
        load(Incident.class, Incident.getClassSchema(), "table/Incident.avsc"),
        load(WatcherStatus.class, WatcherStatus.getClassSchema(), "table/WatcherStatus.avsc"),
        load(DeadLetter.class, DeadLetter.getClassSchema(), "table/DeadLetter.avsc"));
    BY_NAME = ALL.stream()
        .collect(
            Collectors.toUnmodifiableMap(each -> each.schema.getFullName(), Function.identity()));
  }

  /** Every record type of the contract. */
  public static List<RecordSchema> all() {
    return ALL;
  }

  /**
   * The record type with this generated class.
   *
   * @throws IllegalArgumentException if it is none of the contract
   */
  public static RecordSchema of(Class<?> type) {
    return named(type.getName())
        .orElseThrow(() ->
            new IllegalArgumentException(type.getName() + " is no record type of this contract"));
  }

  /** The record type with this full name, if the contract has it. */
  public static Optional<RecordSchema> named(String fullName) {
    return Optional.ofNullable(BY_NAME.get(fullName));
  }

  private static RecordSchema load(
      Class<? extends SpecificRecord> type, Schema schema, String file) {
    try (InputStream in = type.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("schema text " + file + " is not on the class path");
      }
      return new RecordSchema(type, schema, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
