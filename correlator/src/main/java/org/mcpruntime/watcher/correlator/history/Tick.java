package org.mcpruntime.watcher.correlator.history;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;

/**
 * A TICK in the log.
 *
 * @param baseOffset from where everything known at this TICK can be rebuilt; null when nowhere yet
 */
public record Tick(long offset, long time, @Nullable Long baseOffset) {

  private static final String KEY_END = "/-/Tick/-/-";

  /** Told by the key alone. */
  static boolean is(String key) {
    return key.endsWith(KEY_END);
  }

  public static boolean is(LogRecord record) {
    return is(record.key());
  }

  /**
   * The newest TICK after one more record.
   *
   * @param before the newest one before it; stays so when the record is none, or cannot be read: the engine has passed it over
   */
  public static @Nullable Tick newest(LogRecord record, @Nullable Tick before) {
    try {
      return is(record) ? of(record) : before;
    } catch (UnreadableRecordException e) {
      return before;
    }
  }

  public static Tick of(LogRecord record) throws UnreadableRecordException {
    ClusterEvent event = record.body().decode();
    return new Tick(record.offset(), record.timestamp(), event.getBaseOffset());
  }
}
