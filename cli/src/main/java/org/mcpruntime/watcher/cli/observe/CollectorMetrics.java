package org.mcpruntime.watcher.cli.observe;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.collector.publish.KindCounts;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.avro.CoverageState;

/**
 * Metrics, made from what the collectors tell at the moment of a scrape: nothing is counted for them on the way of a
 * record. Labels are the cluster and what is bounded by the configuration or by us: kind, reason, operation. So a cluster
 * has at most 10 series for each kind, and {@value #SERIES_OF_A_CLUSTER} beside.
 */
final class CollectorMetrics {

  static final int SERIES_OF_A_KIND = 10;
  static final int SERIES_OF_A_CLUSTER = 50;

  private static final String PREFIX = "cluster_watcher_collector_";

  private final List<Observed> collectors;
  private final Instant now;
  private final List<MetricSnapshot> metrics = new ArrayList<>();

  private CollectorMetrics(List<Observed> collectors, Instant now) {
    this.collectors = collectors;
    this.now = now;
  }

  static MetricSnapshots of(List<Observed> collectors, Instant now) {
    CollectorMetrics metrics = new CollectorMetrics(List.copyOf(collectors), now);
    metrics.ofClusters();
    metrics.ofKinds();
    metrics.ofTraffic();
    return new MetricSnapshots(metrics.metrics);
  }

  private void ofClusters() {
    cluster("ready", "1 when it leads and publishes.", each -> each.status().isReady() ? 1 : 0);
    cluster(
        "leader",
        "1 when it leads its cluster, 0 when it stands by or cannot.",
        each -> leads(each.status().phase()) ? 1 : 0);
    cluster("epoch", "Fencing epoch of the session.", each -> each.status().epoch());
    cluster("sequence", "Number of the newest record.", each -> each.status().sequence());
    cluster("tick", "Number of the newest tick.", each -> each.status().tick());
    cluster(
        "last_tick_timestamp_seconds",
        "Time of the newest tick of this session; 0 before it.",
        each -> seconds(each.status().tickAt()));
    cluster("queue_inputs", "Inputs that wait for the publisher.", each -> each.traffic()
        .waitingInputs());
    cluster("queue_bytes", "Bytes of objects that wait for the publisher.", each -> each.traffic()
        .waitingBytes());
  }

  private void ofKinds() {
    kind("objects", "Live objects known.", KindStatus::objects);
    kind(
        "seconds_since_progress",
        "Since a list was completed, a change or a bookmark came, or a watch was held; -1 before.",
        each -> {
          Instant progress = each.lastProgress();
          return progress == null ? -1 : Duration.between(progress, now).toMillis() / 1000.0;
        });
    blind();
    counter("changes", "Records of an addition, a change or a deletion.", KindCounts::changes);
    counter("relists", "Lists because the position was lost.", KindCounts::relists);
    counter("gaps", "Spans that were not seen, told in the log.", KindCounts::gaps);
    counter("repairs", "Changes that only the periodic list found.", KindCounts::repairs);
    counter("restated_objects", "Objects written as SNAPSHOT.", KindCounts::restated);
    counter("undecodable", "Lines and items set aside.", KindCounts::undecodable);
    counter("watches", "Watches opened.", KindCounts::watches);
  }

  private void ofTraffic() {
    CounterSnapshot.Builder transactions =
        counter("transactions", "Transactions committed since the start.");
    CounterSnapshot.Builder seconds =
        counter("transaction_seconds", "Time spent in commits since the start.");
    for (Observed each : collectors) {
      Labels labels = labels(each);
      transactions.dataPoint(point(labels, (double) each.traffic().transactions()));
      seconds.dataPoint(point(labels, each.traffic().committing().toNanos() / 1e9));
    }
    metrics.add(transactions.build());
    metrics.add(seconds.build());
    CounterSnapshot.Builder records = counter("records", "Records of the log by operation.");
    CounterSnapshot.Builder removed =
        counter("removed_values", "Values that redaction took out, by the rule that did.");
    CounterSnapshot.Builder reduced =
        counter("reduced_objects", "Objects too large for a record, so that values were replaced.");
    for (Observed each : collectors) {
      Labels labels = labels(each);
      each.traffic()
          .records()
          .forEach((operation, count) ->
              records.dataPoint(point(labels.add("operation", operation.name()), count)));
      each.traffic()
          .removed()
          .forEach(
              (rule, count) -> removed.dataPoint(point(labels.add("rule", rule.text()), count)));
      reduced.dataPoint(point(labels, (double) each.traffic().reduced()));
    }
    metrics.add(records.build());
    metrics.add(removed.build());
    metrics.add(reduced.build());
  }

  private void cluster(String name, String help, ToDoubleFunction<Observed> value) {
    GaugeSnapshot.Builder gauge = gauge(name, help);
    collectors.forEach(each -> gauge.dataPoint(point(value.applyAsDouble(each), labels(each))));
    metrics.add(gauge.build());
  }

  private void kind(String name, String help, ToDoubleFunction<KindStatus> value) {
    GaugeSnapshot.Builder gauge = gauge(name, help);
    for (Observed each : collectors) {
      for (KindStatus kind : each.status().kinds()) {
        gauge.dataPoint(point(value.applyAsDouble(kind), labels(each, kind)));
      }
    }
    metrics.add(gauge.build());
  }

  private void blind() {
    GaugeSnapshot.Builder gauge = gauge("blind", "1 for a kind that cannot be seen now, and why.");
    for (Observed each : collectors) {
      for (KindStatus kind : each.status().kinds()) {
        if (kind.state() == CoverageState.BLIND) {
          gauge.dataPoint(
              point(1, labels(each, kind).add("reason", BlindReasons.known(kind.reason()))));
        }
      }
    }
    metrics.add(gauge.build());
  }

  private void counter(String name, String help, ToLongFunction<KindCounts> value) {
    CounterSnapshot.Builder counter = counter(name, help);
    for (Observed each : collectors) {
      for (KindStatus kind : each.status().kinds()) {
        counter.dataPoint(point(labels(each, kind), (double) value.applyAsLong(kind.counts())));
      }
    }
    metrics.add(counter.build());
  }

  private static boolean leads(Phase phase) {
    return phase == Phase.RUNNING || phase == Phase.HELD;
  }

  private static double seconds(@Nullable Instant time) {
    return time == null ? 0 : time.toEpochMilli() / 1000.0;
  }

  private static Labels labels(Observed observed) {
    return Labels.of("cluster", observed.status().cluster());
  }

  private static Labels labels(Observed observed, KindStatus kind) {
    return Labels.of(
        "cluster",
        observed.status().cluster(),
        "group",
        kind.kind().group(),
        "kind",
        kind.kind().kind());
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(PREFIX + name).help(help);
  }

  private static CounterSnapshot.Builder counter(String name, String help) {
    return CounterSnapshot.builder().name(PREFIX + name).help(help);
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static CounterDataPointSnapshot point(Labels labels, double value) {
    return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
