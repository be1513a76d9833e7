package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.TopicReader;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.kube.FakeKubeApi;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.net.Ports;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The collector as a process, against a real broker and fake API servers. */
final class CollectCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path servers;

  private static LocalKafka kafka;
  private static LocalRegistry registry;
  private static int prefixes;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path home;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Connection connection;
  private int port;
  private int correlatorPort;

  @BeforeAll
  static void startServers() throws Exception {
    kafka = LocalKafka.startOnFreePorts(servers.resolve("kafka"));
    registry = LocalRegistry.start(servers.resolve("registry"), 0);
  }

  @AfterAll
  static void stopServers() {
    registry.close();
    kafka.close();
  }

  @BeforeEach
  void createTopics() throws Exception {
    String prefix = "c" + ++prefixes + ".";
    port = Ports.free();
    correlatorPort = Ports.free();
    environment.put("CLUSTER_WATCHER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("CLUSTER_WATCHER_REGISTRY_URL", registry.uri().toString());
    environment.put("CLUSTER_WATCHER_TOPICS_REPLICATION", "1");
    environment.put("CLUSTER_WATCHER_TOPICS_PARTITIONS", "2");
    environment.put("CLUSTER_WATCHER_TOPICS_PREFIX", prefix);
    environment.put("CLUSTER_WATCHER_COLLECTOR_TICK_INTERVAL", "1s");
    environment.put("CLUSTER_WATCHER_COLLECTOR_HTTP_ADDRESS", "127.0.0.1:" + port);
    environment.put("CLUSTER_WATCHER_CORRELATOR_HTTP_ADDRESS", "127.0.0.1:" + correlatorPort);
    connection = Connection.local(
        kafka.bootstrapServers(), registry.uri().toString(), TopicNames.withPrefix(prefix));
    TestShell shell = new TestShell(home);
    environment.forEach(shell::with);
    assertThat(shell.run("topics", "create")).as(shell.err()).isZero();
  }

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @Test
  void commitsWhatItHasReadAndStoresPositionsWhenItIsToldToEnd() throws Exception {
    // Given: changes that go on until after the end
    Cluster cluster = cluster("prod");
    Path kubeconfig = kubeconfig(List.of(cluster));
    environment.put("CLUSTER_WATCHER_LOG_FORMAT", "json");
    ServiceProcess first = collect("--kubeconfig", kubeconfig.toString());
    awaitReady(first);
    Thread churn = new Thread(() -> {
      for (int i = 0; i < 400; i++) {
        cluster.createPod("p" + i);
      }
    });
    churn.start();
    await().atMost(PATIENCE).until(() -> pods("prod").size() > 20);

    // When
    int code = first.terminate();
    churn.join();

    // Then: the position is that of the newest record, and the next start goes on from it
    assertThat(code).isEqualTo(143);
    // A commit is answered before its records are marked as committed, so they may be readable a
    // little later.
    await().atMost(PATIENCE).untilAsserted(() -> {
      List<ClusterEvent> before = podEvents("prod");
      assertThat(position("prod", "core/Pod"))
          .isEqualTo(String.valueOf(before.get(before.size() - 1).getResourceVersion()));
    });
    assertThat(first.err().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(JSON.readTree(line).has("level")).isTrue());
    ServiceProcess second = collect("--kubeconfig", kubeconfig.toString());
    awaitReady(second);
    await().atMost(PATIENCE).until(() -> pods("prod").size() == 400);
    assertThat(pods("prod")).doesNotHaveDuplicates();
    assertThat(second.terminate()).isEqualTo(143);
  }

  @Test
  void watchesSeveralClustersThatDoNotDisturbEachOther() throws Exception {
    // Given: one that works, one that nobody reaches, one under the name of another
    Cluster good = cluster("good");
    Cluster away = cluster("away");
    Cluster wrong = cluster("wrong");
    environment.put("CLUSTER_WATCHER_KUBE_CONTEXTS", "wrong");
    Path kubeconfig = kubeconfig(List.of(good, away, wrong));
    ServiceProcess alone = collect("--kubeconfig", kubeconfig.toString());
    awaitReady(alone);
    assertThat(alone.terminate()).isEqualTo(143);
    wrong.replaceUid();
    away.api().close();

    // When
    environment.put("CLUSTER_WATCHER_KUBE_CONTEXTS", "good,far=away,wrong");
    ServiceProcess all = collect("--kubeconfig", kubeconfig.toString());
    await().atMost(PATIENCE).ignoreExceptions().until(() -> {
      all.requireAlive();
      String ready = get("/readyz").body();
      return ready.contains("good: RUNNING\n")
          && ready.contains("far: STARTING, not ready: the cluster's uid cannot be read")
          && ready.contains("wrong: FAILED, not ready: the name wrong belongs to");
    });
    good.createPod("cart");

    // Then
    await().atMost(PATIENCE).until(() -> pods("good").contains("cart"));
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/metrics").body())
        .contains("cluster_watcher_collector_ready{cluster=\"good\"} 1.0")
        .contains("cluster_watcher_collector_ready{cluster=\"far\"} 0.0")
        .contains("cluster_watcher_collector_ready{cluster=\"wrong\"} 0.0")
        .contains(
            "cluster_watcher_collector_objects" + "{cluster=\"good\",group=\"\",kind=\"Pod\"} 1.0");
    all.requireAlive();
    assertThat(all.terminate()).isEqualTo(143);
  }

  @Test
  void saysWhereItCannotListen() throws Exception {
    Path kubeconfig = kubeconfig(List.of(cluster("prod")));
    environment.put("CLUSTER_WATCHER_KUBE_KUBECONFIG", kubeconfig.toString());
    TestShell shell = new TestShell(home);
    environment.forEach(shell::with);
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(shell.run("collect")).isEqualTo(2);
      assertThat(shell.err())
          .contains("collector.http.address: must be an address to listen on, was \"127.0.0.1:"
              + taken.getLocalPort() + "\"");
    }
  }

  @Test
  void forgetsAClusterThatNobodyWatchesAndClosesItsIncidents() throws Exception {
    // Given: a cluster with an incident
    environment.put("CLUSTER_WATCHER_CHECKS_POD_IMAGE_PULL_HOLD", "0s");
    environment.put(
        "CLUSTER_WATCHER_CORRELATOR_STATE_DIR", home.resolve("state").toString());
    Cluster old = cluster("old");
    Path kubeconfig = kubeconfig(List.of(old));
    ServiceProcess collector = collect("--kubeconfig", kubeconfig.toString());
    awaitReady(collector);
    ServiceProcess correlator = start(List.of("correlate"));
    old.createPullingPod("cart");
    await().atMost(PATIENCE).until(() -> {
      correlator.requireAlive();
      return incidents("old").contains("OPENED");
    });
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(
            get(correlatorPort, "/metrics").body())
        .contains("cluster_watcher_incidents_open"
            + "{check=\"pod-image-pull\",cluster=\"old\",severity=\"critical\"} 1.0"));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(
            get(correlatorPort, "/readyz").body())
        .contains("ok\ncorrelator: RUNNING\nold: evaluated through "));
    TestShell shell = new TestShell(home).withInput("something else\n");
    environment.forEach(shell::with);
    assertThat(shell.run("clusters", "list")).isZero();
    assertThat(shell.out()).containsPattern("old +[0-9a-f-]+ +1 +\\d+ +2 +.* ago +live");

    // Then: not while it is watched, and not unasked
    assertThat(shell.run("clusters", "forget", "old", "--yes")).isEqualTo(2);
    assertThat(shell.err()).contains("a collector watches old");
    assertThat(collector.terminate()).isEqualTo(143);
    assertThat(shell.run("clusters", "forget", "old")).isEqualTo(1);
    assertThat(shell.out()).contains("nothing was changed");

    // When
    int code = shell.run("clusters", "forget", "old", "--yes");

    // Then: nothing is left of it, and its incident is closed
    assertThat(code).as(shell.err()).isZero();
    assertThat(shell.out()).contains("forgot old: 2 objects removed, FORGET is record ");
    await().atMost(PATIENCE).until(() -> incidents("old").contains("RESOLVED FORGOTTEN"));
    assertThat(shell.run("clusters", "list")).isZero();
    assertThat(shell.out()).isEqualTo("no cluster yet\n");
    assertThat(shell.run("clusters", "forget", "old", "--yes")).isEqualTo(2);
    assertThat(shell.err()).contains("nothing is known of a cluster old");
    saysThatItIsForgotten(shell);
    tellsWhatWasWhileTheLogIsKept(shell);

    // When: another cluster gets the name
    old.replaceUid();
    ServiceProcess again = collect("--kubeconfig", kubeconfig.toString());
    awaitReady(again);
    assertThat(again.terminate()).isEqualTo(143);

    // Then: it begins at 1, and nothing of the old one is told as deleted
    assertThat(shell.run(
            "topics", "verify", "--sequence", "--topic", connection.topics().events()))
        .as(shell.out() + shell.err())
        .isZero();
    assertThat(podEvents("old"))
        .extracting(event -> event.getOperation().name())
        .doesNotContain("DELETED");
  }

  /** Of the one cluster, which is forgotten. */
  private static void saysThatItIsForgotten(TestShell shell) {
    await().atMost(PATIENCE).untilAsserted(() -> {
      assertThat(shell.run("incidents")).isZero();
      assertThat(shell.out()).isEqualTo("0 open · no cluster is left; forgotten: old\n");
    });
    assertThat(shell.run("incidents", "--cluster", "old")).isZero();
    assertThat(shell.out()).isEqualTo("0 open · cluster old is forgotten\n");
    assertThat(shell.run("incidents", "-o", "json")).isZero();
    assertThat(JSON.readTree(shell.out()).path("forgotten").get(0).asString()).isEqualTo("old");
  }

  private void tellsWhatWasWhileTheLogIsKept(TestShell shell) throws Exception {
    assertThat(shell.run("incidents", "--status", "all", "-o", "json")).isZero();
    JsonNode incident = JSON.readTree(shell.out()).path("incidents").get(0);
    String id = incident.path("id").asString();
    assertThat(shell.run("incidents", "explain", id)).as(shell.err()).isZero();
    assertThat(shell.out()).contains("resolved as FORGOTTEN", "replay --cluster old --from ");
    assertThat(shell.run("incidents", "export", id, "-f", "old.zip"))
        .as(shell.err())
        .isZero();
    String opened = incident.path("openedAt").asString();
    assertThat(shell.run("doctor", "--at", opened)).as(shell.err()).isEqualTo(1);
    for (String[] source : new String[][] {{"--cluster", "old"}, {"-f", "old.zip"}}) {
      assertThat(shell.run("replay", source[0], source[1], "--from", opened, "--verify"))
          .as(shell.err())
          .isZero();
      assertThat(shell.out()).contains("2 records compared · identical");
    }
    assertThat(shell.run("replay", "--cluster", "older", "--from", opened)).isEqualTo(2);
    assertThat(shell.err())
        .contains("cluster older is not in the topics, did you mean old? (known: old)");
    // When retention ends
    removeTheLog();
    // Then
    assertThat(shell.run("incidents", "explain", id)).isEqualTo(3);
    assertThat(shell.out()).contains("no longer kept");
    assertThat(shell.run("incidents", "export", id)).isEqualTo(2);
    assertThat(shell.err()).contains("no longer reaches back to where this incident opened");
    assertThat(shell.run("replay", "--from", opened)).isEqualTo(2);
    assertThat(shell.err()).isEqualTo("nothing that the log holds of cluster old is evaluated\n");
  }

  private void removeTheLog() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      RecordsToDelete all = RecordsToDelete.beforeOffset(-1);
      String topic = connection.topics().events();
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic, 0), all, new TopicPartition(topic, 1), all))
          .all()
          .get();
    }
  }

  private List<String> incidents(String cluster) {
    List<String> changes = new ArrayList<>();
    try (TopicReader<Incident> reader = TopicReader.open(
        connection, connection.topics().incidents(), Incident.class, each -> fail(each.why()))) {
      reader.readToEnd(record -> {
        Incident incident = Objects.requireNonNull(record.value());
        if (incident.getCluster().equals(cluster)) {
          String reason = incident.getCloseReason() == null ? "" : " " + incident.getCloseReason();
          changes.add(incident.getChange() + reason);
        }
      });
    }
    return changes;
  }

  private record Cluster(String name, KubeStore store, FakeKubeApi api) {

    void createPod(String pod) {
      ObjectNode object = KubeObjects.named("shop", pod);
      object.putObject("spec").put("nodeName", "n1");
      store.create(ResourceTypes.POD, object);
    }

    void createPullingPod(String pod) {
      store.create(ResourceTypes.POD, FailingPods.pulling(pod));
    }

    void replaceUid() {
      store.delete(ResourceTypes.NAMESPACE, "", "kube-system");
      store.create(ResourceTypes.NAMESPACE, KubeObjects.named("", "kube-system"));
    }
  }

  private Cluster cluster(String name) {
    KubeStore store = KubeStore.inMemory(Clock.systemUTC());
    opened.add(store);
    store.create(ResourceTypes.NAMESPACE, KubeObjects.named("", "kube-system"));
    FakeKubeApi api = FakeKubeApi.start(
        store,
        FakeKubeApi.Options.onPort(0)
            .withClusterName(name)
            .withBookmarkInterval(Duration.ofMillis(300)));
    opened.add(api);
    return new Cluster(name, store, api);
  }

  /** One file with a context for each. */
  private Path kubeconfig(List<Cluster> clusters) throws Exception {
    StringBuilder text = new StringBuilder("apiVersion: v1\nkind: Config\n");
    text.append("current-context: ").append(clusters.get(0).name()).append("\nclusters:\n");
    clusters.forEach(each -> text.append("- {name: %s, cluster: {server: '%s'}}%n"
        .formatted(each.name(), each.api().uri())));
    text.append("contexts:\n");
    clusters.forEach(each -> text.append("- {name: %s, context: {cluster: %s, user: reader}}%n"
        .formatted(each.name(), each.name())));
    text.append("users:\n- {name: reader, user: {}}\n");
    return Files.writeString(home.resolve("kubeconfig"), text);
  }

  private ServiceProcess collect(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("collect"));
    all.addAll(List.of(arguments));
    return start(all);
  }

  private ServiceProcess start(List<String> arguments) throws Exception {
    ServiceProcess process = ServiceProcess.start(home, environment, arguments);
    opened.add(process);
    return process;
  }

  private void awaitReady(ServiceProcess process) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(java.io.IOException.class)
        .until(() -> {
          process.requireAlive();
          return get("/readyz").statusCode() == 200
              && get("/metrics").body().contains("kind=\"Pod\"");
        });
  }

  private HttpResponse<String> get(String path) throws Exception {
    return get(port, path);
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private List<String> pods(String cluster) {
    return podEvents(cluster).stream()
        .map(event -> String.valueOf(event.getName()))
        .toList();
  }

  private List<ClusterEvent> podEvents(String cluster) {
    List<ClusterEvent> events = new ArrayList<>();
    try (TopicReader<ClusterEvent> reader = TopicReader.open(
        connection, connection.topics().events(), ClusterEvent.class, each -> fail(each.why()))) {
      reader.readToEnd(record -> {
        if (record.key().startsWith(cluster + "/core/Pod/")) {
          events.add(record.value());
        }
      });
    }
    return events;
  }

  private String position(String cluster, String kind) {
    Map<String, String> positions = new HashMap<>();
    try (TopicReader<CollectorState> reader = TopicReader.open(
        connection,
        connection.topics().collectorState(),
        CollectorState.class,
        each -> fail(each.why()))) {
      reader.readToEnd(record -> positions.put(
          record.key(),
          String.valueOf(Objects.requireNonNull(record.value()).getResourceVersion())));
    }
    return positions.getOrDefault(cluster + "/kind/" + kind, "none");
  }
}
