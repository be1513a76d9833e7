package org.mcpruntime.watcher.testbed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.Retention;
import org.mcpruntime.watcher.schemas.topics.SubjectAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.TopicProblem;
import org.mcpruntime.watcher.schemas.topics.TopicSpec;
import org.mcpruntime.watcher.schemas.topics.Topics;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** Each test uses a topic prefix of its own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TopicAdminTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir
  private static Path dir;

  private static LocalKafka kafka;
  private static LocalRegistry registry;

  @BeforeAll
  static void start() throws IOException {
    kafka = LocalKafka.startOnFreePorts(dir.resolve("kafka"));
    registry = LocalRegistry.start(dir.resolve("registry.jsonl"), 0);
  }

  @AfterAll
  static void stop() {
    registry.close();
    kafka.close();
  }

  @Test
  void createsWhatItThenVerifies() {
    List<TopicSpec> specs = specs("create.", 3);
    TopicAdmin admin = admin(kafka.bootstrapServers());

    assertThat(admin.verify(specs)).hasSize(6).allMatch(TopicProblem.Missing.class::isInstance);

    TopicAdmin.Creation creation = admin.create(specs);

    assertThat(creation.problems()).isEmpty();
    assertThat(creation.created()).hasSize(6).contains("create.cluster.events");
    assertThat(admin.verify(specs)).isEmpty();
    assertThat(admin.create(specs)).isEqualTo(new TopicAdmin.Creation(List.of(), List.of()));
  }

  @Test
  void returnsWhenPartitionsHaveLeaders() throws Exception {
    // Given
    List<TopicSpec> specs = specs("leaders.", 12);

    // When
    TopicAdmin.Creation creation = admin(kafka.bootstrapServers()).create(specs);

    // Then
    assertThat(creation.problems()).isEmpty();
    try (Admin client =
        Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
      assertThat(client
              .describeTopics(specs.stream().map(TopicSpec::name).toList())
              .allTopicNames()
              .get()
              .values())
          .hasSize(6)
          .allSatisfy(topic -> assertThat(topic.partitions())
              .hasSize(12)
              .allMatch(
                  partition -> partition.leader() != null && !partition.leader().isEmpty()));
    }
  }

  @Test
  void tellsAllDifferencesAtOnceAndAltersNothing() throws Exception {
    List<TopicSpec> specs = specs("differ.", 3);
    try (Admin raw = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Map<String, String> eventsConfig = new HashMap<>(configOf(specs, "differ.cluster.events"));
      eventsConfig.put("retention.ms", "1000");
      Map<String, String> incidentsConfig = new HashMap<>(configOf(specs, "differ.incidents"));
      incidentsConfig.put("cleanup.policy", "delete,compact");
      incidentsConfig.remove("min.compaction.lag.ms");
      raw.createTopics(List.of(
              new NewTopic("differ.cluster.events", 5, (short) 1).configs(eventsConfig),
              new NewTopic("differ.incidents", 3, (short) 1).configs(incidentsConfig),
              new NewTopic("differ.cluster.snapshots", 3, (short) 1)
                  .configs(configOf(specs, "differ.cluster.snapshots")),
              new NewTopic("differ.watcher.status", 3, (short) 1)
                  .configs(configOf(specs, "differ.watcher.status")),
              new NewTopic("differ.dead-letters", 3, (short) 1)
                  .configs(configOf(specs, "differ.dead-letters"))))
          .all()
          .get();
    }
    TopicProblem[] lasting = {
      new TopicProblem.PartitionsDiffer("differ.cluster.events", 3, 5),
      new TopicProblem.ConfigDiffers("differ.cluster.events", "retention.ms", "604800000", "1000"),
      new TopicProblem.ConfigDiffers("differ.incidents", "min.compaction.lag.ms", "777600000", "0")
    };

    assertThat(admin(kafka.bootstrapServers()).verify(specs))
        .contains(lasting)
        .contains(new TopicProblem.Missing("differ.collector.state"))
        .hasSize(4);
    TopicAdmin.Creation creation = admin(kafka.bootstrapServers()).create(specs);
    assertThat(creation.created()).containsExactly("differ.collector.state");
    assertThat(creation.problems()).containsExactlyInAnyOrder(lasting);
    assertThat(admin(kafka.bootstrapServers()).verify(specs)).containsExactlyInAnyOrder(lasting);
  }

  @Test
  void tellsOtherReplication() {
    admin(kafka.bootstrapServers()).create(specs("replicas.", 1));

    List<TopicProblem> problems = admin(kafka.bootstrapServers())
        .verify(Topics.specs(TopicNames.withPrefix("replicas."), 1, (short) 2, Retention.DEFAULT));

    assertThat(problems)
        .contains(new TopicProblem.ReplicationDiffers("replicas.incidents", 2, 1))
        .hasSize(6);
  }

  @Test
  void tellsWhatTheBrokerRefuses() {
    TopicAdmin.Creation creation = admin(kafka.bootstrapServers())
        .create(Topics.specs(TopicNames.withPrefix("refused."), 1, (short) 3, Retention.DEFAULT));

    assertThat(creation.created()).isEmpty();
    assertThat(creation.problems()).hasSize(6).allSatisfy(problem -> assertThat(problem)
        .isInstanceOf(TopicProblem.Refused.class)
        .extracting(TopicProblem::text)
        .asString()
        .contains("replica"));
  }

  @Test
  void givesUpOnASilentBrokerInTime() {
    Duration limit = Duration.ofSeconds(1);

    List<TopicProblem> problems =
        new TopicAdmin(Map.of("bootstrap.servers", "127.0.0.1:1"), limit).verify(specs("mcp.", 12));

    assertThat(problems).containsExactly(new TopicProblem.BrokerUnreachable("127.0.0.1:1", limit));
  }

  @Test
  void tellsSettingsThatCannotBeUsed() {
    List<TopicProblem> noHost = new TopicAdmin(
            Map.of("bootstrap.servers", "no-such-host.invalid:9092"), Duration.ofSeconds(1))
        .verify(specs("mcp.", 12));
    List<TopicProblem> noServers =
        new TopicAdmin(Map.of("bootstrap.servers", "nonsense"), LIMIT).verify(specs("mcp.", 12));

    assertThat(noHost).hasSize(1);
    assertThat(noHost.get(0).text()).contains("no-such-host.invalid:9092");
    assertThat(noServers).hasSize(1);
    assertThat(noServers.get(0).text()).contains("nonsense");
  }

  @Test
  void registersAndVerifiesSubjects() {
    List<TopicSpec> specs = specs("subjects.", 1);
    RegistryClient client = client(registry.uri());
    SubjectAdmin subjects = new SubjectAdmin(client);

    assertThat(subjects.verify(specs)).hasSize(12);
    assertThat(subjects.register(specs)).isEmpty();
    assertThat(subjects.verify(specs)).isEmpty();

    client.setCompatibility("subjects.incidents-value", "NONE");

    assertThat(subjects.verify(specs))
        .containsExactly(new TopicProblem.CompatibilityDiffers(
            "subjects.incidents-value", "FULL_TRANSITIVE", "NONE"));
    assertThat(subjects.register(specs)).isEmpty();
    assertThat(subjects.verify(specs)).isEmpty();
  }

  @Test
  void tellsASubjectThatHoldsSomethingElse() {
    List<TopicSpec> specs = specs("foreign.", 1);
    RegistryClient client = client(registry.uri());
    client.register("foreign.cluster.events-value", RecordSchema.of(Incident.class));

    List<TopicProblem> problems = new SubjectAdmin(client).register(specs);

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).isInstanceOf(TopicProblem.SchemaRefused.class);
    assertThat(new SubjectAdmin(client).verify(specs))
        .containsExactly(new TopicProblem.SchemaMissing("foreign.cluster.events-value"));
  }

  @Test
  void tellsADeadRegistryOnce() {
    List<TopicProblem> problems =
        new SubjectAdmin(client(URI.create("http://127.0.0.1:1"))).verify(specs("mcp.", 1));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).text()).contains("http://127.0.0.1:1").contains("got no answer");
  }

  @Test
  void tellsEveryProblemInOneLine() {
    List<TopicProblem> problems = Stream.<TopicProblem>of(
            new TopicProblem.BrokerUnreachable("b:9092", LIMIT),
            new TopicProblem.Refused("creating topic t", "first\nsecond"),
            new TopicProblem.Missing("t"),
            new TopicProblem.PartitionsDiffer("t", 12, 6),
            new TopicProblem.ReplicationDiffers("t", 3, 1),
            new TopicProblem.ConfigDiffers("t", "cleanup.policy", "compact,delete", "delete"),
            new TopicProblem.RegistryUnusable("first\nsecond"),
            new TopicProblem.SchemaMissing("t-value"),
            new TopicProblem.SchemaRefused("t-value", "first\nsecond"),
            new TopicProblem.CompatibilityDiffers("t-value", "FULL_TRANSITIVE", "NONE"))
        .toList();

    assertThat(problems)
        .extracting(TopicProblem::text)
        .allSatisfy(text -> assertThat(text).doesNotContain("\n").hasSizeGreaterThan(20));
    assertThat(problems.get(5).text()).contains("--add-config cleanup.policy=[compact,delete]");
  }

  private static Map<String, String> configOf(List<TopicSpec> specs, String topic) {
    return specs.stream()
        .filter(spec -> spec.name().equals(topic))
        .findFirst()
        .orElseThrow()
        .config();
  }

  private static List<TopicSpec> specs(String prefix, int partitions) {
    return Topics.specs(TopicNames.withPrefix(prefix), partitions, (short) 1, Retention.DEFAULT);
  }

  private static TopicAdmin admin(String servers) {
    return new TopicAdmin(Map.of("bootstrap.servers", servers), LIMIT);
  }

  private static RegistryClient client(URI uri) {
    return RegistryClient.of(Map.of("schema.registry.url", uri.toString()));
  }
}
