package org.mcpruntime.watcher.cli.observe;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.mcpruntime.watcher.correlator.CorrelatorStatus;
import org.mcpruntime.watcher.correlator.CorrelatorStatus.State;
import org.mcpruntime.watcher.correlator.engine.ClusterSight;
import org.mcpruntime.watcher.correlator.streams.LifeProgress;

/**
 * Metrics of the correlator of one process, made at the moment of a scrape. A cluster is told by the instance that works on
 * it, and has at most one series for each check and severity, one for each kind that cannot be seen, and {@value
 * #SERIES_OF_A_CLUSTER} beside.
 */
final class CorrelatorMetrics {

  static final int SERIES_OF_A_CLUSTER = 4;
  static final int SERIES_OF_A_PARTITION = 1;
  static final int SERIES_OF_AN_INSTANCE = 10;

  private static final String PREFIX = "cluster_watcher_";
  private static final String OURS = PREFIX + "correlator_";

  private final CorrelatorStatus status;
  private final List<MetricSnapshot> metrics = new ArrayList<>();

  private CorrelatorMetrics(CorrelatorStatus status) {
    this.status = status;
  }

  static MetricSnapshots of(CorrelatorStatus status, Instant now) {
    CorrelatorMetrics metrics = new CorrelatorMetrics(status);
    metrics.ofIncidents();
    metrics.ofClusters(now);
    metrics.ofInstance();
    return new MetricSnapshots(metrics.metrics);
  }

  private void ofIncidents() {
    GaugeSnapshot.Builder open = GaugeSnapshot.builder()
        .name(PREFIX + "incidents_open")
        .help("Open incidents at the newest tick evaluated.");
    status.clusters().forEach((cluster, sight) -> sight
        .open()
        .forEach((grade, count) -> open.dataPoint(point(
            count,
            Labels.of(
                "cluster",
                cluster,
                "check",
                grade.check(),
                "severity",
                grade.severity().toLowerCase(Locale.ROOT))))));
    metrics.add(open.build());
  }

  private void ofClusters(Instant now) {
    cluster(
        "evaluated_through_timestamp_seconds",
        "Time of the newest tick evaluated.",
        sight -> seconds(sight.evaluatedThrough()),
        life -> seconds(life.evaluatedThrough()));
    cluster(
        "lag_seconds",
        "How long records of the cluster wait at most.",
        sight -> status.behind(sight, now).toMillis() / 1000.0,
        life -> seconds(now) - seconds(life.evaluatedThrough()));
    cluster(
        "coming_to_life_left",
        "Positions of the log to be read before the cluster is evaluated again, else 0.",
        sight -> 0,
        LifeProgress::left);
    cluster(
        "coming_to_life_total",
        "The same when that began, else 0.",
        sight -> 0,
        LifeProgress::total);
    GaugeSnapshot.Builder blind = gauge("blind", "1 for a kind that cannot be seen now, and why.");
    status.clusters().forEach((cluster, sight) -> sight
        .blind()
        .forEach((kind, reason) -> blind.dataPoint(point(
            1,
            Labels.of(
                "cluster",
                cluster,
                "group",
                kind.group(),
                "kind",
                kind.kind(),
                "reason",
                BlindReasons.known(reason))))));
    metrics.add(blind.build());
  }

  private void ofInstance() {
    GaugeSnapshot.Builder lag =
        gauge("lag_records", "Records of a partition of this instance that are not fetched yet.");
    status
        .lag()
        .forEach((partition, records) ->
            lag.dataPoint(point(records, Labels.of("partition", partition.toString()))));
    metrics.add(lag.build());
    instance(
        "ready",
        "1 when it works for all of its clusters, or would.",
        status.state() == State.RUNNING && status.comingToLife().isEmpty() ? 1 : 0);
    instance(
        "restore_left",
        "Positions of changelogs to be read before work goes on.",
        status.restore().left());
    counter(
        "restored_records", "Records read from changelogs.", status.restore().records());
    CorrelatorStatus.Counts counts = status.counts();
    counter("records", "Records evaluated.", counts.records());
    counter("known", "Of these, objects whose version was known.", counts.known());
    counter("unchanged", "Of these, objects whose facts were equal.", counts.unchanged());
    counter("evaluations", "Verdicts asked of checks.", counts.evaluations());
    counter("incident_records", "Incident records written.", counts.incidents());
    counter("check_failures", "Times a check threw.", counts.checkFailures());
    counter("dead_letters", "Records set aside.", counts.deadLetters());
  }

  private void cluster(
      String name,
      String help,
      ToDoubleFunction<ClusterSight> inStep,
      ToDoubleFunction<LifeProgress> comingToLife) {
    GaugeSnapshot.Builder gauge = gauge(name, help);
    status
        .clusters()
        .forEach((cluster, sight) ->
            gauge.dataPoint(point(inStep.applyAsDouble(sight), Labels.of("cluster", cluster))));
    status
        .comingToLife()
        .forEach((cluster, life) -> gauge.dataPoint(
            point(comingToLife.applyAsDouble(life), Labels.of("cluster", cluster))));
    metrics.add(gauge.build());
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }

  private void instance(String name, String help, long value) {
    metrics.add(gauge(name, help).dataPoint(point((double) value, Labels.EMPTY)).build());
  }

  private void counter(String name, String help, long value) {
    metrics.add(CounterSnapshot.builder()
        .name(OURS + name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value((double) value).build())
        .build());
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(OURS + name).help(help);
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
