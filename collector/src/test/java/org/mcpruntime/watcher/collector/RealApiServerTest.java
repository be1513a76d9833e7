package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mcpruntime.watcher.collector.CollectorRig.CLUSTER;
import static org.mcpruntime.watcher.collector.CollectorRig.PATIENCE;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.real.Programs;
import org.mcpruntime.watcher.testbed.real.RealControlPlane;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real API server with real controllers, read under the role that we ship. One cluster and one collector for all tests,
 * in this order, since starting them takes long.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealApiServerTest {
  private static final KindId CONFIG_MAP = new KindId("", "ConfigMap");
  private static final KindId SERVER = new KindId("mcpruntime.org", "MCPServer");
  private static final String DEPLOYMENT = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart, namespace: default}
      spec:
        replicas: 1
        selector: {matchLabels: {app: cart}}
        template:
          metadata: {labels: {app: cart}}
          spec: {containers: [{name: cart, image: "registry.local/cart:1"}]}
      """;
  private static final String SERIES = """
      apiVersion: events.k8s.io/v1
      kind: Event
      metadata: {name: cart.series, namespace: default}
      eventTime: "2026-01-01T00:00:00.000000Z"
      reportingController: test.local/controller
      reportingInstance: test-1
      action: Testing
      reason: Repeats
      type: Normal
      regarding: {kind: Pod, name: cart, namespace: default}
      """;
  private static final String DEFINITION = """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: mcpservers.mcpruntime.org}
      spec:
        group: mcpruntime.org
        scope: Namespaced
        names: {plural: mcpservers, singular: mcpserver, kind: MCPServer}
        versions:
          - name: v1alpha1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;
  private static final String STABLE_VERSION = """
          - name: v1
            served: true
            storage: false
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  /** As in production, but for what would make the test wait for minutes. */
  private static final Pacing PACING = new Pacing(
      Duration.ofSeconds(1),
      Duration.ofSeconds(2),
      Duration.ofSeconds(2),
      Duration.ofSeconds(2),
      Duration.ofMinutes(5),
      Duration.ofMinutes(2),
      Duration.ofSeconds(2),
      Duration.ofSeconds(1));

  /** Of this instance, since each has a cluster of its own. */
  private final TopicNames topics = TopicNames.withPrefix("real" + System.nanoTime() + ".");

  private KafkaBed bed;
  private RealControlPlane real;
  private KubeAccess access;
  private Collector collector;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
    Optional<Programs> programs = Programs.findWithControllers();
    assumeTrue(programs.isPresent(), Programs.missing());
    bed = KafkaBed.shared();
    bed.createTopics(topics);
    real = RealControlPlane.start(programs.get(), directory, 1);
    real.kubectl("", "create", "namespace", "mcp-sentinel");
    real.apply(role().replace("configmaps, ", ""));
    Config config = Config.fromKubeconfig(real.kubeconfig().toFile());
    config.setOauthToken(
        real.kubectl("", "create", "token", "cluster-watcher-collector", "-n", "mcp-sentinel")
            .strip());
    access = KubeAccess.of(config);
    collector = collector();
  }

  @AfterAll
  void stop() {
    if (collector != null) {
      collector.close();
    }
    if (access != null) {
      access.close();
    }
    if (real != null) {
      real.close();
    }
  }

  @Test
  @Order(1)
  void isBlindForAKindThatItMayNotReadAndSeesItOnceItMay() throws Exception {
    // Then: what every cluster has is seen, and what this one lacks is not missed
    awaitKinds(kind -> kind.kind().equals(CONFIG_MAP)
        ? kind.state() == CoverageState.BLIND && "Forbidden".equals(kind.reason())
        : kind.state() == CoverageState.SYNCED);
    assertThat(collector.status().kinds()).hasSize(22);
    assertThat(collector.status().objects()).isGreaterThan(60);

    // When
    real.apply(role());

    // Then
    awaitKinds(kind -> kind.state() == CoverageState.SYNCED);
  }

  @Test
  @Order(2)
  void tellsEachRepetitionOfAnEvent() throws Exception {
    // When: a controller repeats itself, and a client of the newer form does
    real.apply(DEPLOYMENT);
    awaitChange("ADDED WATCH Deployment/cart");
    for (int replicas : List.of(0, 1, 0, 1)) {
      real.kubectl("", "scale", "deployment", "cart", "--replicas=" + replicas);
      await().atMost(PATIENCE).until(() -> real.kubectl(
              "", "get", "deployment", "cart", "-o", "jsonpath={.status.replicas}")
          .equals(replicas == 0 ? "" : "1"));
    }
    real.apply(SERIES);
    for (int count = 2; count <= 3; count++) {
      real.apply(SERIES + "series: {count: " + count + ", lastObservedTime: \"2026-01-01T00:00:0"
          + count + ".000000Z\"}\n");
    }

    // Then
    await().atMost(PATIENCE).untilAsserted(() -> {
      assertThat(events(event -> event.path("message").asString("").startsWith("Scaled up"))
              .map(event -> event.path("count").asInt()))
          .containsSubsequence(1, 2);
      assertThat(events(event -> event.path("reason").asString("").equals("Repeats"))
              .map(event -> event.at("/series/count").asInt(1)))
          .containsExactly(1, 2, 3);
    });
  }

  @Test
  @Order(3)
  void followsADefinitionThatAppearsMovesAndGoes() throws Exception {
    // When
    define(DEFINITION);
    real.apply(server("v1alpha1", "crm", "small"));
    awaitKind("v1alpha1");
    awaitChange("MCPServer/crm");

    // When: another version is preferred from now on, and an object is larger than a record may be
    define(DEFINITION + STABLE_VERSION);
    awaitKind("v1");
    real.apply(server("v1", "erp", "x".repeat(1_200_000)));
    awaitChange("MCPServer/erp");

    // Then: nothing is told twice, and the large one is cut but whole
    assertThat(objects()
            .filter(event -> "crm".equals(String.valueOf(event.getName()))
                && event.getOperation() != Operation.SNAPSHOT))
        .hasSizeLessThanOrEqualTo(1);
    ClusterEvent erp = objects()
        .filter(event -> "erp".equals(String.valueOf(event.getName())))
        .findFirst()
        .orElseThrow();
    assertThat(erp.getTruncated()).isTrue();
    assertThat(erp.getOriginalSize()).isGreaterThan(1_200_000);
    JsonNode reduced = JsonMapper.shared().readTree(String.valueOf(erp.getObject()));
    assertThat(reduced.at("/metadata/name").asString()).isEqualTo("erp");
    assertThat(reduced.at("/status/conditions/0/type").asString()).isEqualTo("Ready");

    // When
    real.kubectl("", "delete", "crd", "mcpservers.mcpruntime.org");

    // Then
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(changes())
        .filteredOn(text -> text.startsWith("DELETED") && text.contains("MCPServer/"))
        .hasSize(2));
    await().atMost(PATIENCE).until(() -> collector.status().kinds().stream()
        .noneMatch(kind -> kind.kind().equals(SERVER)));

    // When: it comes back
    define(DEFINITION);
    real.apply(server("v1alpha1", "new", "small"));
    awaitKind("v1alpha1");
    awaitChange("MCPServer/new");
  }

  @Test
  @Order(4)
  void tellsWhatTheGarbageCollectorDeletes() throws Exception {
    // Given
    await().atMost(PATIENCE).until(() -> changes().stream()
        .anyMatch(text -> text.startsWith("ADDED WATCH Pod/cart-")));

    // When
    real.kubectl("", "delete", "deployment", "cart");

    // Then
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(live())
        .noneMatch(name -> name.matches("(Deployment|ReplicaSet|Pod)/cart.*")));
    assertThat(changes())
        .contains("DELETED WATCH Deployment/cart")
        .anyMatch(text -> text.startsWith("DELETED WATCH ReplicaSet/cart-"))
        .anyMatch(text -> text.startsWith("DELETED WATCH Pod/cart-"));
  }

  @Test
  @Order(5)
  void tellsAllChangesThatAPositionTooOldHides() throws Exception {
    // Given
    for (String name : List.of("update-1", "update-2", "delete-1", "delete-2", "replace")) {
      settings(name, "info");
      awaitChange("ADDED WATCH ConfigMap/" + name);
    }

    // When: the API server restarts, forgets older positions, and does not let us read for a while
    real.kubectl("", "delete", "clusterrolebinding", "cluster-watcher-collector");
    real.restartApiServer();
    awaitKinds(kind -> kind.state() == CoverageState.BLIND);
    settings("create-1", "info");
    settings("create-2", "info");
    settings("create-3", "info");
    settings("update-1", "debug");
    settings("update-2", "debug");
    real.kubectl("", "delete", "configmap", "delete-1", "delete-2", "replace");
    settings("replace", "info");
    int before = changes().size();
    real.apply(role());
    awaitKinds(kind -> kind.state() == CoverageState.SYNCED);

    // Then
    assertThat(changes().stream().skip(before).filter(text -> text.contains(" ConfigMap/")))
        .containsExactlyInAnyOrder(
            "ADDED RELIST_DIFF ConfigMap/create-1",
            "ADDED RELIST_DIFF ConfigMap/create-2",
            "ADDED RELIST_DIFF ConfigMap/create-3",
            "MODIFIED RELIST_DIFF ConfigMap/update-1",
            "MODIFIED RELIST_DIFF ConfigMap/update-2",
            "DELETED ABSENT ConfigMap/delete-1",
            "DELETED ABSENT ConfigMap/delete-2",
            "DELETED REPLACED ConfigMap/replace",
            "ADDED RELIST_DIFF ConfigMap/replace");
    assertThat(log().stream().map(ConsumerRecord::value))
        .filteredOn(event -> event.getOperation() == Operation.GAP
            && "ConfigMap".equals(String.valueOf(event.getKind())))
        .hasSize(1)
        .allMatch(event -> "Expired".equals(String.valueOf(event.getGap().getReason())));
  }

  @Test
  @Order(6)
  void repeatsNothingAfterARestartAndCollectsNoLeases() throws Exception {
    // Given
    List<String> before = settingsChanges();

    // When
    collector.close();
    collector = collector();
    awaitKinds(kind -> kind.state() == CoverageState.SYNCED);
    settings("last", "info");
    awaitChange("ADDED WATCH ConfigMap/last");

    // Then
    assertThat(settingsChanges())
        .startsWith(before.toArray(String[]::new))
        .hasSize(before.size() + 1);
    long sequence = 0;
    for (ConsumerRecord<String, ClusterEvent> record : log()) {
      assertThat(record.value().getSequence()).isEqualTo(++sequence);
    }
    assertThat(real.kubectl("", "get", "leases", "-A", "-o", "name")).isNotBlank();
    assertThat(objects()).noneMatch(event -> "Lease".equals(String.valueOf(event.getKind())));
  }

  private Collector collector() {
    return Collector.start(
        CollectorConfig.of(CLUSTER, topics, KafkaBed.PARTITIONS, bed.settings())
            .withTickInterval(Duration.ofSeconds(1))
            .withPacing(PACING),
        access,
        Clock.systemUTC());
  }

  private static String role() throws Exception {
    return Files.readString(Path.of("../deploy/kubernetes/collector-rbac.yaml"));
  }

  private void define(String definition) throws Exception {
    real.apply(definition);
    real.kubectl(
        "",
        "wait",
        "--for=condition=Established",
        "crd/mcpservers.mcpruntime.org",
        "--timeout=60s");
  }

  private static String server(String version, String name, String notes) {
    return """
        apiVersion: mcpruntime.org/%s
        kind: MCPServer
        metadata: {name: %s, namespace: default}
        spec: {notes: "%s"}
        status: {conditions: [{type: Ready, status: "True"}]}
        """.formatted(version, name, notes);
  }

  private void settings(String name, String level) throws Exception {
    real.apply("""
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s, namespace: default}
        data: {level: %s}
        """.formatted(name, level));
  }

  private void awaitKinds(Predicate<KindStatus> condition) {
    await().atMost(PATIENCE).untilAsserted(() -> {
      assertThat(collector.status().isReady()).isTrue();
      assertThat(collector.status().kinds()).isNotEmpty().allMatch(condition);
    });
  }

  private void awaitKind(String version) {
    await().atMost(PATIENCE).until(() -> collector.status().kinds().stream()
        .anyMatch(kind -> kind.kind().equals(SERVER)
            && kind.version().equals(version)
            && kind.state() == CoverageState.SYNCED));
  }

  /** Waits for a change that ends like this, or is restated by the first list of its kind. */
  private void awaitChange(String ending) {
    await().atMost(PATIENCE).until(() -> objects()
        .map(RealApiServerTest::brief)
        .anyMatch(text -> text.endsWith(ending)));
  }

  private List<ConsumerRecord<String, ClusterEvent>> log() {
    return bed.read(topics.events(), CLUSTER, ClusterEvent.class);
  }

  private Stream<ClusterEvent> objects() {
    return log().stream().map(ConsumerRecord::value).filter(event -> event.getName() != null);
  }

  private List<String> changes() {
    return objects()
        .filter(event -> event.getOperation() != Operation.SNAPSHOT)
        .map(RealApiServerTest::brief)
        .toList();
  }

  private List<String> settingsChanges() {
    return changes().stream().filter(text -> text.contains(" ConfigMap/")).toList();
  }

  /** Kind and name of what the table holds. */
  private List<String> live() {
    return CollectorRig.table(bed, topics, CLUSTER).keySet().stream()
        .map(key -> key.replaceFirst("[^/]*/[^/]*/([^/]*)/[^/]*/(.*)", "$1/$2"))
        .toList();
  }

  /** What the log tells of the Events that fit, version by version. */
  private Stream<JsonNode> events(Predicate<JsonNode> condition) {
    return objects()
        .filter(
            event -> "Event".equals(String.valueOf(event.getKind())) && event.getObject() != null)
        .map(event -> JsonMapper.shared().readTree(String.valueOf(event.getObject())))
        .filter(condition);
  }

  private static String brief(ClusterEvent event) {
    return event.getOperation() + " " + event.getOrigin() + " " + event.getKind() + "/"
        + event.getName();
  }
}
