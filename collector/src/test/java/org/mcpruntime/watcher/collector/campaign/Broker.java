package org.mcpruntime.watcher.collector.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** The broker's process, which may be killed and started again, and a registry. */
final class Broker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final int port = Ports.free();
  private final int controllerPort = Ports.free();
  private final LocalRegistry registry;
  private final JavaCommand java;
  private @Nullable ChildProcess process;

  Broker(Path directory, JavaCommand java) throws IOException, InterruptedException {
    this.directory = directory;
    this.java = java;
    this.registry = LocalRegistry.start(directory.resolve("registry"), 0);
    start();
  }

  /** Settings of Kafka clients. */
  Map<String, String> settings() {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + port,
        "schema.registry.url",
        registry.uri().toString());
  }

  void kill() throws InterruptedException {
    if (process != null) {
      process.kill();
    }
  }

  /** Has it stand still, or go on. */
  void signal(String name) throws IOException, InterruptedException {
    if (process != null) {
      process.signal(name);
    }
  }

  /** Starts it, or again with all it had; returns when it serves. */
  void start() throws IOException, InterruptedException {
    ChildProcess started = new ChildProcess(java.of(
        BrokerProcess.class,
        List.of(
            directory.resolve("kafka").toString(),
            Integer.toString(port),
            Integer.toString(controllerPort))));
    process = started;
    if (!started.awaitReady(PATIENCE)) {
      throw new IOException("the broker does not start:\n" + started.output());
    }
  }

  @Override
  public void close() {
    registry.close();
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
