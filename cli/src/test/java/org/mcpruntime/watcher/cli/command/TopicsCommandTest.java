package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.serde.AvroSerde;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** Against a real broker and registry. */
final class TopicsCommandTest {

  @TempDir
  static Path servers;

  private static LocalKafka kafka;
  private static LocalRegistry registry;

  @TempDir
  Path home;

  private TestShell shell = new TestShell(Path.of("."));

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
  void pointAtTheServers() {
    shell = new TestShell(home)
        .with("CLUSTER_WATCHER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
        .with("CLUSTER_WATCHER_REGISTRY_URL", registry.uri().toString())
        .with("CLUSTER_WATCHER_TOPICS_REPLICATION", "1");
  }

  @Test
  void createsWhatIsMissingOnceAndThenFindsNothingDifferent() {
    shell
        .with("CLUSTER_WATCHER_TOPICS_PREFIX", "made.")
        .with("CLUSTER_WATCHER_TOPICS_PARTITIONS", "2");

    assertThat(shell.run("topics", "verify")).isEqualTo(1);
    assertThat(shell.out()).contains("topic made.incidents is missing");

    assertThat(shell.run("topics", "create", "--dry-run")).isZero();
    assertThat(shell.out())
        .contains("would create made.cluster.events: 2 partitions, 1 replica, delete");
    assertThat(shell.run("topics", "verify")).isEqualTo(1);

    assertThat(shell.run("topics", "create")).isZero();
    assertThat(shell.out().lines().filter(line -> line.startsWith("created made.")))
        .hasSize(6);
    assertThat(shell.run("topics", "create")).isZero();
    assertThat(shell.out()).doesNotContain("created");
    assertThat(shell.run("topics", "verify")).isZero();
  }

  @Test
  void aServiceNamesMissingTopicsAndWrongPartitionsBesideEverythingElse() {
    // Given
    shell
        .with("CLUSTER_WATCHER_TOPICS_PREFIX", "wrong.")
        .with("CLUSTER_WATCHER_TOPICS_PARTITIONS", "2");
    assertThat(shell.run("topics", "create")).isZero();
    shell.with("CLUSTER_WATCHER_TOPICS_PARTITIONS", "3");

    // When
    int code = shell.run(
        "correlate",
        "--set",
        "correlator.horizon=never",
        "--set",
        "registry.url=http://127.0.0.1:1");

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(shell.err())
        .contains(
            "correlator.horizon: must be a duration between 30m and 1d, was \"never\" (example: 3h)\n")
        .contains("registry.url: must name a registry that can be reached")
        .contains("topic wrong.cluster.events has 2 partitions, wanted 3")
        .doesNotContain("Exception");

    // And without any topics
    shell.with("CLUSTER_WATCHER_TOPICS_PREFIX", "none.");
    assertThat(shell.run("collect")).isEqualTo(2);
    assertThat(shell.err())
        .contains(
            "topic none.collector.state is missing: create it with `cluster-watcher topics create`")
        .contains("kube.kubeconfig: must be given");
    assertThat(shell.run("incidents")).isEqualTo(2);
    assertThat(shell.err()).contains("none.incidents: there is no such topic");
  }

  @Test
  void findsWhatIsMissingInACopyOfTheLog() throws Exception {
    // Given a copy without one record and with another twice
    Connection connection = Connection.local(
        kafka.bootstrapServers(), registry.uri().toString(), TopicNames.withPrefix("mcp."));
    write(connection, "whole", 1, 2, 3, 4);
    write(connection, "tampered", 1, 2, 2, 4);

    // Then
    assertThat(shell.run("topics", "verify", "--sequence", "--topic", "whole")).isZero();
    assertThat(shell.out())
        .isEqualTo("whole: cluster prod: 4 records, sequence 1 to 4, 0 holes, 0 repeats\n");
    assertThat(shell.run("topics", "verify", "--sequence", "--topic", "tampered"))
        .isEqualTo(1);
    assertThat(shell.out()).contains("4 records, sequence 1 to 4, 1 holes, 1 repeats");
    assertThat(shell.run("topics", "verify", "--sequence", "--topic", "nowhere"))
        .isEqualTo(2);
    assertThat(shell.err()).contains("nowhere: there is no such topic");
  }

  @Test
  void listsNothingBeforeAnythingIsEvaluated() {
    shell.with("CLUSTER_WATCHER_TOPICS_PREFIX", "quiet.");
    assertThat(shell.run("topics", "create")).isZero();

    assertThat(shell.run("incidents")).isEqualTo(3);
    assertThat(shell.out()).isEqualTo("0 open · no cluster evaluated yet\n");
  }

  private static void write(Connection connection, String topic, long... sequences)
      throws Exception {
    try (var admin = Preflight.admin(connection)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    Map<String, Object> settings = new TreeMap<>(connection.kafka());
    try (KafkaProducer<String, ClusterEvent> producer = new KafkaProducer<>(
        settings,
        new StringSerializer(),
        AvroSerde.of(ClusterEvent.class, connection.registry()).serializer())) {
      Instant at = Instant.parse("2026-11-23T02:00:00Z");
      for (long sequence : sequences) {
        ClusterEvent tick = ClusterEvent.newBuilder()
            .setCluster(new Utf8("prod"))
            .setClusterUid(new Utf8("uid"))
            .setGroup(new Utf8(""))
            .setOperation(Operation.TICK)
            .setObservedAt(at)
            .setEpoch(1)
            .setSequence(sequence)
            .build();
        producer
            .send(new ProducerRecord<>(
                topic, 0, at.toEpochMilli(), ObjectKey.control("prod", "Tick"), tick))
            .get();
      }
    }
  }
}
