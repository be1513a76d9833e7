package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** The service on a real broker and registry: what it publishes is what the engine alone says of the same log. */
class CorrelatorTest {

  private static final List<String> CLUSTERS = List.of("prod", "stage", "edge");

  @RegisterExtension
  static final LiveLog log = new LiveLog();

  @Test
  void publishesWhatTheEngineSays() throws Exception {
    // Given
    List<LogRecord> records = histories();
    log.write(records);
    // When
    try (Correlator correlator = Correlator.start(log.config("a"))) {
      log.awaitEvaluated(records);
      // Then
      assertThat(correlator.status().state()).isEqualTo(CorrelatorStatus.State.RUNNING);
      assertThat(correlator.status().counts().records()).isEqualTo(records.size());
      assertThat(correlator.status().clusters()).containsOnlyKeys(CLUSTERS);
      assertThat(correlator.status().failed()).isFalse();
      assertThat(correlator.status().lag()).hasSize(LocalLog.PARTITIONS);
      assertThat(correlator.status().lag().values()).containsOnly(0L);
      assertThat(correlator.status().restore().left()).isZero();
      assertThat(correlator.status().silence()).isLessThan(Duration.ofMinutes(5));
    }
    log.assertPublishedIsWhatTheEngineSays("");
  }

  @Test
  void keepsEachClusterInItsPartition() throws Exception {
    // Given
    List<LogRecord> records = histories();
    log.write(records);
    // When
    log.evaluate(log.config("a"), records);
    // Then
    for (ConsumerRecord<String, @Nullable Incident> record :
        log.kafka().read(log.topics().incidents(), Incident.class)) {
      assertThat(record.key()).isEqualTo(record.value().getId());
      assertThat(record.timestamp()).isEqualTo(record.value().getUpdatedAt().toEpochMilli());
      assertThat(record.partition())
          .isEqualTo(
              ClusterPartitioner.partition(record.value().getCluster(), LocalLog.PARTITIONS));
    }
    for (ConsumerRecord<String, @Nullable WatcherStatus> record :
        log.kafka().read(log.topics().watcherStatus(), WatcherStatus.class)) {
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
      log.write(part);
      log.evaluate(log.config("a"), part);
    }
    // Then
    log.assertPublishedIsWhatTheEngineSays("");
  }

  @Test
  void setsAsideWhatCanNeverBeRead() throws Exception {
    // Given
    ClusterScript script = history("prod");
    List<List<LogRecord>> parts = parts(script.log(), 2);
    byte[] poison = "not Avro".getBytes(StandardCharsets.UTF_8);
    String key = "prod/core/Pod/shop/poison";
    long at = parts.get(1).get(0).timestamp();
    log.write(parts.get(0));
    log.kafka().writeBytes(log.topics().events(), "prod", key, at, poison);
    log.write(parts.get(1));
    // When
    try (Correlator correlator = Correlator.start(log.config("a"))) {
      log.awaitEvaluated(script.log());
      // Then
      assertThat(correlator.status().counts().deadLetters()).isEqualTo(1);
    }
    List<ConsumerRecord<String, @Nullable DeadLetter>> letters =
        log.kafka().read(log.topics().deadLetters(), DeadLetter.class);
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).key()).isEqualTo(key);
    assertThat(letters.get(0).timestamp()).isEqualTo(at);
    DeadLetter letter = letters.get(0).value();
    assertThat(letter.getService()).isEqualTo("correlator");
    assertThat(letter.getCluster()).isEqualTo("prod");
    assertThat(letter.getTopic()).isEqualTo(log.topics().events());
    assertThat(letter.getOffset()).isEqualTo(parts.get(0).size());
    assertThat(letter.getPayload().array()).isEqualTo(poison);
    assertThat(letter.getError()).contains("not in Confluent wire format");
    assertThat(log.published(log.topics().incidents(), Incident.class))
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
    log.kafka()
        .writeBytes(log.topics().events(), "prod", key, script.log().get(0).timestamp(), poison);
    log.write(script.log());
    // When
    log.evaluate(log.config("a"), script.log());
    // Then
    List<ConsumerRecord<String, @Nullable DeadLetter>> letters =
        log.kafka().read(log.topics().deadLetters(), DeadLetter.class);
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
    log.write(script.log());
    log.kafka().stopRegistry();
    try (Correlator correlator = Correlator.start(log.config("a"))) {
      // When
      try {
        await()
            .atMost(LiveLog.LIMIT)
            .until(() -> correlator.status().state() == CorrelatorStatus.State.BLOCKED);
        // Then
        assertThat(correlator.status().reason()).startsWith("schema registry: ");
      } finally {
        log.kafka().startRegistryAgain();
      }
      log.awaitEvaluated(script.log());
      assertThat(correlator.status().reason()).isNull();
      assertThat(correlator.status().counts().deadLetters()).isZero();
    }
    log.assertPublishedIsWhatTheEngineSays("");
  }

  @Test
  void saysThatItFailedWhenItsTopicIsMissing() {
    // Given
    CorrelatorConfig config = LiveLog.config(
        TopicNames.withPrefix("nowhere."),
        log.kafka().clients(),
        log.state("nowhere"),
        LiveLog.FACTS);
    // When
    try (Correlator correlator = Correlator.start(config)) {
      await().atMost(LiveLog.LIMIT).until(() -> correlator.status().failed());
      // Then
      assertThat(correlator.status().reason()).contains("MissingSourceTopic");
    }
  }

  /** Three clusters, one after another in time, so that a part of the log ends with each of them. */
  private static List<LogRecord> histories() {
    return CLUSTERS.stream().flatMap(cluster -> history(cluster).log().stream()).toList();
  }

  private static ClusterScript history(String cluster) {
    Thing cart = Thing.deployment("cart");
    Thing set = Thing.replicaSet("cart-5c9", cart);
    ClusterScript script = new ClusterScript(cluster, LiveLog.engine()).listed(cart, set);
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
}
