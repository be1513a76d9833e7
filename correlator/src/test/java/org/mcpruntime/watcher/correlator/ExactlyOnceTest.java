package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
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
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * Whatever befalls the instances and the broker in the middle of their work, readers get what one engine in memory says
 * of the same log: every record once, in order, with its time.
 */
class ExactlyOnceTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Over three partitions, two of them with several clusters. */
  private static final List<String> CLUSTERS = List.of("a", "b", "c", "d", "e", "f");

  @TempDir
  static Path directory;

  private static LocalLog log;
  private static List<LogRecord> records;

  private final long seed = Long.getLong("watcher.seed", new Random().nextInt(1_000_000));
  private final Random random = new Random(seed);
  private TopicNames topics = TopicNames.withPrefix("unset.");

  @BeforeAll
  static void start() throws IOException {
    log = LocalLog.start(directory);
    records = interleaved();
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @BeforeEach
  void write(TestInfo test) throws Exception {
    topics = TopicNames.withPrefix(test.getTestMethod().orElseThrow().getName() + ".");
    log.createTopics(topics);
    log.write(topics, records);
  }

  @Test
  void losesAndRepeatsNothingWhenItIsKilledAtAnyMoment() throws Exception {
    // Given: killed with its state left behind, and killed with its state lost
    for (int kill = 0; kill < 3; kill++) {
      Path state = state("killed");
      try (CorrelatorProcess process =
          CorrelatorProcess.start(clients(), topics, state, "killed")) {
        // When: as often as not in the middle of a transaction
        long until = log.written(topics.watcherStatus()) + 1 + random.nextInt(expected() / 6);
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> {
          process.requireAlive();
          return log.written(topics.watcherStatus()) >= until;
        });
      }
      if (kill % 2 == 1) {
        delete(state);
      }
    }
    try (Correlator last = start("killed")) {
      awaitEvaluated();
      assertThat(last.status().failed()).isFalse();
    }
    // Then
    assertPublishedIsWhatTheEngineSays();
  }

  @Test
  void losesAndRepeatsNothingFromOneInstanceToThreeAndBack() throws Exception {
    // When: work is handed over while it is being done
    try (Correlator third = start("third")) {
      try (Correlator first = start("first")) {
        awaitWritten(expected() / 6);
        try (Correlator second = start("second")) {
          awaitWritten(expected() / 3);
          // Then
          assertThat(List.of(first, second, third))
              .noneMatch(each -> each.status().failed());
        }
      }
      awaitEvaluated();
    }
    assertPublishedIsWhatTheEngineSays();
  }

  @Test
  void losesAndRepeatsNothingWhenTheBrokerGoesAndComesBack() throws Exception {
    // Given
    try (Correlator correlator = start("steady")) {
      awaitWritten(expected() / 6);
      // When
      log.restartKafka();
      // Then
      awaitEvaluated();
      assertThat(correlator.status().failed()).isFalse();
    }
    assertPublishedIsWhatTheEngineSays();
  }

  /** Also of {@link CorrelatorProcess}. */
  static CorrelatorConfig config(
      TopicNames topics, Map<String, String> clients, Path state, String instance) {
    Map<String, String> slow = new TreeMap<>(clients);
    slow.put("value.deserializer", SlowDeserializer.class.getName());
    slow.put("transaction.timeout.ms", "2000");
    return CorrelatorConfig.of(
            topics, slow, (short) 1, state, Rules.standard(List.of(ToyCheck.podSad())))
        .withCommitInterval(Duration.ofMillis(50))
        .withInstance(instance);
  }

  private Correlator start(String instance) {
    return Correlator.start(config(topics, clients(), state(instance), instance));
  }

  private Map<String, String> clients() {
    return log.clients();
  }

  private Path state(String instance) {
    return directory.resolve(topics.prefix() + instance);
  }

  /** Status records that the whole history leads to. */
  private static int expected() {
    return (int)
        records.stream().filter(record -> record.key().contains("/-/Tick/")).count();
  }

  private void awaitWritten(long statuses) {
    await().atMost(LIMIT).until(() -> log.written(topics.watcherStatus()) >= statuses);
  }

  private void awaitEvaluated() {
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> {
      long evaluated = log.read(topics.watcherStatus(), WatcherStatus.class).stream()
          .filter(record -> record.key().indexOf('/') < 0)
          .count();
      return evaluated >= expected();
    });
  }

  private void assertPublishedIsWhatTheEngineSays() {
    Map<StoreName, Store> stores = new TreeMap<>();
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    EngineSettings settings =
        EngineSettings.standard(Rules.standard(List.of(ToyCheck.podSad())), FactsCodec.VERSION);
    List<ClusterScript.Written> said =
        ClusterScript.replay(new IncidentEngine(settings, stores::get), log.log(topics));
    assertThat(published(topics.incidents(), Incident.class))
        .as("-Dwatcher.seed=%s", seed)
        .isNotEmpty()
        .isEqualTo(
            said.stream().filter(each -> each.value() instanceof Incident).toList());
    assertThat(published(topics.watcherStatus(), WatcherStatus.class))
        .isEqualTo(
            said.stream().filter(each -> each.value() instanceof WatcherStatus).toList());
  }

  private <T extends SpecificRecord> List<ClusterScript.Written> published(
      String topic, Class<T> type) {
    List<ClusterScript.Written> all = new ArrayList<>();
    for (ConsumerRecord<String, @Nullable T> record : log.read(topic, type)) {
      all.add(new ClusterScript.Written(record.timestamp(), record.key(), record.value()));
    }
    return all;
  }

  /** Clusters take turns in the log, as their collectors write at the same time. */
  private static List<LogRecord> interleaved() {
    List<List<LogRecord>> histories =
        CLUSTERS.stream().map(cluster -> history(cluster).log()).toList();
    assertThat(CLUSTERS.stream()
            .map(cluster -> ClusterPartitioner.partition(cluster, LocalLog.PARTITIONS)))
        .contains(0, 1, 2);
    List<LogRecord> all = new ArrayList<>();
    for (int i = 0; i < histories.get(0).size(); i++) {
      for (List<LogRecord> each : histories) {
        all.add(each.get(i));
      }
    }
    return all;
  }

  private static ClusterScript history(String cluster) {
    Thing cart = Thing.deployment("cart");
    Thing set = Thing.replicaSet("cart-5c9", cart);
    EngineSettings settings =
        EngineSettings.standard(Rules.standard(List.of(ToyCheck.podSad())), FactsCodec.VERSION);
    ClusterScript script = new ClusterScript(cluster, settings).listed(cart, set);
    for (int round = 0; round < 8; round++) {
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

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
