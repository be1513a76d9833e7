package org.mcpruntime.watcher.collector;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** A collector in a process of its own, so that it can be killed at any instant. Tells on its output when it publishes. */
final class ChildCollector {
  private ChildCollector() {}

  /** Arguments: bootstrap servers, registry, topic prefix, kubeconfig. */
  public static void main(String[] args) throws InterruptedException {
    CollectorConfig config = CollectorConfig.of(
            CollectorRig.CLUSTER,
            TopicNames.withPrefix(args[2]),
            KafkaBed.PARTITIONS,
            Map.of("bootstrap.servers", args[0], "schema.registry.url", args[1]))
        .withKinds(CollectorRig.KINDS)
        .withPacing(CollectorRig.QUICK)
        .withTickInterval(Duration.ofMillis(500));
    Collector collector =
        Collector.start(config, KubeAccess.kubeconfig(Path.of(args[3]), null), Clock.systemUTC());
    boolean told = false;
    while (true) {
      if (!told && collector.status().isReady()) {
        System.out.println("ready");
        told = true;
      }
      Thread.sleep(20);
    }
  }
}
