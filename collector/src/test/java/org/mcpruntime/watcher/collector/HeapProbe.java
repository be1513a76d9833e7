package org.mcpruntime.watcher.collector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.process.ChildProcess;

/** A collector in a process with little heap, which tells what it holds once it knows so many objects. */
final class HeapProbe implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 240;

  /** How long {@link #usedWith} takes at most: more than the probe's own patience. */
  static final int LONGEST_SECONDS = PATIENCE_SECONDS + 30;

  private static final String USED = "used";
  private static final String MEASURED = "measured";

  private final ChildProcess process;
  private int asked;

  private HeapProbe(ChildProcess process) {
    this.process = process;
  }

  /**
   * Starts one for the rig's cluster and topics. It ends at once when its heap does not suffice.
   *
   * @param directory for its kubeconfig
   */
  static HeapProbe start(CollectorRig rig, Path directory, int heapMegabytes) throws IOException {
    List<String> options =
        List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
    return new HeapProbe(new ChildProcess(rig.childCommand(HeapProbe.class, options, directory)));
  }

  /** Waits until it has published so many objects and sees all kinds; returns its used heap after a full collection. */
  long usedWith(long objects) throws IOException, InterruptedException {
    process.say(Long.toString(objects));
    if (!process.await(MEASURED, ++asked, Duration.ofSeconds(LONGEST_SECONDS))) {
      boolean ended = !process.isAlive();
      process.kill();
      throw new AssertionError(
          (ended ? "the collector ended" : "no answer") + "; it said " + process.output());
    }
    return Long.parseLong(process.newest(USED).orElseThrow());
  }

  @Override
  public void close() {
    process.kill();
  }

  /** Arguments: bootstrap servers, registry, topic prefix, kubeconfig. Input: numbers of objects. */
  public static void main(String[] args) throws Exception {
    CollectorConfig config = CollectorConfig.of(
            CollectorRig.CLUSTER,
            TopicNames.withPrefix(args[2]),
            KafkaBed.PARTITIONS,
            Map.of("bootstrap.servers", args[0], "schema.registry.url", args[1]))
        .withKinds(CollectorRig.KINDS)
        .withPacing(CollectorRig.QUICK)
        .withTickInterval(Duration.ofMillis(500));
    try (KubeAccess access = KubeAccess.kubeconfig(Path.of(args[3]), null);
        Collector collector = Collector.start(config, access, Clock.systemUTC());
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        if (!knows(collector, Long.parseLong(line))) {
          throw new IllegalStateException("stuck at " + collector.status());
        }
        System.out.println(USED + ": " + used());
        System.out.println(MEASURED);
      }
    }
  }

  /** Waits until all kinds are seen and so many objects known; false when that does not come. */
  private static boolean knows(Collector collector, long objects) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!collector.status().isSettled() || collector.status().objects() != objects) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return true;
  }

  private static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
