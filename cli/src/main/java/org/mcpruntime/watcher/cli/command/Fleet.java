package org.mcpruntime.watcher.cli.command;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.connect.ServiceConfigs;
import org.mcpruntime.watcher.cli.observe.Observed;
import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.KubeAccess;

/**
 * The collectors of one process, one for each cluster. They share nothing but the process: each has its own client,
 * threads, queue and producer, so what befalls one is not felt by another.
 */
final class Fleet implements AutoCloseable {

  private final List<KubeAccess> accesses = new ArrayList<>();
  private final List<Collector> collectors = new ArrayList<>();

  Fleet(Map<String, KubeTarget> clusters, Config config, Connection connection, Clock clock) {
    clusters.forEach((name, target) -> {
      KubeAccess access = target.open();
      accesses.add(access);
      collectors.add(
          Collector.start(ServiceConfigs.collector(config, name, connection), access, clock));
    });
  }

  List<Observed> observed() {
    return collectors.stream().map(Observed::of).toList();
  }

  /** Whether none of them goes on. */
  boolean isOver() {
    return collectors.stream().map(Collector::status).allMatch(CollectorStatus::isOver);
  }

  /** Why those ended that did not end as they should. */
  List<String> failures() {
    return collectors.stream()
        .map(Collector::status)
        .filter(status -> status.phase() == CollectorStatus.Phase.FAILED)
        .map(status -> "the collector of " + status.cluster() + " ends: " + status.reason())
        .toList();
  }

  /** All at once, since each takes the time to commit what it has read. */
  @Override
  public void close() {
    CompletableFuture.allOf(collectors.stream()
            .map(collector -> CompletableFuture.runAsync(
                collector::close, work -> new Thread(work, "stop-collector").start()))
            .toArray(CompletableFuture[]::new))
        .join();
    accesses.forEach(KubeAccess::close);
  }
}
