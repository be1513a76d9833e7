package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.MemoryStore;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.correlator.engine.ToyCheck;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** The service on a real broker and registry: what it publishes is what the engine alone says of the same log. */
class CorrelatorTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final List<String> CLUSTERS = List.of("prod", "stage", "edge");

  @TempDir
  static Path directory;

  private static LocalLog log;

  private TopicNames topics = TopicNames.withPrefix("unset.");

  @BeforeAll
  static void start() throws IOException {
    log = LocalLog.start(directory);
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @BeforeEach
  void create(TestInfo test) {
    topics = TopicNames.withPrefix(test.getTestMethod().orElseThrow().getName() + ".");
    log.createTopics(topics);
  }

  @Test
  void publishesWhatTheEngineSays() throws Exception {
    // Given
    List<LogRecord> records = histories();
    log.write(topics, records);
    // When
    try (Correlator correlator = Correlator.start(config("a"))) {
      awaitEvaluated(records);
      // Then
      assertThat(correlator.status().state()).isEqualTo(CorrelatorStatus.State.RUNNING);
      assertThat(correlator.status().counts().records()).isEqualTo(records.size());
      assertThat(correlator.status().evaluatedThrough()).containsOnlyKeys(CLUSTERS);
      assertThat(correlator.status().failed()).isFalse();
      assertThat(correlator.status().lag()).hasSize(LocalLog.PARTITIONS);
      assertThat(correlator.status().lag().values()).containsOnly(0L);
      assertThat(correlator.status().restore().left()).isZero();
      assertThat(correlator.status().silence()).isLessThan(Duration.ofMinutes(5));
    }
    assertPublishedIsWhatTheEngineSays();
  }

  @Test
  void keepsEachClusterInItsPartition() throws Exception {
    // Given
    List<LogRecord> records = histories();
    log.write(topics, records);
    // When
    evaluate("a", records);
    // Then
    for (ConsumerRecord<String, @Nullable Incident> record :
        log.read(topics.incidents(), Incident.class)) {
      assertThat(record.key()).isEqualTo(record.value().getId());
      assertThat(record.timestamp()).isEqualTo(record.value().getUpdatedAt().toEpochMilli());
      assertThat(record.partition())
          .isEqualTo(
              ClusterPartitioner.partition(record.value().getCluster(), LocalLog.PARTITIONS));
    }
    for (ConsumerRecord<String, @Nullable WatcherStatus> record :
        log.read(topics.watcherStatus(), WatcherStatus.class)) {
      String cluster = record.key().split("/", 2)[0];
      assertThat(record.partition())
          .isEqualTo(ClusterPartitioner.partition(cluster, LocalLog.PARTITIONS));
    }
  }

  @Test
  void goesOnExactlyWhereItStopped() throws Exception {
    // Given
    List<LogRecord> records = histories();
    // When
    for (List<LogRecord> part : parts(records, 4)) {
      log.write(topics, part);
      evaluate("a", part);
    }
    // Then
    assertPublishedIsWhatTheEngineSays();
  }

  @Test
  void setsAsideWhatCanNeverBeRead() throws Exception {
    // Given
    ClusterScript script = history("prod");
    List<List<LogRecord>> parts = parts(script.log(), 2);
    byte[] poison = "not Avro".getBytes(StandardCharsets.UTF_8);
    String key = "prod/core/Pod/shop/poison";
    long at = parts.get(1).get(0).timestamp();
    log.write(topics, parts.get(0));
    log.writeBytes(topics.events(), "prod", key, at, poison);
    log.write(topics, parts.get(1));
    // When
    try (Correlator correlator = Correlator.start(config("a"))) {
      awaitEvaluated(script.log());
      // Then
      assertThat(correlator.status().counts().deadLetters()).isEqualTo(1);
    }
    List<ConsumerRecord<String, @Nullable DeadLetter>> letters =
        log.read(topics.deadLetters(), DeadLetter.class);
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).key()).isEqualTo(key);
    assertThat(letters.get(0).timestamp()).isEqualTo(at);
    DeadLetter letter = letters.get(0).value();
    assertThat(letter.getService()).isEqualTo("correlator");
    assertThat(letter.getCluster()).isEqualTo("prod");
    assertThat(letter.getTopic()).isEqualTo(topics.events());
    assertThat(letter.getOffset()).isEqualTo(parts.get(0).size());
    assertThat(letter.getPayload().array()).isEqualTo(poison);
    assertThat(letter.getError()).contains("not in Confluent wire format");
    assertThat(published())
        .hasSameSizeAs(script.written().stream()
            .filter(written -> written.value() instanceof Incident)
            .toList());
  }

  @Test
  void setsAsideWhatIsAsLargeAsARecordMayBe() throws Exception {
    // Given: no compression makes it smaller, and the topic would take no more.
    ClusterScript script = history("prod");
    byte[] poison = new byte[1_048_300];
    new Random(1).nextBytes(poison);
    poison[0] = 1;
    String key = "prod/core/Pod/shop/poison";
    log.writeBytes(topics.events(), "prod", key, script.log().get(0).timestamp(), poison);
    log.write(topics, script.log());
    // When
    evaluate("a", script.log());
    // Then
    List<ConsumerRecord<String, @Nullable DeadLetter>> letters =
        log.read(topics.deadLetters(), DeadLetter.class);
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).key()).isEqualTo(key);
    DeadLetter letter = letters.get(0).value();
    assertThat(letter.getSizeBytes()).isEqualTo(poison.length);
    assertThat(letter.getPayload().array()).isEqualTo(Arrays.copyOf(poison, 768 * 1024));
  }

  @Test
  void waitsForTheRegistryAndSaysSo() throws Exception {
    // Given
    ClusterScript script = history("prod");
    log.write(topics, script.log());
    log.stopRegistry();
    try (Correlator correlator = Correlator.start(config("a"))) {
      // When
      try {
        await()
            .atMost(LIMIT)
            .until(() -> correlator.status().state() == CorrelatorStatus.State.BLOCKED);
        // Then
        assertThat(correlator.status().reason()).startsWith("schema registry: ");
      } finally {
        log.startRegistryAgain();
      }
      awaitEvaluated(script.log());
      assertThat(correlator.status().reason()).isNull();
      assertThat(correlator.status().counts().deadLetters()).isZero();
    }
    assertPublishedIsWhatTheEngineSays();
  }

  @Test
  void saysThatItFailedWhenItsTopicIsMissing() {
    // Given
    topics = TopicNames.withPrefix("nowhere.");
    // When
    try (Correlator correlator = Correlator.start(config("a"))) {
      await().atMost(LIMIT).until(() -> correlator.status().failed());
      // Then
      assertThat(correlator.status().reason()).contains("MissingSourceTopic");
    }
  }

  private void evaluate(String instance, List<LogRecord> records) {
    try (Correlator correlator = Correlator.start(config(instance))) {
      awaitEvaluated(records);
      assertThat(correlator.status().failed()).isFalse();
    }
  }

  private CorrelatorConfig config(String instance) {
    return CorrelatorConfig.of(
            topics,
            log.clients(),
            (short) 1,
            directory.resolve("state-" + instance + "-" + topics.prefix()),
            rules())
        .withCommitInterval(Duration.ofMillis(20));
  }

  private static Rules rules() {
    return Rules.standard(List.of(ToyCheck.podSad()));
  }

  private static EngineSettings engine() {
    return EngineSettings.standard(rules(), FactsCodec.VERSION);
  }

  /** Three clusters, one after another in time, so that a part of the log ends with each of them. */
  private static List<LogRecord> histories() {
    return CLUSTERS.stream().flatMap(cluster -> history(cluster).log().stream()).toList();
  }

  private static ClusterScript history(String cluster) {
    Thing cart = Thing.deployment("cart");
    Thing set = Thing.replicaSet("cart-5c9", cart);
    ClusterScript script = new ClusterScript(cluster, engine()).listed(cart, set);
    for (int round = 0; round < 4; round++) {
      for (int pod = 0; pod < 5; pod++) {
        script.added(Thing.pod("cart-" + pod).ownedBy(set).sad());
      }
      script.passes(Duration.ofMinutes(2));
      for (int pod = 0; pod < 5; pod++) {
        script.modified(Thing.pod("cart-" + pod).ownedBy(set).running());
      }
      script.passes(Duration.ofMinutes(3));
    }
    return script;
  }

  private static List<List<LogRecord>> parts(List<LogRecord> records, int count) {
    int size = (records.size() + count - 1) / count;
    return Stream.iterate(0, from -> from < records.size(), from -> from + size)
        .map(from -> records.subList(from, Math.min(records.size(), from + size)))
        .toList();
  }

  /** The newest TICK of each cluster in these records has been evaluated, and what it led to can be read. */
  private void awaitEvaluated(List<LogRecord> records) {
    Map<String, Long> wanted = records.stream()
        .filter(record -> record.key().contains("/-/Tick/"))
        .collect(Collectors.toMap(LogRecord::cluster, LogRecord::timestamp, Math::max));
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> {
      Map<String, Long> reached = new TreeMap<>();
      for (ConsumerRecord<String, @Nullable WatcherStatus> record :
          log.read(topics.watcherStatus(), WatcherStatus.class)) {
        reached.merge(record.key(), record.timestamp(), Math::max);
      }
      return wanted.entrySet().stream()
          .allMatch(entry -> reached.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
    });
  }

  private List<Incident> published() {
    return log.read(topics.incidents(), Incident.class).stream()
        .map(ConsumerRecord::value)
        .map(incident -> {
          if (incident == null) {
            throw new AssertionError("an incident without a value");
          }
          return incident;
        })
        .toList();
  }

  private void assertPublishedIsWhatTheEngineSays() throws UnreadableRecordException {
    Map<StoreName, Store> stores = new TreeMap<>();
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    List<ClusterScript.Written> said =
        ClusterScript.replay(new IncidentEngine(engine(), stores::get), log.log(topics));
    List<Incident> incidents = said.stream()
        .map(ClusterScript.Written::value)
        .filter(Incident.class::isInstance)
        .map(Incident.class::cast)
        .toList();
    assertThat(incidents).isNotEmpty();
    assertThat(published()).isEqualTo(incidents);
  }
}
