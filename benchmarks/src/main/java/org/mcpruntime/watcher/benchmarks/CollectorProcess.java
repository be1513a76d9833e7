package org.mcpruntime.watcher.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * A collector in a process of its own, whose memory can be looked at and which can be killed.
 *
 * <pre>
 *   settled          → known objects, once its kinds are seen
 *   reached VERSION  → the same, once that position is committed
 *   heap             → bytes used after full collections
 *   peak             → bytes of heap used at most, and of memory resident at most; 0 where that is not told
 * </pre>
 */
final class CollectorProcess {
  private static final int FULL_COLLECTIONS = 4;

  private CollectorProcess() {}

  /** Arguments: bootstrap servers, registry, topic prefix, kubeconfig. */
  public static void main(String[] args) throws IOException {
    try (KubeAccess access = KubeAccess.kubeconfig(Path.of(args[3]), null);
        Collector collector = Collector.start(
            Bed.config(
                TopicNames.withPrefix(args[2]),
                Map.of("bootstrap.servers", args[0], "schema.registry.url", args[1])),
            access,
            Clock.systemUTC())) {
      Answering.untilInputEnds(words -> String.valueOf(
          switch (words[0]) {
            case "settled" -> {
              Bed.await(collector, CollectorStatus::isSettled);
              yield collector.status().objects();
            }
            case "reached" -> {
              long version = Long.parseLong(words[1]);
              Bed.await(collector, status -> Bed.reached(status, version));
              yield collector.status().objects();
            }
            case "heap" -> heapBytes();
            case "peak" -> peakBytes() + " " + residentPeakBytes();
            default -> throw new IllegalArgumentException(words[0]);
          }));
    }
  }

  private static long heapBytes() {
    for (int i = 0; i < FULL_COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The pools' peaks, which need not have been at the same moment: an upper bound. */
  private static long peakBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  private static long residentPeakBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }
}
