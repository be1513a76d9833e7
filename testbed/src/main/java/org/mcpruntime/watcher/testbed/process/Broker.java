package org.mcpruntime.watcher.testbed.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.net.Ports;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** The broker's process, which may be killed and started again, and a registry. */
public final class Broker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final int port = Ports.free();
  private final int controllerPort = Ports.free();
  private final LocalRegistry registry;
  private final JavaCommand java;
  private final Map<String, String> overrides;
  private @Nullable ChildProcess process;

  /** @param overrides broker settings put over those of the testbed */
  public Broker(Path directory, JavaCommand java, Map<String, String> overrides)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.java = java;
    this.overrides = Map.copyOf(overrides);
    this.registry = LocalRegistry.start(directory.resolve("registry"), 0);
    start();
  }

  /** Settings of Kafka clients. */
  public Map<String, String> settings() {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + port,
        "schema.registry.url",
        registry.uri().toString());
  }

  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** Has it stand still, or go on. */
  public void signal(String name) throws IOException, InterruptedException {
    if (process != null) {
      process.signal(name);
    }
  }

  /** Starts it, or again with all it had; returns when it serves. */
  public void start() throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(
        directory.resolve("kafka").toString(),
        Integer.toString(port),
        Integer.toString(controllerPort)));
    overrides.forEach((name, value) -> arguments.add(name + "=" + value));
    ChildProcess started = new ChildProcess(java.of(BrokerProcess.class, arguments));
    process = started;
    if (!started.awaitReady(PATIENCE)) {
      throw new IOException("the broker does not start:\n" + started.output());
    }
  }

  @Override
  public void close() {
    registry.close();
    kill();
  }
}
