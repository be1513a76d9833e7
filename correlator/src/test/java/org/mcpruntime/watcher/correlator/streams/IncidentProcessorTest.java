package org.mcpruntime.watcher.correlator.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.correlator.engine.ToyCheck;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** The topology record by record: keys, values and timestamps, and nothing more. */
class IncidentProcessorTest {

  private static final TopicNames TOPICS = TopicNames.withPrefix("mcp.");
  private static final EngineSettings ENGINE =
      EngineSettings.standard(Rules.standard(List.of(ToyCheck.podSad())), 1);

  @TempDir
  Path directory;

  private final EngineProbe probe = new EngineProbe();
  private LocalRegistry registry;
  private RegistryClient client;
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> events;
  private TestOutputTopic<String, Incident> incidents;
  private TestOutputTopic<String, WatcherStatus> statuses;
  private TestOutputTopic<String, DeadLetter> deadLetters;

  @BeforeEach
  void start() throws IOException {
    registry = LocalRegistry.start(directory.resolve("schemas.jsonl"), 0);
    Map<String, String> serdes = Map.of("schema.registry.url", registry.uri().toString());
    client = RegistryClient.of(serdes);
    Properties settings = new Properties();
    settings.put("application.id", "test");
    settings.put("bootstrap.servers", "unused:1");
    settings.put("state.dir", directory.toString());
    driver = new TopologyTestDriver(
        CorrelatorTopology.build(
            new TopologySettings(TOPICS, ENGINE, serdes), NoHistory::new, probe),
        settings);
    events =
        driver.createInputTopic(TOPICS.events(), new StringSerializer(), new ByteArraySerializer());
    incidents = driver.createOutputTopic(
        TOPICS.incidents(),
        new StringDeserializer(),
        new AvroDeserializer<>(Incident.class, client));
    statuses = driver.createOutputTopic(
        TOPICS.watcherStatus(),
        new StringDeserializer(),
        new AvroDeserializer<>(WatcherStatus.class, client));
    deadLetters = driver.createOutputTopic(
        TOPICS.deadLetters(),
        new StringDeserializer(),
        new AvroDeserializer<>(DeadLetter.class, client));
  }

  @AfterEach
  void stop() {
    driver.close();
    registry.close();
  }

