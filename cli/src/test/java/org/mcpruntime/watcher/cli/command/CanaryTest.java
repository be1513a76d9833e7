package org.mcpruntime.watcher.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.cli.ClusterWatcher;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.kafka.TopicContents;
import org.mcpruntime.watcher.testbed.kube.FakeKubeApi;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;
import org.mcpruntime.watcher.testbed.net.Ports;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole line, collector and correlator as processes of their own at DEBUG, over a cluster with a secret in every place
 * where one may stand. None of them may be found in what they publish, keep, log or print; what must be published is
 * there.
 */
class CanaryTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String DEEP = "deep";

  private static final String BUNDLE = "bundle.zip";

  @TempDir
  Path directory;

  private final List<Process> processes = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private Plants plants;
  private KubeStore store;
  private FakeKubeApi api;
  private LocalKafka kafka;
  private LocalRegistry registry;
  private int httpPort;
  private int correlatorPort;
  private Path config;
  private Path kubeconfig;

  @BeforeEach
  void plant() throws IOException {
    plants = Plants.read();
    store = KubeStore.inMemory(Clock.systemUTC());
    api = FakeKubeApi.start(
        store, FakeKubeApi.Options.onPort(0).withBookmarkInterval(Duration.ofSeconds(1)));
    String token = plants.secret("token of the API server");
    api.requireToken(token);
    for (Plants.Plant plant : plants.plants()) {
      if (!ResourceTypes.of(plant.type().apiVersion(), plant.type().kind()).isPresent()
          || plant.type().custom()) {
        api.serve(plant.type());
      }
      store.create(plant.type(), plant.object());
    }
    store.create(ResourceTypes.MCP_SERVER, huge());
    kafka = LocalKafka.startOnFreePorts(Files.createDirectory(directory.resolve("kafka")));
    registry = LocalRegistry.start(directory.resolve("schemas.jsonl"), 0);
    kubeconfig = Files.writeString(
        directory.resolve("kubeconfig.secret"), api.kubeconfig("{token: " + token + "}"));
    httpPort = Ports.free();
    correlatorPort = Ports.free();
    config = Files.writeString(directory.resolve("config.secret"), config());
    environment.put("XDG_DATA_HOME", directory.toString());
    environment.put("CLUSTER_WATCHER_REGISTRY_USER", "ann");
    environment.put("CLUSTER_WATCHER_REGISTRY_PASSWORD", plants.secret("password of the registry"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    processes.forEach(Process::destroyForcibly);
    for (Process process : processes) {
      process.waitFor();
    }
    kafka.close();
    registry.close();
    api.close();
    store.close();
  }

  @Test
  void noSecretLeavesTheCluster() throws Exception {
    // Given
    TestShell shell = shell();
    assertThat(shell.run("topics", "create", "--config", config.toString()))
        .as(shell.err())
        .isZero();
    start("collect", "--kubeconfig", kubeconfig.toString());
    start("correlate");
    await().atMost(PATIENCE).until(() -> published().containsAll(live()));

    // When
    changeEverything();
    await().atMost(PATIENCE).until(() -> published().containsAll(live()));
    await().atMost(PATIENCE).until(() -> records("mcp.dead-letters").size() >= 2);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(incidents())
        .contains("pod-image-pull", "mcpserver-not-ready", "deployment-unavailable"));
    Map<String, byte[]> told = new TreeMap<>(outputs());
    finish();

    // Then
    told.putAll(topics());
    told.putAll(files());
    told.forEach((where, bytes) ->
        assertThat(plants.leaks(bytes)).as("leaks in %s", where).isEmpty());
    String table = new String(told.get("topic mcp.cluster.snapshots"), UTF_8);
    assertThat(plants.kept()).isNotEmpty().allSatisfy(word -> assertThat(table).contains(word));
    assertThat(text(told, "incidents -o json"))
        .contains("keep-pull-message", "keep-server-message");
    assertThat(text(told, "topic mcp.incidents")).contains("keep-pull-message");
    assertThat(text(told, "bundle's incidents.avro")).contains("keep-pull-message");
    assertThat(plants.kept())
        .anySatisfy(word -> assertThat(text(told, "bundle's events.avro")).contains(word));
    assertThat(text(told, "topic mcp.dead-letters"))
        .contains("ConfigMap", "unexpected end", "nested deeper");
    assertThat(text(told, "file collect.log")).contains("DEBUG");
    assertThat(text(told, "page /metrics")).containsPattern("rule=\"env\"} [1-9]");
    assertThat(text(told, "correlator's page /metrics")).contains("cluster_watcher_incidents_open");
    assertThat(api.requests().all())
        .isNotEmpty()
        .noneMatch(request -> request.path().contains("secrets"));
  }

  /** The last object carries what a watch cannot read; the rest is touched, so that it comes by watch as well. */
  private void changeEverything() {
    api.faults()
        .add(
            Target.watches(ResourceTypes.CONFIG_MAP),
            Fault.garbage("{\"type\":\"MODIFIED\",\"object\":{\"password\":\""
                + plants.secret("line that is no JSON") + "\""),
            1);
    store.create(ResourceTypes.CONFIG_MAP, deep());
    for (Plants.Plant plant : plants.plants()) {
      ObjectNode metadata = (ObjectNode) plant.object().get("metadata");
      metadata.withObject("labels").put("touched", "yes");
      store.update(plant.type(), plant.object());
    }
    store.delete(ResourceTypes.DAEMON_SET, "shop", "agent");
  }

  /** More than a record may hold, so that values are replaced; some of what stays is near secrets. */
  private ObjectNode huge() {
    ObjectNode server = KubeObjects.named("shop", "huge").put("kind", "MCPServer");
    server.putObject("status").put("phase", "Ready");
    ObjectNode spec = server.putObject("spec");
    spec.putArray("envVars")
        .addObject()
        .put("name", "KEEP_HUGE_ENV")
        .put("value", plants.secret("env of a huge object"));
    for (int i = 0; i < 300; i++) {
      spec.put("note" + i, ("password=" + plants.secret("huge text " + i) + " ").repeat(200));
    }
    return server;
  }

  private ObjectNode deep() {
    ObjectNode map = KubeObjects.named("shop", DEEP).put("kind", "ConfigMap");
    ObjectNode inner = map.putObject("data");
    for (int i = 0; i < 300; i++) {
      inner = inner.putObject("n");
    }
    inner.put("password", plants.secret("object that is nested too deep"));
    return map;
  }

  private String config() {
    return """
        kafka:
          bootstrap.servers: "%s"
          ssl.keystore.password: %s
          sasl.jaas.config: org.apache.kafka.common.security.plain.PlainLoginModule required username="ann" password="%s";
        registry.url: "%s"
        topics: {partitions: 1, replication: 1}
        cluster.name: planted
        collector.kinds.add: [example.com/Mailer]
        collector.http.address: "127.0.0.1:%s"
        correlator.http.address: "127.0.0.1:%s"
        correlator.state-dir: "%s"
        redaction:
          fields: [example.com/Mailer:/spec/owner/contact]
          names: [employeeId]
          pattern: EMP-[A-Z0-9]+
        checks:
          pod-image-pull.terminal: 0s
          deployment-unavailable.stuck: 0s
          mcpserver-not-ready.error: 0s
        """.formatted(
            kafka.bootstrapServers(),
            plants.secret("key store password of Kafka"),
            plants.secret("password of Kafka"),
            registry.uri(),
            httpPort,
            correlatorPort,
            directory.resolve("state"));
  }

  private void start(String command, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        ClusterWatcher.class.getName(),
        command,
        "-v",
        "--config",
        config.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(command + ".log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CLUSTER_WATCHER_"));
    builder.environment().putAll(environment);
    processes.add(builder.start());
  }

  private void finish() throws InterruptedException {
    for (Process process : processes) {
      process.destroy();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ends in order").isTrue();
    }
  }

  /** What people get to see. */
  private Map<String, byte[]> outputs() throws Exception {
    Map<String, byte[]> outputs = new TreeMap<>();
    for (List<String> command : List.of(
        List.of("incidents"),
        List.of("incidents", "-o", "json"),
        List.of("topics", "verify"),
        List.of("config", "print"),
        List.of("config", "print", "-o", "json"),
        List.of("incidents", "explain", incident()),
        List.of("incidents", "explain", incident(), "-o", "json"),
        List.of("incidents", "export", incident(), "--window", "1h", "-f", BUNDLE),
        List.of("incidents", "explain", incident(), "-f", BUNDLE, "-o", "yaml"),
        List.of("replay", "--from", "-1h", "-o", "json"),
        List.of("replay", "--from", "-1h", "-o", "wide"),
        List.of("replay", "--from", "-1h", "--verify"),
        List.of("replay", "-f", BUNDLE, "--from", "-1h", "-o", "yaml"),
        List.of("doctor", "--at", "-1s", "-o", "json"),
        List.of("doctor", "--between", "-2s", "-1s"),
        List.of("doctor", "-f", BUNDLE, "--at", "-1s", "-o", "junit"),
        List.of("doctor", "--kubeconfig", kubeconfig.toString(), "-o", "junit"),
        List.of("doctor", "--kubeconfig", kubeconfig.toString()),
        List.of("doctor", "--kubeconfig", kubeconfig.toString(), "-o", "json"))) {
      TestShell shell = shell();
      List<String> all = new ArrayList<>(command);
      all.addAll(List.of("-v", "--config", config.toString()));
      shell.run(all.toArray(String[]::new));
      String name = String.join(" ", command).replace(kubeconfig.toString(), "FILE");
      assertThat(shell.out()).as(name + "\n" + shell.err()).isNotEmpty();
      outputs.put(name, (shell.out() + shell.err()).getBytes(UTF_8));
    }
    try (ZipFile bundle = new ZipFile(directory.resolve(BUNDLE).toFile())) {
      for (ZipEntry entry : Collections.list(bundle.entries())) {
        outputs.put("bundle's " + entry.getName(), bundle.getInputStream(entry).readAllBytes());
      }
    }
    for (String path : List.of("/metrics", "/livez", "/readyz")) {
      outputs.put("page " + path, page(httpPort, path));
      outputs.put("correlator's page " + path, page(correlatorPort, path));
    }
    processes.forEach(process -> outputs.put(
        "command line " + process.pid(), process.info().commandLine().orElse("").getBytes(UTF_8)));
    return outputs;
  }

  private static byte[] page(int port, String path) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  /** Id of one that rests on an object with secrets. */
  private String incident() {
    for (JsonNode incident : JsonMapper.shared().readTree(incidents()).path("incidents")) {
      if (incident.path("check").asString().equals("pod-image-pull")) {
        return incident.path("id").asString();
      }
    }
    throw new AssertionError("no pull fails");
  }

  private String incidents() {
    TestShell shell = shell();
    shell.run("incidents", "-o", "json", "--config", config.toString());
    return shell.out();
  }

  private TestShell shell() {
    TestShell shell = new TestShell(directory);
    environment.forEach(shell::with);
    return shell;
  }

  /** Key and version of every object that must be in the table. */
  private Set<String> live() {
    Set<String> live = new HashSet<>();
    for (Plants.Plant plant : plants.plants()) {
      ResourceType type = plant.type();
      if (type.kind().equals("Secret")) {
        continue;
      }
      for (ObjectNode object : store.list(type)) {
        String group = type.group().isEmpty() ? "core" : type.group();
        String namespace = object.at("/metadata/namespace").stringValue("-");
        String name = object.at("/metadata/name").stringValue();
        if (!name.equals(DEEP)) {
          live.add("planted/" + group + "/" + type.kind() + "/" + namespace + "/" + name + "@"
              + object.at("/metadata/resourceVersion").stringValue());
        }
      }
    }
    return live;
  }

  private Set<String> published() {
    Map<String, String> table = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records("mcp.cluster.snapshots")) {
      Header version = record.headers().lastHeader("resourceVersion");
      table.put(
          new String(record.key(), UTF_8),
          version == null ? "" : new String(version.value(), UTF_8));
    }
    Set<String> published = new HashSet<>();
    table.forEach((key, version) -> published.add(key + "@" + version));
    return published;
  }

  /** All bytes of each topic, those of aborted transactions and of internal topics too. */
  private Map<String, byte[]> topics() throws Exception {
    Map<String, byte[]> topics = new TreeMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      for (String topic :
          admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
          write(bytes, record.key());
          write(bytes, record.value());
          for (Header header : record.headers()) {
            bytes.writeBytes(header.key().getBytes(UTF_8));
            write(bytes, header.value());
          }
        }
        topics.put("topic " + topic, bytes.toByteArray());
      }
    }
    assertThat(topics).containsKeys("topic mcp.cluster.events", "topic mcp.incidents");
    return topics;
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    return TopicContents.written(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "fetch.max.bytes", 50 << 20),
        topic,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** Everything on disk but what the secrets were given in. */
  private Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".secret"))
          .forEach(file -> files.put("file " + directory.relativize(file), bytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(ByteArrayOutputStream out, byte[] bytes) {
    if (bytes != null) {
      out.writeBytes(bytes);
    }
  }

  private static String text(Map<String, byte[]> told, String where) {
    return new String(told.get(where), UTF_8);
  }
}
