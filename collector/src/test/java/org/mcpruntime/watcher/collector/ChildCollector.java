package org.mcpruntime.watcher.collector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** A collector in a process of its own, so that it can be killed or paused at any instant. Tells its phases on its output. */
final class ChildCollector implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildCollector(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** @param instance the same for children of which never two run at once: then none waits for the one before */
  static ChildCollector start(CollectorRig rig, Path directory, String instance)
      throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    rig.api.writeKubeconfig(kubeconfig);
    Map<String, String> settings = rig.bed.settings();
    return new ChildCollector(new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ChildCollector.class.getName(),
            settings.get("bootstrap.servers"),
            settings.get("schema.registry.url"),
            rig.topics.prefix(),
            kubeconfig.toString(),
            instance)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start());
  }

  /** Waits until it tells this phase; what it told before is forgotten. */
  void await(Phase phase) throws IOException {
    String line = output.readLine();
    while (line != null && !line.equals(phase.name())) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("the child ended before " + phase);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill} does: STOP, CONT, TERM. */
  void signal(String name) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " ended with " + code);
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Arguments: bootstrap servers, registry, topic prefix, kubeconfig, instance. */
  public static void main(String[] args) throws InterruptedException {
    CollectorConfig config = CollectorConfig.of(
            CollectorRig.CLUSTER,
            TopicNames.withPrefix(args[2]),
            KafkaBed.PARTITIONS,
            Map.of("bootstrap.servers", args[0], "schema.registry.url", args[1]))
        .withKinds(CollectorRig.KINDS)
        .withPacing(CollectorRig.QUICK)
        .withTickInterval(Duration.ofMillis(500))
        .withInstance(args[4]);
    Collector collector =
        Collector.start(config, KubeAccess.kubeconfig(Path.of(args[3]), null), Clock.systemUTC());
    Phase told = null;
    while (true) {
      Phase phase = collector.status().phase();
      if (phase != told) {
        System.out.println(phase);
        told = phase;
      }
      Thread.sleep(20);
    }
  }
}
