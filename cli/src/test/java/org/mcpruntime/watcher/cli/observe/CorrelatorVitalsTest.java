package org.mcpruntime.watcher.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.cli.observe.Statuses.NOW;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.correlator.CorrelatorStatus;
import org.mcpruntime.watcher.correlator.CorrelatorStatus.State;
import org.mcpruntime.watcher.correlator.engine.ClusterSight;
import org.mcpruntime.watcher.correlator.engine.ClusterSight.Grade;
import org.mcpruntime.watcher.correlator.streams.LifeProgress;

final class CorrelatorVitalsTest {

  private static final CorrelatorStatus.Restore NOTHING = new CorrelatorStatus.Restore(0, 0, 12);
  private static final KindRef SECRET = new KindRef("", "Secret");

  @Test
  void tellsEachNumber() throws Exception {
    // Given: records wait for one of two clusters
    ClusterSight prod = sight(3, Duration.ofSeconds(90), Map.of(SECRET, "Forbidden"));
    ClusterSight stage = sight(5, Duration.ofSeconds(4), Map.of());
    // When
    List<String> lines = metrics(
        status(State.RUNNING, null, Map.of("prod", prod, "stage", stage), Map.of(3, 7L, 5, 0L)));
    // Then
    String at = Double.toString((double) NOW.minusSeconds(90).getEpochSecond());
    assertThat(lines)
        .contains(
            "cluster_watcher_incidents_open"
                + "{check=\"pod-image-pull\",cluster=\"prod\",severity=\"critical\"} 2.0",
            "cluster_watcher_incidents_open"
                + "{check=\"pod-image-pull\",cluster=\"stage\",severity=\"critical\"} 2.0",
            "cluster_watcher_correlator_evaluated_through_timestamp_seconds{cluster=\"prod\"} "
                + at,
            "cluster_watcher_correlator_lag_seconds{cluster=\"prod\"} 90.0",
            "cluster_watcher_correlator_lag_seconds{cluster=\"stage\"} 0.0",
            "cluster_watcher_correlator_coming_to_life_left{cluster=\"stage\"} 0.0",
            "cluster_watcher_correlator_lag_records{partition=\"3\"} 7.0",
            "cluster_watcher_correlator_lag_records{partition=\"5\"} 0.0",
            "cluster_watcher_correlator_blind"
                + "{cluster=\"prod\",group=\"\",kind=\"Secret\",reason=\"Forbidden\"} 1.0",
            "cluster_watcher_correlator_ready 1.0",
            "cluster_watcher_correlator_restore_left 0.0",
            "cluster_watcher_correlator_restored_records_total 12.0",
            "cluster_watcher_correlator_records_total 1.0",
            "cluster_watcher_correlator_known_total 2.0",
            "cluster_watcher_correlator_unchanged_total 3.0",
            "cluster_watcher_correlator_evaluations_total 4.0",
            "cluster_watcher_correlator_incident_records_total 5.0",
            "cluster_watcher_correlator_check_failures_total 6.0",
            "cluster_watcher_correlator_dead_letters_total 7.0");
  }

  @Test
  void hasABoundedNumberOfSeriesWhateverTheReasonsAre() throws Exception {
    // Given
    TreeMap<KindRef, String> blind = new TreeMap<>();
    for (int kind = 0; kind < 20; kind++) {
      blind.put(new KindRef("", "Kind" + kind), "Odd" + kind);
    }
    // When
    List<String> series = metrics(status(
            State.RUNNING, null, Map.of("prod", sight(3, Duration.ZERO, blind)), Map.of(3, 0L)))
        .stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
    // Then: one count of open incidents, and one for each kind
    assertThat(series)
        .hasSize(1
            + blind.size()
            + CorrelatorMetrics.SERIES_OF_A_CLUSTER
            + CorrelatorMetrics.SERIES_OF_A_PARTITION
            + CorrelatorMetrics.SERIES_OF_AN_INSTANCE)
        .noneMatch(line -> line.contains("Odd"))
        .anyMatch(line -> line.contains("reason=\"Other\""));
  }

  @Test
  void isReadyAndAliveWhileItEvaluates() {
    // Given
    Vitals vitals = vitals(status(
        State.RUNNING,
        null,
        Map.of("prod", sight(3, Duration.ofSeconds(4), Map.of(SECRET, "Forbidden"))),
        Map.of(3, 0L)));
    // Then
    assertThat(vitals.ready(NOW))
        .isEqualTo(new Answer(
            true,
            List.of(
                "correlator: RUNNING",
                "prod: evaluated through " + NOW.minusSeconds(4),
                "prod core/Secret: cannot be seen, Forbidden")));
    assertThat(vitals.alive(NOW)).isEqualTo(new Answer(true, List.of()));
  }

  @Test
  void isReadyWithoutWork() {
    assertThat(
            vitals(status(State.RUNNING, null, Map.of(), Map.of())).ready(NOW).fine())
        .isTrue();
  }

  @Test
  void isReadyWhenTheCollectorIsSilentAndNotReadyWhenRecordsWait() {
    // Given
    Map<String, ClusterSight> old = Map.of("prod", sight(3, Duration.ofMinutes(30), Map.of()));
    // Then
    assertThat(
            vitals(status(State.RUNNING, null, old, Map.of(3, 0L))).ready(NOW).fine())
        .isTrue();
    Vitals behind = vitals(status(State.RUNNING, null, old, Map.of(3, 1L)));
    assertThat(behind.ready(NOW).fine()).isFalse();
    assertThat(behind.ready(NOW).lines())
        .contains("prod: evaluated through " + NOW.minus(Duration.ofMinutes(30))
            + ", not ready: 30m behind");
    assertThat(behind.alive(NOW).fine()).isTrue();
  }

