package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpruntime.watcher.correlator.CorrelatorStatus.State;
import org.mcpruntime.watcher.correlator.engine.ClusterSight;

/** How far behind its log a cluster is said to be. */
final class CorrelatorStatusTest {

  private static final Instant NOW = Instant.parse("2026-11-23T03:12:00Z");
  private static final int PARTITION = 3;
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final ClusterSight SILENT = sight(PARTITION, Duration.ofHours(5));

  @Test
  void aSilentClusterIsNoFurtherBehindThanWhatWasTakenOfItsNeighbour() {
    // Given: records wait, and one was taken that is of a moment ago
    CorrelatorStatus status =
        status(State.RUNNING, 7, SILENT, Map.of(PARTITION, NOW.minusSeconds(4)));
    // Then
    assertThat(status.behind(SILENT, NOW)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void aClusterIsNotBehindForAnOlderRecordOfItsNeighbour() {
    // Given: clocks of clusters differ
    ClusterSight fresh = sight(PARTITION, Duration.ofSeconds(2));
    CorrelatorStatus status =
        status(State.RUNNING, 7, fresh, Map.of(PARTITION, NOW.minusSeconds(9)));
    // Then
    assertThat(status.behind(fresh, NOW)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void theOnlyClusterOfItsPartitionIsBehindWhenRecordsWait() {
    // Given: what was taken of another partition says nothing of this one
    CorrelatorStatus status =
        status(State.RUNNING, 7, SILENT, Map.of(PARTITION + 1, NOW.minusSeconds(4)));
    // Then
    assertThat(status.behind(SILENT, NOW)).isEqualTo(Duration.ofHours(5));
  }

  @ParameterizedTest
  @CsvSource({"RUNNING, 0", "REBALANCING, 20", "BLOCKED, 20"})
  void whereNothingIsSeenToWaitItIsBehindNoLongerThanNobodyAsked(State state, long seconds) {
    // Given
    CorrelatorStatus status = status(state, 0, SILENT, Map.of());
    // Then
    assertThat(status.behind(SILENT, NOW)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aClockThatIsAheadIsNoLag() {
    // Given
    ClusterSight ahead = sight(PARTITION, Duration.ofSeconds(-3));
    // Then
    assertThat(status(State.RUNNING, 7, ahead, Map.of()).behind(ahead, NOW)).isZero();
  }

  private static ClusterSight sight(int partition, Duration age) {
    return new ClusterSight(partition, NOW.minus(age), new TreeMap<>(), new TreeMap<>());
  }

  private static CorrelatorStatus status(
      State state, long waiting, ClusterSight cluster, Map<Integer, Instant> taken) {
    return new CorrelatorStatus(
        state,
        null,
        new TreeMap<>(),
        new TreeMap<>(Map.of("prod", cluster)),
        new TreeMap<>(taken),
        new TreeMap<>(Map.of(PARTITION, waiting)),
        new CorrelatorStatus.Restore(0, 0, 0),
        SILENCE,
        new CorrelatorStatus.Counts(0, 0, 0, 0, 0, 0, 0));
  }
}
