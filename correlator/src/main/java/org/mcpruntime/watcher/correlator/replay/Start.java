package org.mcpruntime.watcher.correlator.replay;

import java.util.Iterator;
import java.util.Optional;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.Tick;

/**
 * Where a replay has to begin so that it knows everything that matters later.
 *
 * @param offset of the first record to read
 * @param settled offset of the TICK from which on everything is known; before the first record when the log is complete
 * @param trueFrom from then on the replay says what was said live, milliseconds
 */
public record Start(long offset, long settled, long trueFrom) {

  /**
   * The start for {@code from}, or, where the log does not reach back far enough, for the earliest time that can be.
   *
   * @param lead how long before {@code from} everything must be known, milliseconds
   */
  public static Optional<Start> of(ClusterHistory history, long from, long lead) {
    Optional<Start> wanted =
        history.tickBefore(from - lead).flatMap(tick -> at(history, tick, from));
    return wanted.isPresent() ? wanted : earliest(history, from, lead);
  }

  private static Optional<Start> at(ClusterHistory history, Tick tick, long trueFrom) {
    Long base = tick.baseOffset();
    return base == null || base < history.beginOffset()
        ? Optional.empty()
        : Optional.of(new Start(base, tick.offset(), trueFrom));
  }

  /** Whether a cluster of this name was evaluated and forgotten before the log begins: of that one it tells nothing. */
  private static boolean hadALifeBefore(ClusterHistory history, LogRecord first) {
    return history.policies().stream().anyMatch(policy -> policy.since() < first.timestamp());
  }

  private static Optional<Start> earliest(ClusterHistory history, long from, long lead) {
    boolean first = true;
    for (Iterator<LogRecord> records = history.events(history.beginOffset()); records.hasNext(); ) {
      LogRecord record = records.next();
      try {
        if (first && record.body().decode().getSequence() == 1) {
          return Optional.of(new Start(
              record.offset(),
              record.offset() - 1,
              hadALifeBefore(history, record) ? Math.max(from, record.timestamp()) : from));
        }
        if (Tick.is(record)) {
          Optional<Start> found =
              at(history, Tick.of(record), Math.max(from, record.timestamp() + lead));
          if (found.isPresent()) {
            return found;
          }
        }
      } catch (UnreadableRecordException e) {
        // Whatever it was, the live engine has skipped it too.
      }
      first = false;
    }
    return Optional.empty();
  }
}
