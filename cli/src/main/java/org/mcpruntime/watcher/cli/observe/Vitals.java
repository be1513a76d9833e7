package org.mcpruntime.watcher.cli.observe;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;

/** What a service tells of itself. It is made of what is known already: an answer waits for nothing. */
public interface Vitals {

  MetricSnapshots metrics(Instant now);

  /** Whether a new start would not help. */
  Answer alive(Instant now);

  /** Whether it does its work now, or would if there were any. */
  Answer ready(Instant now);
}
