package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.kube.FakeKubeApi;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.node.ObjectNode;

/** A collector between a fake API server and a real broker, and what can be said of every log. */
final class CollectorRig implements AutoCloseable {
  static final String CLUSTER = "test";

  /** For conditions that a busy machine is slow to meet. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  static final KindId POD = new KindId("", "Pod");
  static final KindId EVENT = new KindId("", "Event");
  static final KindId CONFIG_MAP = new KindId("", "ConfigMap");

  /** The same objects in another group, on a real server; here a type of its own. */
  static final KindId NEW_EVENT = new KindId("events.k8s.io", "Event");

  static final ResourceType NEW_EVENTS =
      new ResourceType("events.k8s.io", "v1", "Event", "events", true, false);
  static final KindId SERVER = new KindId("mcpruntime.org", "MCPServer");
  static final List<KindSpec> KINDS = List.of(
      KindSpec.builtIn("", "Namespace"),
      KindSpec.builtIn("", "Pod"),
      new KindSpec(EVENT, false, false),
      KindSpec.builtIn("apps", "Deployment"),
      KindSpec.custom("mcpruntime.org", "MCPServer"));
  static final Pacing QUICK = new Pacing(
      Duration.ofMillis(50),
      Duration.ofMillis(200),
      Duration.ofMillis(200),
      Duration.ofSeconds(1),
      Duration.ofMinutes(5),
      Duration.ofMinutes(2),
      Duration.ofMillis(300),
      Duration.ofMillis(200));

  private static final Map<KindId, ResourceType> TYPES = Map.of(
      new KindId("", "Namespace"),
      ResourceTypes.NAMESPACE,
      POD,
      ResourceTypes.POD,
      EVENT,
      ResourceTypes.EVENT,
      new KindId("apps", "Deployment"),
      ResourceTypes.DEPLOYMENT,
      SERVER,
      ResourceTypes.MCP_SERVER,
      CONFIG_MAP,
      ResourceTypes.CONFIG_MAP,
      NEW_EVENT,
      NEW_EVENTS);
  private static final AtomicInteger PREFIX = new AtomicInteger();

  final KafkaBed bed;
  final TopicNames topics = TopicNames.withPrefix("t" + PREFIX.incrementAndGet() + ".");
  final KubeStore store = KubeStore.inMemory(Clock.systemUTC());
  final FakeKubeApi api;
  private final List<Runnable> open = new ArrayList<>();
  private List<KindSpec> kinds = KINDS;
  private String cluster = CLUSTER;
  private Pacing pacing = QUICK;
  private Duration tickInterval = Duration.ofMillis(500);
  Clock clock = Clock.systemUTC();
  private @Nullable Collector current;

  CollectorRig() throws Exception {
    this(KafkaBed.shared());
  }

  CollectorRig(KafkaBed bed) throws Exception {
    this.bed = bed;
    bed.createTopics(topics);
    store.create(ResourceTypes.NAMESPACE, KubeObjects.named("", "kube-system"));
    api = FakeKubeApi.start(
        store, FakeKubeApi.Options.onPort(0).withBookmarkInterval(Duration.ofMillis(200)));
  }

  CollectorRig withCluster(String replaced) {
    cluster = replaced;
    return this;
  }

  CollectorRig withPacing(Pacing replaced) {
    pacing = replaced;
    return this;
  }

  CollectorRig withKinds(KindSpec... replaced) {
    kinds = List.of(replaced);
    return this;
  }

  CollectorRig withTickInterval(Duration replaced) {
    tickInterval = replaced;
    return this;
  }

  CollectorConfig config() {
    return CollectorConfig.of(cluster, topics, KafkaBed.PARTITIONS, bed.settings())
        .withKinds(kinds)
        .withPacing(pacing)
        .withTickInterval(tickInterval);
  }

