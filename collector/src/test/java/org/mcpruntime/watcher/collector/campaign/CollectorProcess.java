package org.mcpruntime.watcher.collector.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.collector.CollectorConfig;
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** Collectors in a process of their own, so that they can be killed at any instant; quicker in everything than usual. */
final class CollectorProcess {
  static final int PARTITIONS = 2;

  private static final List<KindSpec> KINDS = List.of(
      KindSpec.builtIn("", "Namespace"),
      KindSpec.builtIn("", "Pod"),
      KindSpec.builtIn("", "ConfigMap"),
      new KindSpec(new KindId("", "Event"), false, false),
      KindSpec.builtIn("apps", "Deployment"),
      KindSpec.builtIn("apiextensions.k8s.io", "CustomResourceDefinition"),
      KindSpec.custom("mcpruntime.org", "MCPServer"));

  private static final Pacing QUICK = new Pacing(
      Duration.ofMillis(50),
      Duration.ofMillis(400),
      Duration.ofMillis(300),
      Duration.ofSeconds(1),
      Duration.ofSeconds(3),
      Duration.ofSeconds(2),
      Duration.ofMillis(300),
      Duration.ofMillis(300));

  private CollectorProcess() {}

  /**
   * Arguments: bootstrap servers, registry, topic prefix, instance, seconds between two lists (0: the usual hour); then for
   * each cluster its name and its kubeconfig.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println("begun");
    Duration interval = Duration.ofSeconds(Long.parseLong(args[4]));
    Pacing pacing = interval.isZero()
        ? QUICK
        : QUICK.withSnapshots(interval, interval.multipliedBy(2), Duration.ofMillis(5));
    List<Collector> collectors = new ArrayList<>();
    for (int i = 5; i < args.length; i += 2) {
      CollectorConfig config = CollectorConfig.of(
              args[i],
              TopicNames.withPrefix(args[2]),
              PARTITIONS,
              Map.of("bootstrap.servers", args[0], "schema.registry.url", args[1]))
          .withKinds(KINDS)
          .withInstance(args[3])
          .withPacing(pacing)
          .withTickInterval(Duration.ofMillis(250));
      collectors.add(Collector.start(
          config, KubeAccess.kubeconfig(Path.of(args[i + 1]), null), Clock.systemUTC()));
    }
    System.out.println("ready");
    // Nothing is said here but the end.
    int said;
    do {
      said = System.in.read();
    } while (said >= 0);
    collectors.forEach(Collector::close);
    System.exit(0);
  }
}
