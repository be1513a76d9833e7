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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** A collector in a process with little heap, which tells what it holds once it knows so many objects. */
final class HeapProbe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Process process;
  private final BufferedReader output;

  private HeapProbe(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts one for the rig's cluster and topics. It ends at once when its heap does not suffice.
   *
   * @param directory for its kubeconfig and log
   */
  static HeapProbe start(CollectorRig rig, Path directory, int heapMegabytes) throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    rig.api.writeKubeconfig(kubeconfig);
    Map<String, String> settings = rig.bed.settings();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(
        "-Xmx" + heapMegabytes + "m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        HeapProbe.class.getName(),
        settings.get("bootstrap.servers"),
        settings.get("schema.registry.url"),
        rig.topics.prefix(),
        kubeconfig.toString()));
    return new HeapProbe(new ProcessBuilder(command)
        .redirectError(directory.resolve("stderr").toFile())
        .start());
  }

  /** Waits until it has published so many objects and sees all kinds; returns its used heap after a full collection. */
  long usedWith(long objects) throws IOException {
    process.getOutputStream().write((objects + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    String line = output.readLine();
    if (line == null) {
      throw new AssertionError("the collector ended: its heap did not suffice");
    }
    if (!line.startsWith("used ")) {
      throw new AssertionError(line);
    }
    return Long.parseLong(line.substring("used ".length()));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
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
        System.out.println(
            knows(collector, Long.parseLong(line))
                ? "used " + used()
                : "stuck at " + collector.status());
      }
    }
  }

  /** Waits until all kinds are seen and so many objects known; false when that does not come. */
  private static boolean knows(Collector collector, long objects) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
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
