package org.mcpruntime.watcher.testbed.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.net.Ports;

/**
 * One Kafka node, broker and controller in one, on loopback. The directory keeps everything: a later start on it, also
 * after a kill, goes on where it was, on other ports too. Topics are not created by themselves. At most one node may use a
 * directory; the broker's own lock refuses the second.
 */
public final class LocalKafka implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private LocalKafka(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a node and returns when it serves.
   *
   * @param dir made when absent
   * @param overrides broker settings put over ours, such as {@code log.retention.check.interval.ms}
   * @throws IOException naming the port if one is in use, or the directory if it cannot be used
   */
  public static LocalKafka start(
      Path dir, int brokerPort, int controllerPort, Map<String, String> overrides)
      throws IOException {
    requireFree(brokerPort, "Kafka broker");
    requireFree(controllerPort, "Kafka controller");
    Path home = dir.toAbsolutePath();
    Map<String, String> settings = settings(home, brokerPort, controllerPort);
    settings.putAll(overrides);
    format(home, settings);
    KafkaRaftServer server = null;
    // Kafka would end the process without a word, for instance when somebody has just taken the
    // port.
    GivesUp givesUp = new GivesUp();
    Exit.setHaltProcedure(givesUp::giveUp);
    Exit.setExitProcedure(givesUp::giveUp);
    try {
      if (FormerSession.isIn(home)) {
        FormerSession.end(settings, controllerPort);
      }
      server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
      server.startup();
      givesUp.requireStarted();
    } catch (Exception e) { // Kafka throws checked ones too, and declares none
      String reason = givesUp.reason();
      Throwable cause = deepest(e);
      if (server != null) {
        server.shutdown();
      }
      if (reason == null && cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IOException(
          "Kafka does not start in " + dir + " on ports " + brokerPort + " and " + controllerPort
              + ": " + (reason == null ? cause.getMessage() : reason),
          e);
    } finally {
      Exit.resetHaltProcedure();
      Exit.resetExitProcedure();
    }
    return new LocalKafka(server, "127.0.0.1:" + brokerPort);
  }

  /** Kafka gives up on any of its threads; the starting one may wait for that thread's work, and is interrupted then. */
  private static final class GivesUp {
    private final Thread starting = Thread.currentThread();
    private @Nullable String reason;
    private boolean over;

    synchronized void giveUp(int code, @Nullable String message) {
      if (reason == null) {
        reason = message == null ? "it gave up, see its log" : message;
      }
      if (!over && Thread.currentThread() != starting) {
        starting.interrupt();
      }
      throw new IllegalStateException(reason);
    }

    synchronized void requireStarted() {
      over = true;
      if (reason != null) {
        throw new IllegalStateException(reason);
      }
    }

    /** Why Kafka gave up; null when it did not. Nobody is interrupted from here on, nor has to know that he was. */
    synchronized @Nullable String reason() {
      over = true;
      if (reason != null) {
        var unused = Thread.interrupted();
      }
      return reason;
    }
  }

  private static Throwable deepest(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Starts a node on two ports that are free now. */
  public static LocalKafka startOnFreePorts(Path dir) throws IOException {
    return startOnFreePorts(dir, Map.of());
  }

  /** Starts a node on two ports that are free now, with broker settings put over ours. */
  public static LocalKafka startOnFreePorts(Path dir, Map<String, String> overrides)
      throws IOException {
    return start(dir, Ports.free(), Ports.free(), overrides);
  }

  /** Where clients connect: host and port. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Stops the node; returns when all is on disk.
   *
   * @throws IllegalStateException when that has taken more than a minute
   */
  @Override
  public void close() {
    Ending.within(LONGEST, "kafka", () -> {
      server.shutdown();
      server.awaitShutdown();
    });
  }

  private static Map<String, String> settings(Path dir, int brokerPort, int controllerPort) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:" + brokerPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + brokerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("log.dirs", dir.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // Without limit by default.
    settings.put("server.max.startup.time.ms", "120000");
    // Nobody else could lead: a node that is only slow must not be fenced.
    settings.put("broker.session.timeout.ms", "60000");
    // Nobody could take the lead over, and what is committed meanwhile would lose its markers.
    settings.put("controlled.shutdown.enable", "false");
    // 128 MiB of heap by default.
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
    return settings;
  }

  private static void requireFree(int port, String user) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (BindException e) {
      throw new IOException(user + ": port " + port + " on 127.0.0.1 is in use", e);
    }
  }

  /** Formats beside the directory and renames, so that a kill leaves no half-formatted one. */
  private static void format(Path dir, Map<String, String> settings) throws IOException {
    if (Files.exists(dir.resolve("meta.properties"))) {
      return;
    }
    Path fresh = dir.resolveSibling(dir.getFileName() + ".formatting");
    deleteTree(fresh);
    Files.createDirectories(fresh);
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.put("log.dirs", fresh.toString());
    Path file = Files.createTempFile("local-kafka", ".properties");
    try {
      try (Writer writer = Files.newBufferedWriter(file)) {
        properties.store(writer, null);
      }
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      String[] command = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
      int code = StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
      if (code != 0) {
        throw new IOException("Kafka cannot format " + fresh + ": "
            + said.toString(StandardCharsets.UTF_8).strip());
      }
    } finally {
      Files.delete(file);
    }
    // Fails if the directory holds something else.
    Files.deleteIfExists(dir);
    Files.move(fresh, dir, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
