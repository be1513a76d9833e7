package org.mcpruntime.watcher.cli.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service in a process of its own, which can be told to end. */
final class ServiceProcess implements AutoCloseable {

  private final Process process;
  private final Path err;

  private ServiceProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  static ServiceProcess start(Path home, Map<String, String> environment, List<String> arguments)
      throws IOException {
    Path err = Files.createTempFile(home, "service", ".err");
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1"));
    // Without them a newer Java machine writes warnings of its own.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.matches("--(enable-native|sun-misc).*"))
        .forEach(command::add);
    command.addAll(List.of(
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "org.mcpruntime.watcher.cli.ClusterWatcher"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CLUSTER_WATCHER_"));
    builder.environment().put("XDG_DATA_HOME", home.toString());
    builder.environment().put("XDG_CONFIG_HOME", home.toString());
    builder.environment().putAll(environment);
    return new ServiceProcess(builder.start(), err);
  }

  String err() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fails, with what it wrote, when it has ended by itself. */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new AssertionError("ended with exit code " + process.exitValue() + "\n" + err());
    }
  }

  /** As SIGTERM does it; returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("does not end:\n" + err());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
