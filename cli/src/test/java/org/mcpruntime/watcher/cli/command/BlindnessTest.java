package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.ConfigLoader;
import org.mcpruntime.watcher.cli.config.ConfigSources;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.connect.ServiceConfigs;
import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.correlator.Correlator;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.kube.FakeKubeApi;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.Faults;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code incidents} says when it cannot know: a kind that is refused, a correlator that is stopped, a collector that is
 * stopped, a record that nobody can read. Against a real broker, a real registry and a fake API server.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BlindnessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir
  static Path directory;

  private static final Map<String, String> environment = new HashMap<>();
  private static LocalKafka kafka;
  private static LocalRegistry registry;
  private static KubeStore store;
  private static FakeKubeApi api;
  private static KubeAccess access;
  private static Config config;
  private static Connection connection;
  private static Collector collector;
  private static Correlator correlator;

  private TestShell shell = new TestShell(Path.of("."));

  @BeforeAll
  static void startEverything() throws Exception {
    kafka = LocalKafka.startOnFreePorts(directory.resolve("kafka"));
    registry = LocalRegistry.start(directory.resolve("registry"), 0);
    store = KubeStore.inMemory(Clock.systemUTC());
    store.create(ResourceTypes.NAMESPACE, KubeObjects.named("", "kube-system"));
    store.create(ResourceTypes.POD, FailingPods.pulling("cart"));
    api = FakeKubeApi.start(
        store, FakeKubeApi.Options.onPort(0).withBookmarkInterval(Duration.ofMillis(300)));
    environment.put("CLUSTER_WATCHER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("CLUSTER_WATCHER_REGISTRY_URL", registry.uri().toString());
    environment.put("CLUSTER_WATCHER_TOPICS_REPLICATION", "1");
    environment.put("CLUSTER_WATCHER_TOPICS_PARTITIONS", "2");
    environment.put("CLUSTER_WATCHER_COLLECTOR_TICK_INTERVAL", "1s");
    environment.put("CLUSTER_WATCHER_INCIDENTS_STALE_AFTER", "5s");
    environment.put("CLUSTER_WATCHER_CHECKS_POD_IMAGE_PULL_HOLD", "0s");
    config = ConfigLoader.load(new ConfigSources(null, environment, Map.of())).config();
    connection = Connection.of(config);
    TestShell create = new TestShell(directory);
    environment.forEach(create::with);
    assertThat(create.run("topics", "create")).as(create.err()).isZero();
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(kubeconfig, api.kubeconfig());
    access = KubeTarget.fromFile(kubeconfig, null).open();
    collector = startCollector();
    correlator = startCorrelator();
  }

  @AfterAll
  static void stopEverything() {
    correlator.close();
    collector.close();
    access.close();
    api.close();
    store.close();
    registry.close();
    kafka.close();
  }

  private static Collector startCollector() {
    return Collector.start(
        ServiceConfigs.collector(config, "prod", connection), access, Clock.systemUTC());
  }

  private static Correlator startCorrelator() {
    return Correlator.start(
        ServiceConfigs.correlator(config, connection, directory.resolve("state"), 1));
  }

  @BeforeEach
  void useTheSameEnvironment() {
    shell = new TestShell(directory);
    environment.forEach(shell::with);
  }

  @Test
  @Order(1)
  void isFineWhileAllIsSeen() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(shell.run("incidents"))
        .as(shell.out() + shell.err())
        .isZero());
    await().atMost(PATIENCE).untilAsserted(() -> {
      assertThat(shell.run("incidents")).isZero();
      assertThat(shell.out()).contains("Pod/cart", "pod-image-pull", "1 open · cluster prod · ");
    });
    assertThat(shell.out()).doesNotContain("STALE", "not seen:");
  }

  @Test
  @Order(2)
  void namesAKindThatIsRefused() {
    // When pods may no longer be read
    Faults.Entry refused =
        api.faults().add(Target.of(ResourceTypes.POD), Fault.forbidden(), Faults.ALWAYS);
    api.faults().add(Target.watches(ResourceTypes.POD), Fault.cutBetweenLines(), 1);
    store.create(ResourceTypes.POD, KubeObjects.named("shop", "moves-the-watch"));

    // Then the incident stays as it was told, and what is not seen is said
    awaitExit(3);
    assertThat(shell.out())
        .contains("Pod/cart", "1 open · ")
        .containsPattern("not seen: core/Pod \\(Forbidden since \\d\\d:\\d\\d:\\d\\d\\)\\n")
        .doesNotContain("STALE");
    JsonNode cluster = cluster();
    assertThat(cluster.path("freshness").asString()).isEqualTo("FRESH");
    assertThat(cluster.path("seesAll").asBoolean()).isFalse();
    assertThat(cluster.path("status").path("blind").get(0).path("reason").asString())
        .isEqualTo("Forbidden");

    // When they may be read again, Then it ends by itself
    refused.remove();
    awaitExit(0);
    assertThat(shell.out()).contains("1 open · ").doesNotContain("not seen:");
  }

  @Test
  @Order(3)
  void saysThatTheCorrelatorIsBehind() {
    // When
    correlator.close();
    // Then
    awaitExit(3);
    assertThat(shell.out())
        .containsPattern("1 open · cluster prod · evaluated through .* · STALE\\n")
        .containsPattern("stale: the log goes on to .*, but is evaluated only through ")
        .contains("the correlator is");
    JsonNode cluster = cluster();
    assertThat(cluster.path("freshness").asString()).isEqualTo("CORRELATOR_BEHIND");
    assertThat(cluster.path("stale").asBoolean()).isTrue();
    assertThat(cluster.path("newestRecordAt").asString())
        .isGreaterThan(cluster.path("status").path("evaluatedThrough").asString());

    // When it is there again, Then it ends by itself
    correlator = startCorrelator();
    awaitExit(0);
  }

  @Test
  @Order(4)
  void saysThatTheCollectorIsSilent() {
    // When
    collector.close();
    // Then
    awaitExit(3);
    assertThat(shell.out())
        .contains("1 open · cluster prod · ", " · STALE\n")
        .containsPattern("stale: nothing was written after .*: the collector of this cluster is");
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(cluster().path("freshness").asString()).isEqualTo("COLLECTOR_SILENT");
    String id = JSON.readTree(shell.out()).path("incidents").get(0).path("id").asString();

    // And one incident says it too
    assertThat(shell.run("incidents", "get", id)).isZero();
    assertThat(shell.out()).contains("stale: nothing was written after ");

    // When it is there again, Then it ends by itself
    collector = startCollector();
    awaitExit(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "incidents",
        "incidents get 7c",
        "incidents explain 7c",
        "incidents export 7c",
        "replay --from -1h",
        "doctor --at -1m"
      })
  @Order(5)
  void namesTheNearestOfTheClustersThatThereAre(String command) {
    assertThat(shell.run((command + " --cluster prot").split(" "))).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo("cluster prot is not in the topics, did you mean prod? (known: prod)\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "incidents",
        "incidents get 7c",
        "incidents explain 7c",
        "incidents export 7c",
        "replay --from -1h --verify",
        "doctor --at -1m",
        "doctor --between -2m -1m"
      })
  @Order(6)
  void namesABrokerOrARegistryThatIsAway(String command) {
    assertThat(shell.run((command + " --set registry.url=http://127.0.0.1:1").split(" ")))
        .isEqualTo(2);
    assertThat(shell.err().lines())
        .singleElement()
        .asString()
        .startsWith("registry.url: must name a registry that can be reached; http://127.0.0.1:1 ");

    assertThat(shell.run((command + " --set kafka.bootstrap.servers=127.0.0.1:1").split(" ")))
        .isEqualTo(2);
    assertThat(shell.err().lines())
        .singleElement()
        .asString()
        .startsWith("kafka.bootstrap.servers: must name a broker that can be reached; 127.0.0.1:1");
  }

  @Test
  @Order(7)
  @Timeout(60)
  void aWatchEndsWhenNobodyReadsIt() {
    assertThat(shell.runUnread("incidents", "-w")).isZero();
    assertThat(shell.runUnread("incidents", "-w", "-o", "json")).isZero();
  }

  @Test
  @Order(8)
  void saysWhatNobodyCanReadAndGoesOn() throws Exception {
    // Given
    awaitExit(0);
    String id = JSON.readTree(run(0, "incidents", "-o", "json"))
        .path("incidents")
        .get(0)
        .path("id")
        .asString();
    assertThat(run(0, "replay", "--from", "-10m", "--verify")).contains("compared · identical");

    // When something stands among the incidents
    String told = writeBytes(connection.topics().incidents(), "x");
    // Then each command says so once, and tells what it would have told
    assertThat(run(3, "incidents")).contains("Pod/cart", "1 open · cluster prod · ");
    assertLeftOut(told);
    assertThat(JSON.readTree(run(3, "incidents", "-o", "json"))
            .path("unreadable")
            .get(0)
            .asString())
        .isEqualTo(told);
    run(0, "incidents", "get", id);
    assertLeftOut(told);
    assertThat(run(0, "incidents", "explain", id)).contains("pod-image-pull");
    assertLeftOut(told);
    Files.createDirectory(directory.resolve("there"));
    run(2, "incidents", "export", id, "-f", "there");
    assertThat(shell.err()).endsWith("there: is a directory; give the name of a file\n");
    assertThat(run(3, "incidents", "export", id))
        .contains("left out: 1 record that cannot be read");
    assertLeftOut(told);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(
            run(3, "replay", "--from", "-10m", "--verify"))
        .contains("compared · identical\n", ", " + told + " cannot be read\n"));
    assertLeftOut(told);

    // When it is superseded, Then all is known
    write(connection.topics().incidents(), "x", null);
    assertThat(run(0, "incidents")).contains("1 open · ");

    // When something stands among the statuses
    List<String> statuses = new ArrayList<>();
    for (String key : List.of("prod", "prod/policy/x", "x/y/z", "No cluster")) {
      statuses.add(writeBytes(connection.topics().watcherStatus(), key));
    }
    // Then
    assertThat(run(0, "incidents")).contains("1 open · cluster prod · ");
    assertThat(shell.err().lines()).hasSize(statuses.size() + 1);
    assertThat(shell.err()).contains(statuses).doesNotContain("internal error");
    assertThat(run(1, "doctor", "--at", "-1s")).contains("pod-image-pull");
    run(0, "clusters", "list");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(
            run(3, "replay", "--from", "-10m", "--verify"))
        .contains("its rules cannot be read\n"));
    assertThat(shell.err()).contains(statuses);
  }

  private void assertLeftOut(String where) {
    assertThat(shell.err())
        .containsOnlyOnce("left out: ")
        .endsWith("left out: " + where + " cannot be read: value on topic mcp.incidents is not in"
            + " Confluent wire format: 8 bytes, the first is not 0 or fewer than five\n");
  }

  private String run(int code, String... words) {
    assertThat(shell.run(words)).as("%s%s", shell.out(), shell.err()).isEqualTo(code);
    return shell.out();
  }

  /** Where it stands. */
  private static String writeBytes(String topic, String key) throws Exception {
    return write(topic, key, "not Avro".getBytes(StandardCharsets.UTF_8));
  }

  private static String write(String topic, String key, byte @Nullable [] value) throws Exception {
    try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new StringSerializer(),
        new ByteArraySerializer())) {
      RecordMetadata at = producer
          .send(new ProducerRecord<>(topic, ClusterPartitioner.partition("prod", 2), key, value))
          .get();
      return topic + "-" + at.partition() + "@" + at.offset();
    }
  }

  private void awaitExit(int code) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(shell.run("incidents"))
        .as(shell.out() + shell.err())
        .isEqualTo(code));
  }

  private JsonNode cluster() {
    shell.run("incidents", "-o", "json");
    return JSON.readTree(shell.out()).path("clusters").get(0);
  }
}
