package org.mcpruntime.watcher.correlator;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the correlator does now: a snapshot.
 *
 * @param reason why it is blocked or failed; null otherwise
 * @param evaluatedThrough time of the newest TICK evaluated since this instance took the cluster over, by cluster
 * @param lag records of the events topic that are not processed yet; -1 when not known
 * @param counts what was done since the start
 */
public record CorrelatorStatus(
    State state,
    @Nullable String reason,
    Map<String, Instant> evaluatedThrough,
    long lag,
    Counts counts) {

  /** Whether it works. */
  public enum State {
    STARTING,
    RUNNING,
    /** Work is being handed over, or state restored. */
    REBALANCING,
    /** Waits for something outside; goes on by itself. */
    BLOCKED,
    /** Has ended with an error. */
    FAILED,
    STOPPED
  }

  /**
   * What was done since the start.
   *
   * @param known objects whose version was known and which were not decoded
   */
  public record Counts(
      long records,
      long known,
      long unchanged,
      long evaluations,
      long incidents,
      long checkFailures,
      long deadLetters) {}

  public CorrelatorStatus {
    evaluatedThrough = Map.copyOf(evaluatedThrough);
  }

  /** It has ended with an error and does not go on by itself. */
  public boolean failed() {
    return state == State.FAILED;
  }
}
