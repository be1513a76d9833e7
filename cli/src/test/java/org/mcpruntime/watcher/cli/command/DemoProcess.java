package org.mcpruntime.watcher.cli.command;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code up --demo} in a process of its own, which can be killed. */
final class DemoProcess implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(6);

  private final Path home;
  private final Process process;
  private final Path out;
  private final Path err;

  private DemoProcess(Path home, Process process, Path out, Path err) {
    this.home = home;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param home data goes below it; each start writes into files of its own there
   */
  static DemoProcess start(Path home) throws IOException {
    Path out = Files.createTempFile(home, "up", ".out");
    Path err = Files.createTempFile(home, "up", ".err");
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xlog:disable"));
    if (Runtime.version().feature() >= 23) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of(
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "org.mcpruntime.watcher.cli.ClusterWatcher",
        "up",
        "--demo"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CLUSTER_WATCHER_"));
    builder.environment().put("XDG_DATA_HOME", home.toString());
    builder.environment().put("XDG_CONFIG_HOME", home.toString());
    return new DemoProcess(home, builder.start(), out, err);
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  long pid() {
    return process.pid();
  }

  /** Three incidents are open and shown, and the present is reached. */
  void awaitLive() {
    await().atMost(PATIENCE).until(() -> {
      requireAlive();
      return err().contains("live · 3 open") && out().lines().count() >= 3;
    });
  }

  /** Fails, with all that is known, when it has ended by itself. */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new AssertionError(
          "ended with exit code " + process.exitValue() + "\n" + err() + "\n" + log());
    }
  }

  private String log() {
    Path log = home.resolve("cluster-watcher/demo/log/cluster-watcher.log");
    return Files.exists(log) ? read(log) : "no log";
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** As Ctrl-C does it; returns the exit code. */
  int interrupt() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("does not stop:\n" + err());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
