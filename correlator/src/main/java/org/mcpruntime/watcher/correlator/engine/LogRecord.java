package org.mcpruntime.watcher.correlator.engine;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;

/**
 * One record of the events log.
 *
 * @param key the record key: an object key or a control key; it begins with the cluster
 * @param timestamp milliseconds since the epoch
 * @param stamp what the headers tell, so that a restated object need not be decoded; null when they tell nothing
 * @param body the value, decoded when it is needed
 */
public record LogRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    String key,
    @Nullable Stamp stamp,
    Body body) {

  /**
   * What the headers of an object record repeat.
   *
   * @param operation such as {@code SNAPSHOT}
   */
  public record Stamp(String operation, String uid, String resourceVersion) {}

  /** A value that is decoded on demand. */
  @FunctionalInterface
  public interface Body {
    ClusterEvent decode() throws UnreadableRecordException;
  }

  /**
   * The same record, read as far as that is possible without knowing any other; what cannot be read says so when it is asked for.
   * Any thread may do this.
   */
  public LogRecord ahead() {
    Body read;
    try {
      read = new ParsedRecord.Ahead(ParsedRecord.of(this));
    } catch (UnreadableRecordException e) {
      read = () -> {
        throw e;
      };
    }
    return new LogRecord(topic, partition, offset, timestamp, key, stamp, read);
  }

  /** What {@link #ahead} keeps of its object's text, in bytes. */
  public int objectBytes() {
    return body instanceof ParsedRecord.Ahead ahead && ahead.parsed().event().getObject() != null
        ? ahead.parsed().event().getObject().getByteLength()
        : 0;
  }

  public String cluster() {
    int slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }
}
