package org.mcpruntime.watcher.cli.observe;

import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.Traffic;

/** One collector at one moment. */
public record Observed(CollectorStatus status, Traffic traffic) {

  public static Observed of(Collector collector) {
    return new Observed(collector.status(), collector.traffic());
  }
}