  @Test
  void keysIncidentsByIdAndStampsThemWithTheirTime() throws UnreadableRecordException {
    // Given
    ClusterScript script = new ClusterScript("prod", ENGINE).listed();
    script.until("02:01:00").added(Thing.pod("cart-1").sad()).until("02:02:00");
    // When
    pipe(script.log());
    // Then
    TestRecord<String, Incident> opened = incidents.readRecord();
    assertThat(opened.key()).isEqualTo(opened.value().getId());
    assertThat(opened.value().getKey()).isEqualTo("prod/core/Pod/shop/cart-1#pod-sad");
    assertThat(opened.timestamp()).isEqualTo(ClusterScript.clock("02:02:00").toEpochMilli());
    assertThat(incidents.isEmpty()).isTrue();
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  @Test
  void writesAStatusWithEachTickAndThePolicyOnce() throws UnreadableRecordException {
    // Given
    ClusterScript script = new ClusterScript("prod", ENGINE).listed().until("02:00:10");
    // When
    pipe(script.log());
    // Then
    List<TestRecord<String, WatcherStatus>> all = statuses.readRecordsToList();
    assertThat(all).extracting(TestRecord::key).hasSize(4).endsWith("prod", "prod", "prod");
    assertThat(all.get(0).key()).isEqualTo("prod/policy/" + all.get(1).value().getRulesHash());
    assertThat(all.get(0).value().getRules()).isEqualTo(ENGINE.rules().text());
    assertThat(all.get(3).timestamp()).isEqualTo(ClusterScript.clock("02:00:10").toEpochMilli());
  }

  @Test
  void removesTheStatusOfAForgottenCluster() throws UnreadableRecordException {
    // When
    pipe(new ClusterScript("prod", ENGINE).listed().forget().log());
    // Then
    List<TestRecord<String, WatcherStatus>> all = statuses.readRecordsToList();
    TestRecord<String, WatcherStatus> last = all.get(all.size() - 1);
    assertThat(last.key()).isEqualTo("prod");
    assertThat(last.value()).isNull();
  }

  @Test
  void keepsUnreadableInputWithItsHeaders() {
    // Given
    byte[] poison = {1, 2, 3};
    RecordHeaders headers = new RecordHeaders();
    headers.add("operation", "ADDED".getBytes(StandardCharsets.UTF_8));
    // When
    events.pipeInput(new TestRecord<>("prod/core/Pod/shop/cart-1", poison, headers, 42L));
    // Then
    TestRecord<String, DeadLetter> letter = deadLetters.readRecord();
    assertThat(letter.key()).isEqualTo("prod/core/Pod/shop/cart-1");
    assertThat(letter.timestamp()).isEqualTo(42);
    assertThat(letter.value().getSizeBytes()).isEqualTo(3);
    assertThat(letter.value().getSha256()).startsWith("039058c6");
    assertThat(letter.headers().lastHeader("operation").value())
        .isEqualTo("ADDED".getBytes(StandardCharsets.UTF_8));
    assertThat(letter.headers().lastHeader("error")).isNotNull();
    assertThat(probe.deadLetters()).isEqualTo(1);
    assertThat(incidents.isEmpty()).isTrue();
    assertThat(statuses.isEmpty()).isTrue();
  }

  @Test
  void tellsTheTimeOfTheRecordThatItTookLast() throws UnreadableRecordException {
    // Given
    assertThat(probe.taken()).isEmpty();
    ClusterScript script = new ClusterScript("prod", ENGINE).listed();
    // When
    pipe(script.log());
    // Then
    assertThat(probe.taken()).isEqualTo(Map.of(0, script.now()));
    // When it cannot be read
    events.pipeInput("stage/core/Pod/shop/cart-1", new byte[] {1}, 42L);
    // Then
    assertThat(probe.taken()).isEqualTo(Map.of(0, Instant.ofEpochMilli(42)));
  }

  @Test
  void cutsWhatWouldMakeALetterTooLarge() {
    // Given
    String name = "p".repeat(1_000_000);
    byte[] poison = new byte[3_000_000];
    poison[0] = 1;
    RecordHeaders headers = new RecordHeaders();
    headers.add("first", new byte[60_000]);
    headers.add("second", new byte[60_000]);
    headers.add("operation", "ADDED".getBytes(StandardCharsets.UTF_8));
    // When
    events.pipeInput(new TestRecord<>("prod/" + name, poison, headers, 42L));
    // Then
    TestRecord<String, DeadLetter> letter = deadLetters.readRecord();
    assertThat(letter.key()).hasSize(4_000).startsWith("prod/pp");
    assertThat(letter.value().getCluster()).isEqualTo("prod");
    assertThat(letter.value().getSizeBytes()).isEqualTo(3_000_000);
    assertThat(letter.value().getPayload().remaining()).isEqualTo(768 * 1024);
    assertThat(letter.headers())
        .extracting(Header::key)
        .containsExactly("first", "operation", "error");
  }

  @Test
  void keepsALetterWithinARecordWhateverIsWrong() {
    // Given: a key whose every byte takes three when it is read as text.
    byte[] key = new byte[1_000_000];
    Arrays.fill(key, (byte) 0xff);
    // When
    driver
        .createInputTopic(TOPICS.events(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, new byte[3_000_000], new RecordHeaders(), 42L));
    // Then
    TestRecord<byte[], byte[]> letter = driver
        .createOutputTopic(
            TOPICS.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecord();
    assertThat(letter.key().length + letter.value().length).isLessThan(850_000);
  }

  @Test
  void waitsForASchemaThatTheRegistryDoesNotKnowYet() throws Exception {
    // Given: a record whose schema was registered elsewhere and has not arrived here
    byte[] value;
    try (LocalRegistry other = LocalRegistry.start(directory.resolve("other.jsonl"), 0)) {
      Map<String, String> serdes = Map.of("schema.registry.url", other.uri().toString());
      value = new AvroSerializer<ClusterEvent>(RegistryClient.of(serdes))
          .serialize(
              TOPICS.events(),
              new ClusterScript("prod", ENGINE).listed().log().get(0).body().decode());
    }
    // When
    CompletableFuture<Void> piped =
        CompletableFuture.runAsync(() -> events.pipeInput("prod/-/SNAPSHOT_BEGIN/-/-", value, 42L));
    await().atMost(Duration.ofMinutes(1)).until(() -> probe.blocked() != null);
    assertThat(probe.blocked()).startsWith("schema registry: ").contains("404");
    client.register(TOPICS.events() + "-value", RecordSchema.of(ClusterEvent.class));
    piped.get(1, TimeUnit.MINUTES);
    // Then
    assertThat(probe.blocked()).isNull();
    assertThat(probe.deadLetters()).isZero();
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  private void pipe(List<LogRecord> records) throws UnreadableRecordException {
    AvroSerializer<ClusterEvent> serializer = new AvroSerializer<>(client);
    for (LogRecord record : records) {
      byte[] value = serializer.serialize(TOPICS.events(), record.body().decode());
      events.pipeInput(record.key(), value, record.timestamp());
    }
  }
}
