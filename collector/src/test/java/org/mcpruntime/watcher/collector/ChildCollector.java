package org.mcpruntime.watcher.collector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.process.ChildProcess;

/**
 * A collector in a process of its own, so that it can be killed or paused at any instant. It says its status.
 */
final class ChildCollector implements AutoCloseable {
  private static final String STATUS = "status";

  private final ChildProcess process;

  /** What it says of its {@link CollectorStatus}. */
  record Status(Phase phase, long epoch, boolean settled) {
    static Status of(CollectorStatus status) {
      return new Status(status.phase(), status.epoch(), status.isSettled());
    }

    static Status parse(String line) {
      String[] words = line.split(" ", -1);
      return new Status(
          Phase.valueOf(words[0]), Long.parseLong(words[1]), Boolean.parseBoolean(words[2]));
    }

    String line() {
      return phase + " " + epoch + " " + settled;
    }
  }

  private ChildCollector(ChildProcess process) {
    this.process = process;
  }

  /** @param instance the same for children of which never two run at once: then none waits for the one before */
  static ChildCollector start(CollectorRig rig, Path directory, String instance)
      throws IOException {
    List<String> command = rig.childCommand(ChildCollector.class, List.of(), directory);
    command.addAll(List.of(instance, rig.cluster()));
    return new ChildCollector(new ChildProcess(command));
  }

  /** What it said last. */
  Status status() {
    return process
        .newest(STATUS)
        .map(Status::parse)
        .orElseGet(() -> new Status(Phase.STARTING, 0, false));
  }

  /** Waits until what it said last is so. */
  void await(Predicate<Status> condition) {
    Awaitility.await("a child that said " + status().line() + " at first")
        .atMost(CollectorRig.PATIENCE)
        .failFast("the child has ended", () -> !process.isAlive())
        .until(this::status, condition);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill} does: STOP, CONT, TERM. */
  void signal(String name) throws IOException, InterruptedException {
    process.signal(name);
  }

  @Override
  public void close() {
    kill();
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.kill();
  }

  /** Arguments: bootstrap servers, registry, topic prefix, kubeconfig, instance, cluster. */
  public static void main(String[] args) throws InterruptedException {
    Thread end = new Thread(ChildCollector::endWithInput, "end");
    end.setDaemon(true);
    end.start();
    CollectorConfig config = CollectorConfig.of(
            args[5],
            TopicNames.withPrefix(args[2]),
            KafkaBed.PARTITIONS,
            Map.of("bootstrap.servers", args[0], "schema.registry.url", args[1]))
        .withKinds(CollectorRig.KINDS)
        .withPacing(CollectorRig.QUICK)
        .withTickInterval(Duration.ofMillis(500))
        .withInstance(args[4]);
    Collector collector =
        Collector.start(config, KubeAccess.kubeconfig(Path.of(args[3]), null), Clock.systemUTC());
    String said = "";
    while (true) {
      String line = Status.of(collector.status()).line();
      if (!line.equals(said)) {
        System.out.println(STATUS + ": " + line);
        said = line;
      }
      Thread.sleep(20);
    }
  }

  private static void endWithInput() {
    try (InputStream input = System.in) {
      while (input.read() >= 0) {
        // Nothing is said here but the end.
      }
    } catch (IOException e) {
      System.err.println(e);
    }
    Runtime.getRuntime().halt(0);
  }
}
