package org.mcpruntime.watcher.collector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * A collector in a process of its own, so that it can be killed or paused at any instant. Tells its status on its output, and
 * ends when its input ends, and so never outlives us.
 */
final class ChildCollector implements AutoCloseable {
  /** Before what it tells; a Java machine may say something for itself. */
  private static final String MARK = "status: ";

  private final Process process;
  private volatile Told told = new Told(Phase.STARTING, 0, false);

  /** What it told last of its {@link CollectorStatus}. */
  record Told(Phase phase, long epoch, boolean settled) {
    static Told of(CollectorStatus status) {
      return new Told(status.phase(), status.epoch(), status.isSettled());
    }

    static Told parse(String line) {
      String[] words = line.split(" ", -1);
      return new Told(
          Phase.valueOf(words[0]), Long.parseLong(words[1]), Boolean.parseBoolean(words[2]));
    }

    String line() {
      return phase + " " + epoch + " " + settled;
    }
  }

  private ChildCollector(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "output-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
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
            instance,
            rig.cluster())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start());
  }

  Told told() {
    return told;
  }

  /** Waits until what it told last is so. */
  void await(Predicate<Told> condition) {
    Awaitility.await("a child that told " + told.line() + " at first")
        .atMost(CollectorRig.PATIENCE)
        .failFast("the child has ended", () -> !process.isAlive())
        .until(() -> told, condition);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(MARK)) {
          told = Told.parse(line.substring(MARK.length()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    process.destroyForcibly().onExit().join();
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
    String told = "";
    while (true) {
      String line = Told.of(collector.status()).line();
      if (!line.equals(told)) {
        System.out.println(MARK + line);
        told = line;
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
