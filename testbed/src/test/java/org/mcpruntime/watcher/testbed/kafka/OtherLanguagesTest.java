package org.mcpruntime.watcher.testbed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.Severity;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.Retention;
import org.mcpruntime.watcher.schemas.topics.SubjectAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.TopicSpec;
import org.mcpruntime.watcher.schemas.topics.Topics;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Confluent's own clients read what we write and write what we read: the programs in {@code interop}. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class OtherLanguagesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir
  private static Path dir;

  private static LocalKafka kafka;
  private static LocalRegistry registry;
  private static RegistryClient client;

  @BeforeAll
  static void start() throws IOException {
    kafka = LocalKafka.startOnFreePorts(dir.resolve("kafka"));
    registry = LocalRegistry.start(dir.resolve("registry.jsonl"), 0);
    client = RegistryClient.of(Map.of("schema.registry.url", registry.uri().toString()));
    for (String prefix : List.of("mcp.", "javascript.", "python.")) {
      List<TopicSpec> specs =
          Topics.specs(TopicNames.withPrefix(prefix), 1, (short) 1, Retention.DEFAULT);
      assertThat(new TopicAdmin(
                  Map.of("bootstrap.servers", kafka.bootstrapServers()), Duration.ofSeconds(10))
              .create(specs)
              .problems())
          .isEmpty();
      assertThat(new SubjectAdmin(client).register(specs)).isEmpty();
    }
    write(
        "mcp.cluster.events",
        Records.event("prod", 0),
        Records.event("prod", 1),
        Records.event("prod", 2));
    write("mcp.incidents", Records.incident("aborted"), Records.incident("one"));
  }

  @AfterAll
  static void stop() {
    registry.close();
    kafka.close();
  }

  @ParameterizedTest
  @EnumSource
  void readsEvents(OtherLanguage language) throws Exception {
    // Given
    prepare(language);
    // When
    List<JsonNode> lines = consume(language, "mcp.cluster.events", 2);
    // Then
    for (int sequence = 1; sequence <= 2; sequence++) {
      JsonNode value = lines.get(sequence - 1).path("value");
      assertThat(value.path("sequence").asLong()).isEqualTo(sequence);
      assertThat(value.path("operation").asString()).isEqualTo("MODIFIED");
      assertThat(value.path("name").asString()).isEqualTo("cart-" + sequence);
      assertThat(value.path("snapshotId").isNull()).isTrue();
      assertThat(value.path("redacted").get(0).asString())
          .isEqualTo("/spec/containers/0/env/0/value");
      assertThat(value.path("object").asString())
          .isEqualTo(Records.event("prod", sequence).getObject().toString());
      assertThat(instant(value.path("observedAt")))
          .isEqualTo(Records.event("prod", sequence).getObservedAt().toEpochMilli());
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsIncidents(OtherLanguage language) throws Exception {
    // Given
    prepare(language);
    // When
    List<JsonNode> lines = consume(language, "mcp.incidents", 1);
    // Then
    Incident written = Records.incident("one");
    JsonNode value = lines.get(0).path("value");
    assertThat(lines.get(0).path("key").asString()).isEqualTo("one");
    assertThat(value.path("id").asString()).isEqualTo("one");
    assertThat(value.path("severity").asString()).isEqualTo("CRITICAL");
    assertThat(value.path("ready").asInt()).isEqualTo(1);
    assertThat(value.path("message").asString()).isEqualTo(written.getMessage());
    assertThat(value.path("members").size()).isEqualTo(2);
    assertThat(value.path("evidence").get(0).path("resource").asString())
        .isEqualTo("Pod/shop/cart-1");
    assertThat(value.path("flapping").asBoolean()).isFalse();
    assertThat(value.path("resolvedAt").isNull()).isTrue();
    assertThat(instant(value.path("openedAt"))).isEqualTo(written.getOpenedAt().toEpochMilli());
  }

  @ParameterizedTest
  @EnumSource
  void writesAnIncidentThatWeRead(OtherLanguage language) throws Exception {
    // Given
    prepare(language);
    String topic = language.name().toLowerCase(Locale.ROOT) + ".incidents";
    // When
    OtherLanguage.Run run =
        language.run("produce", kafka.bootstrapServers(), registry.uri().toString(), topic);
    assertThat(run.code()).as(run.errors()).isZero();
    // Then
    ConsumerRecord<String, Incident> record = readOne(topic);
    Incident incident = record.value();
    assertThat(record.key()).isEqualTo(incident.getId()).isEqualTo("0123456789abcdef");
    assertThat(incident.getTitle()).isEqualToIgnoringCase("Written by " + language);
    assertThat(incident.getMessage()).isEqualTo("1 of 2 pods – größe ✓");
    assertThat(incident.getChange()).isEqualTo(IncidentChange.OPENED);
    assertThat(incident.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(incident.getImpact()).isEqualTo(Impact.UNKNOWN);
    assertThat(incident.getNamespace()).isEqualTo("shop");
    assertThat(incident.getMembers()).isEmpty();
    assertThat(incident.getResolvedAt()).isNull();
    assertThat(incident.getOpenedAt()).isEqualTo(incident.getUpdatedAt()).isAfter(Records.START);
  }

  @ParameterizedTest
  @EnumSource
  void answersTheCompatibilityOfIncidents(Compatibility what) throws Exception {
    HttpResponse<String> response = HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(registry.uri() + what.path)).build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo("{\"compatibilityLevel\":\"" + what.level + "\"}");
  }

  /** What {@code curl} asks, and what it is told. */
  enum Compatibility {
    OF_INCIDENTS("/config/mcp.incidents-value", "FULL_TRANSITIVE"),
    OF_EVENTS("/config/mcp.cluster.events-value", "FULL_TRANSITIVE"),
    IN_GENERAL("/config", "BACKWARD");

    private final String path;
    private final String level;

    Compatibility(String path, String level) {
      this.path = path;
      this.level = level;
    }
  }

  private static void prepare(OtherLanguage language) throws IOException, InterruptedException {
    Optional<String> reason = language.prepare();
    assumeTrue(reason.isEmpty(), () -> "interop with " + language + ": " + reason.orElse(""));
  }

  private static List<JsonNode> consume(OtherLanguage language, String topic, int count)
      throws Exception {
    OtherLanguage.Run run = language.run(
        "consume",
        kafka.bootstrapServers(),
        registry.uri().toString(),
        topic,
        Integer.toString(count));
    assertThat(run.code()).as(run.errors()).isZero();
    List<JsonNode> lines = run.lines().stream().map(JSON::readTree).toList();
    assertThat(lines).hasSize(count);
    return lines;
  }

  /** Python prints time as text, JavaScript as a number. */
  private static long instant(JsonNode value) {
    return value.isNumber()
        ? value.asLong()
        : OffsetDateTime.parse(value.asString().replace(' ', 'T')).toInstant().toEpochMilli();
  }

  /** The first record is aborted, the others are committed: compressed and in transactions, as our services write. */
  @SafeVarargs
  private static <T extends SpecificRecord> void write(String topic, T... values) {
    Map<String, Object> config = Map.of(
        "bootstrap.servers",
        kafka.bootstrapServers(),
        "transactional.id",
        topic,
        "compression.type",
        "lz4");
    try (AvroSerializer<T> serializer = new AvroSerializer<>(client);
        KafkaProducer<String, T> producer =
            new KafkaProducer<>(config, new StringSerializer(), serializer)) {
      producer.initTransactions();
      producer.beginTransaction();
      var unused = producer.send(new ProducerRecord<>(topic, 0, "aborted", values[0]));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      for (int index = 1; index < values.length; index++) {
        String key = values[index] instanceof Incident incident
            ? incident.getId()
            : "prod/core/Pod/shop/" + index;
        unused = producer.send(new ProducerRecord<>(topic, 0, key, values[index]));
      }
      producer.commitTransaction();
    }
  }

  private static ConsumerRecord<String, Incident> readOne(String topic) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
    try (AvroDeserializer<Incident> values = new AvroDeserializer<>(Incident.class, client);
        KafkaConsumer<String, Incident> consumer =
            new KafkaConsumer<>(config, new StringDeserializer(), values)) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (true) {
        for (ConsumerRecord<String, Incident> record : consumer.poll(Duration.ofMillis(100))) {
          return record;
        }
      }
    }
  }
}
