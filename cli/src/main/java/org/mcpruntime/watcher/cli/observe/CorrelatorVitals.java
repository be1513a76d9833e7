package org.mcpruntime.watcher.cli.observe;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.function.Supplier;
import org.mcpruntime.watcher.correlator.CorrelatorStatus;

/** What the correlator of one process tells. */
public record CorrelatorVitals(Supplier<CorrelatorStatus> correlator) implements Vitals {

  @Override
  public MetricSnapshots metrics(Instant now) {
    return CorrelatorMetrics.of(correlator.get(), now);
  }

  @Override
  public Answer alive(Instant now) {
    return CorrelatorHealth.alive(correlator.get());
  }

  @Override
  public Answer ready(Instant now) {
    return CorrelatorHealth.ready(correlator.get(), now);
  }
}
