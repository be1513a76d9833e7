package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
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
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** A correlator without state, or with that of another time, goes on after what was published. */
class LifeFromTheLogTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int NEXT_FACTS = FactsCodec.VERSION + 1;

  /** More of them than partitions. */
  private static final List<String> CLUSTERS = List.of("a", "b", "c", "d");

  @TempDir
  static Path directory;

  private static LocalLog log;

  private final List<LogRecord> records = interleaved();
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
  void goesOnWithOtherFactsAsWithOtherRules() throws Exception {
    // Given
    int half = middle();
    log.write(topics, records.subList(0, half));
    evaluate("old", FactsCodec.VERSION, half);
    assertThat(published()).anyMatch(each -> each.getChange() == IncidentChange.OPENED);
    // When: it is cut off while it comes to life, and begins anew
    log.write(topics, records.subList(half, records.size()));
    Correlator cutOff = Correlator.start(config("new", NEXT_FACTS));
    await().atMost(LIMIT).until(() -> cutOff.status().state() != CorrelatorStatus.State.STARTING);
    cutOff.close(Duration.ZERO);
    evaluate("newer", NEXT_FACTS, records.size());
    // Then
    assertThat(published()).isEqualTo(said(half / CLUSTERS.size()));
  }

  @Test
  void tellsNothingAgainWhenStateAndPositionAreLost() throws Exception {
    // Given
    int half = middle();
    log.write(topics, records.subList(0, half));
    evaluate("lost", FactsCodec.VERSION, half);
    int before = published().size();
    // When
    forgetApplication();
    log.write(topics, records.subList(half, records.size()));
    evaluate("anew", FactsCodec.VERSION, records.size());
    // Then
    assertThat(published()).hasSizeGreaterThan(before).isEqualTo(said(Integer.MAX_VALUE));
  }

  @Test
  void goesOnFromWhatTheOtherVersionToldWhileBothWereRunning() throws Exception {
    // Given
    int third = records.size() / 3 / CLUSTERS.size() * CLUSTERS.size();
    log.write(topics, records.subList(0, third));
    evaluate("old", FactsCodec.VERSION, third);
    // When: forward, back, and forward again, so that the state of the newer version is old
    log.write(topics, records.subList(third, 2 * third));
    evaluate("new", NEXT_FACTS, 2 * third);
    log.write(topics, records.subList(2 * third, records.size() - CLUSTERS.size()));
    evaluate("old", FactsCodec.VERSION, records.size() - CLUSTERS.size());
    log.write(topics, records.subList(records.size() - CLUSTERS.size(), records.size()));
    evaluate("new", NEXT_FACTS, records.size());
    // Then
    Map<String, Integer> revisions = new HashMap<>();
    for (Incident incident : published()) {
      assertThat(incident.getRevision())
          .as("%s %s", incident.getKey(), incident.getChange())
          .isEqualTo(revisions.merge(incident.getId(), 1, Integer::sum));
    }
    assertThat(
            published().stream().filter(LifeFromTheLogTest::isTurn).map(LifeFromTheLogTest::turn))
        .containsExactlyElementsOf(said(Integer.MAX_VALUE).stream()
            .filter(LifeFromTheLogTest::isTurn)
            .map(LifeFromTheLogTest::turn)
            .toList());
  }

  private static boolean isTurn(Incident incident) {
    return incident.getChange() != IncidentChange.UPDATED;
  }

  private static String turn(Incident incident) {
    return incident.getUpdatedAt() + " " + incident.getChange() + " " + incident.getKey();
  }

  private void evaluate(String instance, int facts, int upTo) {
    Map<String, Long> wanted = new TreeMap<>();
    records.subList(0, upTo).stream()
        .filter(record -> record.key().contains("/-/Tick/"))
        .forEach(record -> wanted.put(record.cluster(), record.timestamp()));
    try (Correlator correlator = Correlator.start(config(instance, facts))) {
      await().atMost(LIMIT).pollInterval(Duration.ofMillis(300)).until(() -> {
        assertThat(correlator.status().reason())
            .satisfiesAnyOf(reason -> assertThat(reason).isNull(), reason -> assertThat(reason)
                .contains("comes to life"));
        Map<String, Long> reached = new HashMap<>();
        correlator
            .status()
            .evaluatedThrough()
            .forEach((cluster, at) -> reached.put(cluster, at.toEpochMilli()));
        return wanted.equals(reached);
      });
    }
  }

  private CorrelatorConfig config(String instance, int facts) {
    return CorrelatorConfig.of(
            topics,
            log.clients(),
            (short) 1,
            directory.resolve(topics.prefix() + instance),
            rules())
        .withEngine(settings(facts))
        .withCommitInterval(Duration.ofMillis(20));
  }

  private static Rules rules() {
    return Rules.standard(List.of(ToyCheck.podSad()));
  }

  private static EngineSettings settings(int facts) {
    return EngineSettings.standard(rules(), facts);
  }

  private List<Incident> published() {
    List<Incident> all = new ArrayList<>();
    for (ConsumerRecord<String, @Nullable Incident> record :
        log.read(topics.incidents(), Incident.class)) {
      Incident incident = record.value();
      if (incident == null) {
        throw new AssertionError("an incident without a value");
      }
      all.add(incident);
    }
    return all;
  }

  /** @param upgrade so many records of each cluster are evaluated with the older facts */
  private List<Incident> said(int upgrade) {
    Map<StoreName, Store> stores = new TreeMap<>();
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    IncidentEngine old = new IncidentEngine(settings(FactsCodec.VERSION), stores::get);
    IncidentEngine next = new IncidentEngine(settings(NEXT_FACTS), stores::get);
    Map<String, Integer> count = new HashMap<>();
    List<Incident> said = new ArrayList<>();
    for (LogRecord record : log.log(topics)) {
      IncidentEngine engine =
          count.merge(record.cluster(), 1, Integer::sum) <= upgrade ? old : next;
      ClusterScript.replay(engine, List.of(record)).stream()
          .map(ClusterScript.Written::value)
          .filter(Incident.class::isInstance)
          .map(Incident.class::cast)
          .forEach(said::add);
    }
    return said;
  }

  private void forgetApplication() throws Exception {
    String application = topics.correlatorApplication();
    try (Admin admin = Admin.create(Map.copyOf(log.clients()))) {
      admin.deleteConsumerGroups(List.of(application)).all().get();
      List<String> changelogs = admin.listTopics().names().get().stream()
          .filter(name -> name.startsWith(application))
          .toList();
      admin.deleteTopics(changelogs).all().get();
    }
  }

  /** While incidents are open. */
  private int middle() {
    int each = records.size() / CLUSTERS.size();
    int open = 4 + each / 2;
    return open * CLUSTERS.size();
  }

  private static List<LogRecord> interleaved() {
    List<List<LogRecord>> histories =
        CLUSTERS.stream().map(cluster -> history(cluster).log()).toList();
    List<LogRecord> all = new ArrayList<>();
    for (int i = 0; i < histories.get(0).size(); i++) {
      for (List<LogRecord> each : histories) {
        all.add(each.get(i));
      }
    }
    return all;
  }

  /** Comes and goes, so that at any moment some are pending, open, settling, over or flapping. */
  private static ClusterScript history(String cluster) {
    Thing cart = Thing.deployment("cart");
    Thing set = Thing.replicaSet("cart-5c9", cart);
    ClusterScript script =
        new ClusterScript(cluster, settings(FactsCodec.VERSION)).listed(cart, set);
    for (int round = 0; round < 30; round++) {
      Thing owned = Thing.pod("cart-" + round % 3).ownedBy(set);
      Thing alone = Thing.pod("web-" + round % 5);
      script.modified(owned.sad()).passes(Duration.ofSeconds(70));
      script.modified(alone.sad()).passes(Duration.ofSeconds(40));
      script.modified(owned.running()).passes(Duration.ofSeconds(90));
      script.modified(round % 2 == 0 ? alone.running() : alone.sad());
      script.passes(Duration.ofMinutes(2));
    }
    return script;
  }
}
