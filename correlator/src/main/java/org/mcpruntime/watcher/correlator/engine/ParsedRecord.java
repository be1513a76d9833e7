package org.mcpruntime.watcher.correlator.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.util.Utf8;
import org.mcpruntime.watcher.checks.facts.ExtractionException;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;

/**
 * What a record says by itself, whatever is known besides: so it can be taken before anything has changed, and ahead by another
 * thread.
 *
 * @param facts of the object that it tells of; empty when no check reads it, and for a control record
 */
public record ParsedRecord(ClusterEvent event, Optional<Facts> facts) {

  private static final Set<String> OBJECT_CHANGES = Set.of("ADDED", "MODIFIED", "SNAPSHOT");

  /** Whether a record with this operation tells of an object as it is. */
  static boolean tellsObject(String operation) {
    return OBJECT_CHANGES.contains(operation);
  }

  public static ParsedRecord of(LogRecord record) throws UnreadableRecordException {
    if (record.body() instanceof Ahead ahead) {
      return ahead.parsed();
    }
    ClusterEvent event = record.body().decode();
    return new ParsedRecord(
        event,
        tellsObject(event.getOperation().name())
            ? facts(event, ref(record.key()))
            : Optional.empty());
  }

  /** The object that a record key names. */
  public static ObjectRef ref(String key) throws UnreadableRecordException {
    try {
      return ObjectRef.parse(key, key.indexOf('/') + 1);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException("the key is not an object key", e);
    }
  }

  private static Optional<Facts> facts(ClusterEvent event, ObjectRef ref)
      throws UnreadableRecordException {
    if (event.getObject() == null) {
      throw new UnreadableRecordException(event.getOperation() + " without an object");
    }
    if (event.getUid() == null || event.getUid().length() == 0) {
      throw new UnreadableRecordException(event.getOperation() + " without a uid");
    }
    Optional<Facts> facts;
    try {
      facts = Extractors.extract(
          ref.group(), ref.kind(), bytes(event.getObject()), event.getTruncated());
    } catch (ExtractionException e) {
      throw new UnreadableRecordException("the object cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // A defect of ours, but one that must not stop the cluster. The text could hold values.
      throw new UnreadableRecordException(
          "the object cannot be read: " + e.getClass().getName(), e);
    }
    if (facts.isPresent() && !facts.get().ref().equals(ref)) {
      throw new UnreadableRecordException("the object is not the one that its key names");
    }
    return facts;
  }

  private static byte[] bytes(Utf8 text) {
    byte[] bytes = text.getBytes();
    return bytes.length == text.getByteLength()
        ? bytes
        : Arrays.copyOf(bytes, text.getByteLength());
  }

  /** The body of a record that has been read. */
  record Ahead(ParsedRecord parsed) implements LogRecord.Body {
    @Override
    public ClusterEvent decode() {
      return parsed.event();
    }
  }
}