  @Test
  void isReadyWhenRecordsWaitOfTheNeighbourOfASilentCluster() throws Exception {
    // Given: a record of a moment ago was taken from its partition
    CorrelatorStatus status = status(
        State.RUNNING,
        null,
        Map.of("silent", sight(3, Duration.ofHours(5), Map.of())),
        Map.of(3, NOW.minusSeconds(4)),
        Map.of(3, 7L));
    // Then
    assertThat(vitals(status).ready(NOW).fine()).isTrue();
    assertThat(metrics(status))
        .contains("cluster_watcher_correlator_lag_seconds{cluster=\"silent\"} 4.0");
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"STARTING", "BLOCKED", "REBALANCING"})
  void isAliveAndNotReadyWithTheReasonWhileItWaits(State state) {
    Vitals vitals = vitals(status(state, "schema registry: no answer", Map.of(), Map.of()));
    assertThat(vitals.ready(NOW))
        .isEqualTo(new Answer(
            false, List.of("correlator: " + state + ", not ready: schema registry: no answer")));
    assertThat(vitals.alive(NOW).fine()).isTrue();
  }

  @Test
  void tellsHowFarStateIsRestored() {
    CorrelatorStatus restoring = new CorrelatorStatus(
        State.REBALANCING,
        null,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new CorrelatorStatus.Restore(40_000, 100_000, 60_000),
        Duration.ZERO,
        new CorrelatorStatus.Counts(0, 0, 0, 0, 0, 0, 0));
    assertThat(vitals(restoring).ready(NOW).lines())
        .containsExactly(
            "correlator: REBALANCING, not ready: state is being restored, 40,000 of 100,000 left");
  }

  @Test
  void tellsHowFarAClusterHasComeToLife() throws Exception {
    // Given: a quarter is read after two minutes; another one waits for it
    Instant told = NOW.minus(Duration.ofMinutes(3));
    Vitals vitals = vitals(reviving(Map.of(
        "prod", new LifeProgress(75_000, 100_000, told, NOW.minus(Duration.ofMinutes(2))),
        "stage", new LifeProgress(10_000, 10_000, told, null))));
    // Then
    assertThat(vitals.ready(NOW))
        .isEqualTo(new Answer(
            false,
            List.of(
                "correlator: RUNNING",
                "prod: not ready: comes to life from the log, 25 % read, about 6m left;"
                    + " told through " + told,
                "stage: not ready: comes to life from the log, after others;" + " told through "
                    + told)));
    assertThat(vitals.alive(NOW).fine()).isTrue();
    assertThat(metrics(reviving(
            Map.of("prod", new LifeProgress(75_000, 100_000, told, NOW.minusSeconds(60))))))
        .contains(
            "cluster_watcher_correlator_coming_to_life_left{cluster=\"prod\"} 75000.0",
            "cluster_watcher_correlator_coming_to_life_total{cluster=\"prod\"} 100000.0",
            "cluster_watcher_correlator_lag_seconds{cluster=\"prod\"} 180.0",
            "cluster_watcher_correlator_ready 0.0");
  }

  @Test
  void isNotAliveWhenItHasFailedOrAThreadIsStuck() {
    assertThat(vitals(status(State.FAILED, "wrong", Map.of(), Map.of())).alive(NOW))
        .isEqualTo(new Answer(false, List.of("correlator: FAILED, wrong")));
    CorrelatorStatus stuck = new CorrelatorStatus(
        State.RUNNING,
        null,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        NOTHING,
        Duration.ofMinutes(11),
        new CorrelatorStatus.Counts(0, 0, 0, 0, 0, 0, 0));
    assertThat(vitals(stuck).alive(NOW).lines())
        .containsExactly("correlator: a stream thread has not asked for records for 11m");
  }

  private static Vitals vitals(CorrelatorStatus status) {
    return new CorrelatorVitals(() -> status);
  }

  private static ClusterSight sight(int partition, Duration age, Map<KindRef, String> blind) {
    return new ClusterSight(
        partition,
        NOW.minus(age),
        new TreeMap<>(Map.of(new Grade("pod-image-pull", "CRITICAL"), 2)),
        new TreeMap<>(blind));
  }

  private static CorrelatorStatus reviving(Map<String, LifeProgress> lives) {
    return new CorrelatorStatus(
        State.RUNNING,
        null,
        new TreeMap<>(lives),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(Map.of(3, 0L)),
        NOTHING,
        Duration.ofSeconds(1),
        new CorrelatorStatus.Counts(1, 2, 3, 4, 5, 6, 7));
  }

  private static CorrelatorStatus status(
      State state,
      @Nullable String reason,
      Map<String, ClusterSight> clusters,
      Map<Integer, Long> lag) {
    return status(state, reason, clusters, Map.of(), lag);
  }

  private static CorrelatorStatus status(
      State state,
      @Nullable String reason,
      Map<String, ClusterSight> clusters,
      Map<Integer, Instant> taken,
      Map<Integer, Long> lag) {
    return new CorrelatorStatus(
        state,
        reason,
        new TreeMap<>(),
        new TreeMap<>(clusters),
        new TreeMap<>(taken),
        new TreeMap<>(lag),
        NOTHING,
        Duration.ofSeconds(1),
        new CorrelatorStatus.Counts(1, 2, 3, 4, 5, 6, 7));
  }

  private static List<String> metrics(CorrelatorStatus status) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, vitals(status).metrics(NOW));
    return text.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