  /**
   * How to start a child that has to find broker, registry, topics and API server of this rig: these are its first four
   * arguments.
   *
   * @param directory for its kubeconfig
   */
  List<String> childCommand(Class<?> main, List<String> options, Path directory)
      throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    api.writeKubeconfig(kubeconfig);
    Map<String, String> settings = bed.settings();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of(
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName(),
        settings.getOrDefault("bootstrap.servers", ""),
        settings.getOrDefault("schema.registry.url", ""),
        topics.prefix(),
        kubeconfig.toString()));
    return command;
  }

  String cluster() {
    return cluster;
  }

  /** The newest collector. */
  Collector collector() {
    return Objects.requireNonNull(current);
  }

  private static ResourceType type(KindId kind) {
    return Objects.requireNonNull(TYPES.get(kind));
  }

  /** Another collector of this cluster; the rig's own one from here on. */
  Collector start() {
    return start(null);
  }

  /** The same, as the replica of this name. */
  Collector start(@Nullable String instance) {
    return start(KubeAccess.of(Config.fromKubeconfig(api.kubeconfig())), instance);
  }

  /** The same, by another way in; closes that at the end. */
  Collector start(KubeAccess access, @Nullable String instance) {
    Collector started = Collector.start(config().withInstance(instance), access, clock);
    open.add(access::close);
    open.add(started::close);
    current = started;
    return started;
  }

  CollectorRig startSettled() {
    start();
    awaitStatus(CollectorStatus::isSettled);
    return this;
  }

  void stop() {
    collector().close();
  }

  CollectorStatus awaitStatus(Predicate<CollectorStatus> condition) {
    await()
        .alias("collector status")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> condition.test(collector().status()));
    return collector().status();
  }

  KindStatus awaitKind(KindId kind, CoverageState state) {
    return kind(
        awaitStatus(status -> status.kinds().stream()
            .anyMatch(each -> each.kind().equals(kind) && each.state() == state)),
        kind);
  }

  static KindStatus kind(CollectorStatus status, KindId kind) {
    return status.kinds().stream()
        .filter(each -> each.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until every change of the store is committed, and all kinds are seen. */
  void awaitCaughtUp() {
    awaitStatus(this::isCaughtUp);
  }

  boolean isCaughtUp(CollectorStatus status) {
    return status.isReady()
        && status.kinds().stream()
            .allMatch(kind -> kind.state() == CoverageState.SYNCED
                && kind.resourceVersion() != null
                && Long.parseLong(kind.resourceVersion()) >= store.lastChange(type(kind.kind())));
  }

  List<ConsumerRecord<String, ClusterEvent>> log() {
    return bed.read(topics.events(), cluster, ClusterEvent.class);
  }

  List<DeadLetter> deadLetters() {
    return bed.read(topics.deadLetters(), cluster, DeadLetter.class).stream()
        .map(ConsumerRecord::value)
        .toList();
  }

  /** The log without ticks, snapshots and other control records: operation, origin, name. */
  List<String> changes(KindId kind) {
    return log().stream()
        .map(ConsumerRecord::value)
        .filter(event -> event.getName() != null
            && event.getOperation() != Operation.SNAPSHOT
            && kind.kind().equals(String.valueOf(event.getKind())))
        .map(event -> event.getOperation() + " " + event.getOrigin() + " " + event.getName())
        .toList();
  }

  List<ClusterEvent> ofOperation(Operation operation) {
    return log().stream()
        .map(ConsumerRecord::value)
        .filter(event -> event.getOperation() == operation)
        .toList();
  }

  static List<KindCoverage> coverage(ClusterEvent tick, KindId kind) {
    return tick.getCoverage().stream()
        .filter(each -> kind.equals(
            new KindId(String.valueOf(each.getGroup()), String.valueOf(each.getKind()))))
        .toList();
  }

  /** What holds for every log: sequence, time, no version twice; and the table is what is. */
  void assertSound() {
    long sequence = 0;
    long time = 0;
    long epoch = 0;
    Set<String> published = new HashSet<>();
    for (ConsumerRecord<String, ClusterEvent> record : log()) {
      ClusterEvent event = record.value();
      assertThat(event.getSequence()).isEqualTo(++sequence);
      assertThat(record.timestamp()).isEqualTo(event.getObservedAt().toEpochMilli());
      assertThat(record.timestamp()).isGreaterThanOrEqualTo(time);
      assertThat(event.getEpoch()).isGreaterThanOrEqualTo(epoch);
      time = record.timestamp();
      epoch = event.getEpoch();
      boolean change = event.getName() != null && event.getOperation() != Operation.SNAPSHOT;
      if (change) {
        // A deletion that nobody saw carries the last version that was published.
        boolean synthetic = event.getObject() == null;
        assertThat(published.add((synthetic ? "synthetic " : "") + record.key() + " "
                + event.getUid() + " " + event.getResourceVersion()))
            .as("published once: " + record.key() + " " + event.getResourceVersion())
            .isTrue();
      }
    }
    assertThat(table()).isEqualTo(live());
  }

  /** Key → uid and resourceVersion, of the table topic. */
  Map<String, String> table() {
    return table(bed, topics, cluster);
  }

  static Map<String, String> table(KafkaBed bed, TopicNames topics, String cluster) {
    Map<String, String> table = new TreeMap<>();
    for (ConsumerRecord<String, ClusterEvent> row :
        bed.read(topics.snapshots(), cluster, ClusterEvent.class)) {
      if (row.value() == null) {
        table.remove(row.key());
      } else {
        table.put(row.key(), row.value().getUid() + " " + row.value().getResourceVersion());
      }
    }
    return table;
  }

  /** Key → uid and resourceVersion, of the store. */
  Map<String, String> live() {
    Map<String, String> live = new TreeMap<>();
    kinds.stream().map(KindSpec::id).forEach(kind -> {
      for (ObjectNode object : store.list(type(kind))) {
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        live.put(
            new ObjectKey(
                    cluster,
                    kind.group(),
                    kind.kind(),
                    metadata.path("namespace").asString(""),
                    metadata.path("name").asString())
                .text(),
            metadata.path("uid").asString() + " "
                + metadata.path("resourceVersion").asString());
      }
    });
    return live;
  }

  ObjectNode createPod(String name) {
    ObjectNode pod = KubeObjects.named("shop", name);
    pod.putObject("spec").put("nodeName", "node-1");
    return store.create(ResourceTypes.POD, pod);
  }

  void updatePod(String name, String phase) {
    ObjectNode pod = store.get(ResourceTypes.POD, "shop", name).orElseThrow();
    pod.putObject("status").put("phase", phase);
    store.update(ResourceTypes.POD, pod);
  }

  void deletePod(String name) {
    assertThat(store.delete(ResourceTypes.POD, "shop", name)).isTrue();
  }

  @Override
  public void close() {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).run();
    }
    api.close();
    store.close();
  }
}
