package org.mcpruntime.watcher.benchmarks;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.collector.CollectorConfig;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.topics.Retention;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.Topics;

/** What every measurement stands on: a broker with a registry, and the clusters, each in a process of its own. */
final class Bed implements AutoCloseable {
  static final String CLUSTER = "bench";
  static final KindId POD = new KindId("", "Pod");

  /** Longer than anything takes here; it only ends what hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** As {@code benchmarks/run} gives them to this process, in which a collector is measured. */
  private static final String[] MEASURED = Pattern.compile("\\s+")
      .splitAsStream(System.getenv().getOrDefault("BENCHMARK_JAVA_OPTS", ""))
      .filter(option -> !option.isEmpty())
      .toArray(String[]::new);

  private final List<String> options;
  private final Path directory;
  private final ChildJvm broker;
  private final Map<String, String> kafka;
  private final Admin admin;
  private @Nullable ChildJvm clusters;
  private int topicSets;

  private Bed(List<String> options, Path directory, ChildJvm broker, Map<String, String> kafka) {
    this.options = List.copyOf(options);
    this.directory = directory;
    this.broker = broker;
    this.kafka = kafka;
    admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers()));
  }

  /**
   * @param options for the Java machines of all processes that it starts
   */
  static Bed start(List<String> options) throws IOException {
    Path directory = Files.createTempDirectory("cluster-watcher-benchmarks");
    ChildJvm broker = ChildJvm.start(
        BrokerProcess.class, with(options, "-Xmx1g", "-XX:+UseSerialGC"), directory.toString());
    String[] where = broker.ask("where").split(" ", -1);
    return new Bed(
        options,
        directory,
        broker,
        Map.of("bootstrap.servers", where[0], "schema.registry.url", where[1]));
  }

  private static List<String> with(List<String> options, String... more) {
    return Stream.concat(options.stream(), Stream.of(more)).toList();
  }

  /** The outside world, from the first time that it is needed; {@link ClusterProcess} tells what it can be asked. */
  ChildJvm clusters() throws IOException {
    if (clusters == null) {
      clusters = ChildJvm.start(
          ClusterProcess.class,
          with(options, "-Xmx6g", "-XX:+UseParallelGC"),
          directory.toString());
    }
    return clusters;
  }

  Map<String, String> kafka() {
    return kafka;
  }

  String servers() {
    return kafka.getOrDefault("bootstrap.servers", "");
  }

  /** Topics that nobody has used. */
  TopicNames freshTopics() {
    return freshTopics(1);
  }

  TopicNames freshTopics(int partitions) {
    TopicNames names = TopicNames.withPrefix("b" + ++topicSets + ".");
    TopicAdmin.Creation creation = new TopicAdmin(kafka, Duration.ofSeconds(60))
        .create(Topics.specs(names, partitions, (short) 1, Retention.DEFAULT));
    if (!creation.problems().isEmpty()) {
      throw new IllegalStateException("topics: " + creation.problems());
    }
    return names;
  }

  Path kubeconfig(String cluster) {
    return directory.resolve(cluster);
  }

  /** The collector as it ships, for pods only. */
  CollectorConfig config(TopicNames topics) {
    return config(topics, kafka);
  }

  static CollectorConfig config(TopicNames topics, Map<String, String> kafka) {
    return CollectorConfig.of(CLUSTER, topics, 1, kafka)
        .withKinds(List.of(KindSpec.builtIn("", "Pod")));
  }

  /** A collector in this process. */
  Running collect(String cluster, TopicNames topics) {
    KubeAccess access = access(cluster);
    return new Running(Collector.start(config(topics), access, Clock.systemUTC()), access);
  }

  /** A collector in a process of its own; {@link CollectorProcess} tells what it can be asked. */
  ChildJvm collectInProcess(String heap, String cluster, TopicNames topics) throws IOException {
    return ChildJvm.start(
        CollectorProcess.class,
        with(options, heap, "-XX:+UseSerialGC"),
        servers(),
        kafka.getOrDefault("schema.registry.url", ""),
        topics.prefix(),
        kubeconfig(cluster).toString());
  }

  /** A service on Kafka Streams in a process of its own, with the memory that {@code ./cluster-watcher correlate} has. */
  MeasuredStreams streams(StreamsProcess.Service service, TopicNames topics) throws IOException {
    return streams(service, topics, 1);
  }

  /** @param threads stream threads */
  MeasuredStreams streams(StreamsProcess.Service service, TopicNames topics, int threads)
      throws IOException {
    return streams(List.of(), service, topics, threads);
  }

  /** @param launcher put in front of the command */
  MeasuredStreams streams(
      List<String> launcher, StreamsProcess.Service service, TopicNames topics, int threads)
      throws IOException {
    ChildJvm process = ChildJvm.start(
        launcher,
        StreamsProcess.class,
        with(with(options, "-Xmx1g", "-XX:+UseSerialGC"), MEASURED),
        service.name(),
        servers(),
        kafka.getOrDefault("schema.registry.url", ""),
        topics.prefix(),
        state(topics).toString(),
        String.valueOf(threads));
    return new MeasuredStreams(process, topics, new Group(admin, topics.correlatorApplication()));
  }

  /** Where a service keeps its local state. */
  Path state(TopicNames topics) {
    return directory.resolve("state-" + topics.prefix());
  }

  /** The cluster that several measurements share, by its number of pods. */
  static String cluster(int pods) {
    return "pods-" + pods;
  }

  KubeAccess access(String cluster) {
    return KubeAccess.of(Config.fromKubeconfig(kubeconfig(cluster).toFile()));
  }

  /** A collector and what has to be closed with it. */
  record Running(Collector collector, KubeAccess access) implements AutoCloseable {
    void awaitSettled() {
      await(collector, CollectorStatus::isSettled);
    }

    /** Waits until everything up to this position of the watch is committed. */
    void awaitPosition(long resourceVersion) {
      await(collector, status -> reached(status, resourceVersion));
    }

    @Override
    public void close() {
      collector.close();
      access.close();
    }
  }

  static boolean reached(CollectorStatus status, long resourceVersion) {
    return status.kinds().stream()
        .map(KindStatus::resourceVersion)
        .anyMatch(position -> position != null && Long.parseLong(position) >= resourceVersion);
  }

  static KindStatus pods(CollectorStatus status) {
    return status.kinds().stream()
        .filter(kind -> kind.kind().equals(POD))
        .findFirst()
        .orElseThrow();
  }

  static void await(Collector collector, Predicate<CollectorStatus> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(collector.status())) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("not within " + PATIENCE + ": " + collector.status());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    admin.close();
    if (clusters != null) {
      clusters.close();
    }
    broker.close();
    delete(directory);
  }

  static void delete(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
