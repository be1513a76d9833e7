package org.mcpruntime.watcher.collector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** A collector in a process with little heap, which tells what it holds once it knows so many objects. */
final class HeapProbe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** More than its own patience. */
  private static final Duration LONGEST = PATIENCE.plusSeconds(30);

  private static final String USED = "used ";

  private final Process process;
  private final Path errors;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<String> used = new LinkedBlockingQueue<>();

  private HeapProbe(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    Thread reader = new Thread(this::read, "output-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
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
    Path errors = directory.resolve("stderr");
    return new HeapProbe(
        new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /** Waits until it has published so many objects and sees all kinds; returns its used heap after a full collection. */
  long usedWith(long objects) throws IOException, InterruptedException {
    process.getOutputStream().write((objects + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    String answer = used.poll(LONGEST.toSeconds(), TimeUnit.SECONDS);
    if (answer == null || answer.isEmpty()) {
      process.destroyForcibly();
      throw new AssertionError((answer == null ? "no answer" : "the collector ended") + "; it said "
          + said + " and " + Files.readString(errors));
    }
    return Long.parseLong(answer);
  }

  /** Its answers, and an empty one at its end. */
  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(USED)) {
          used.add(line.substring(USED.length()));
        } else {
          said.add(line);
        }
      }
    } catch (IOException e) {
      said.add(e.toString());
    }
    used.add("");
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
        if (!knows(collector, Long.parseLong(line))) {
          throw new IllegalStateException("stuck at " + collector.status());
        }
        System.out.println(USED + used());
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
