package org.mcpruntime.watcher.cli.observe;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.mcpruntime.watcher.collector.CollectorStatus;

/** What the collectors of one process tell. */
public record CollectorVitals(Supplier<List<Observed>> collectors, CollectorHealth health)
    implements Vitals {

  @Override
  public MetricSnapshots metrics(Instant now) {
    return CollectorMetrics.of(collectors.get(), now);
  }

  @Override
  public Answer alive(Instant now) {
    return health.alive(status(), now);
  }

  @Override
  public Answer ready(Instant now) {
    return health.ready(status(), now);
  }

  private List<CollectorStatus> status() {
    return collectors.get().stream().map(Observed::status).toList();
  }
}
