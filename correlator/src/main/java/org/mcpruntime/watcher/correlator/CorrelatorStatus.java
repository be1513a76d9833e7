package org.mcpruntime.watcher.correlator;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.ClusterSight;
import org.mcpruntime.watcher.correlator.streams.LifeProgress;

/**
 * What the correlator does now: a snapshot.
 *
 * @param reason why it is blocked or failed; null otherwise
 * @param comingToLife clusters of this instance that are brought to life from the log, while the others go on
 * @param clusters the others, of which this instance evaluated a TICK since it took them over
 * @param taken time of the record of the events topic that was taken last, by partition
 * @param lag records of the events topic that are not fetched yet, by partition
 * @param silence how long a stream thread has not asked Kafka for records, at worst
 * @param counts what was done since the start
 */
public record CorrelatorStatus(
    State state,
    @Nullable String reason,
    SortedMap<String, LifeProgress> comingToLife,
    SortedMap<String, ClusterSight> clusters,
    SortedMap<Integer, Instant> taken,
    SortedMap<Integer, Long> lag,
    Restore restore,
    Duration silence,
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
   * State that is read back from Kafka before work goes on.
   *
   * @param left positions that are still to be read; 0 when nothing is being restored
   * @param total positions when that began
   * @param records read since the start
   */
  public record Restore(long left, long total, long records) {}

  /**
   * What was done since the start.
   *
   * @param known objects whose version was known and which were not decoded
   * @param unchanged objects whose facts were equal and which were not evaluated
   * @param incidents incident records written
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
    comingToLife = Collections.unmodifiableSortedMap(new TreeMap<>(comingToLife));
    clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    taken = Collections.unmodifiableSortedMap(new TreeMap<>(taken));
    lag = Collections.unmodifiableSortedMap(new TreeMap<>(lag));
  }

  /** It has ended with an error and does not go on by itself. */
  public boolean failed() {
    return state == State.FAILED;
  }

  /**
   * How far behind its log a cluster is evaluated at most. Its partition is read in order, so what waits there is newer
   * than what was taken last, of whichever cluster: a silent one is not behind because of its neighbours, whether they are
   * evaluated or come to life. While nothing is seen to wait, it can only be what came since Kafka was asked last.
   */
  public Duration behind(ClusterSight cluster, Instant now) {
    Instant last = taken.getOrDefault(cluster.partition(), Instant.MIN);
    Instant through = cluster.evaluatedThrough();
    Duration age = Duration.between(last.isAfter(through) ? last : through, now);
    boolean waits = lag.getOrDefault(cluster.partition(), 0L) > 0;
    if (age.isNegative() || (!waits && state == State.RUNNING)) {
      return Duration.ZERO;
    }
    return waits || age.compareTo(silence) < 0 ? age : silence;
  }
}
