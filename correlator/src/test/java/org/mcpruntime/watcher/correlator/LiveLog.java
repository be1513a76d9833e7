package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
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
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * A broker and a registry for a class of tests, and topics of its own for each test: histories are written there, correlators
 * evaluate them, and what they publish is compared with what the engine alone says of the same log.
 */
// JUnit calls beforeAll and beforeEach before anything else.
@SuppressWarnings("NullAway.Init")
final class LiveLog implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback {

  static final Duration LIMIT = Duration.ofMinutes(3);

  /** Of this program; the next one knows other facts. */
  static final int FACTS = FactsCodec.VERSION;

  static final int NEXT_FACTS = FACTS + 1;

  /** More of them than partitions. */
  static final List<String> CLUSTERS = List.of("a", "b", "c", "d");

  private Path directory;
  private LocalLog log;
  private TopicNames topics;
  private int tests;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("live-log");
    log = LocalLog.start(directory);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    topics = TopicNames.withPrefix("test-" + ++tests + ".");
    log.createTopics(topics);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    log.close();
    delete(directory);
  }

  LocalLog kafka() {
    return log;
  }

  TopicNames topics() {
    return topics;
  }

  static EngineSettings engine(int facts) {
    return EngineSettings.standard(Rules.standard(List.of(ToyCheck.podSad())), facts);
  }

  static EngineSettings engine() {
    return engine(FACTS);
  }

  CorrelatorConfig config(String instance) {
    return config(topics, log.clients(), state(instance), FACTS);
  }

  CorrelatorConfig config(String instance, int facts) {
    return config(topics, log.clients(), state(instance), facts);
  }

  /** Also of {@link CorrelatorProcess}. */
  static CorrelatorConfig config(
      TopicNames topics, Map<String, String> clients, Path state, int facts) {
    return CorrelatorConfig.of(topics, clients, (short) 1, state, engine(facts).rules())
        .withEngine(engine(facts))
        .withCommitInterval(Duration.ofMillis(20));
  }

  /** Settings that make a history last long enough for something to happen in it, and that end what a kill left open soon. */
  Map<String, String> slow() {
    Map<String, String> slow = new TreeMap<>(log.clients());
    slow.put("value.deserializer", SlowDeserializer.class.getName());
    slow.put("transaction.timeout.ms", "5000");
    return slow;
  }

  Path state(String instance) {
    return directory.resolve(topics.prefix() + instance);
  }

  void write(List<LogRecord> records) throws Exception {
    log.write(topics, records);
  }

  /** Writes a part of the records, evaluates it as this instance with these facts, and ends. */
  void evaluate(String instance, int facts, List<LogRecord> records, int from, int to)
      throws Exception {
    write(records.subList(from, to));
    evaluate(config(instance, facts), records.subList(0, to));
  }

  /** Evaluates these records, the newest ones that are written, and ends. */
  void evaluate(CorrelatorConfig config, List<LogRecord> records) {
    try (Correlator correlator = Correlator.start(config)) {
      awaitEvaluated(records);
      if (correlator.status().failed()) {
        throw new AssertionError(correlator.status().reason());
      }
    }
  }

  /** The newest TICK of each cluster in these records has been evaluated, and what it led to can be read. */
  void awaitEvaluated(List<LogRecord> records) {
    Map<String, Long> wanted = records.stream()
        .filter(record -> record.key().contains("/-/Tick/"))
        .collect(
            Collectors.toMap(LogRecord::cluster, LogRecord::timestamp, Math::max, TreeMap::new));
    boolean came = log.awaitCommitted(topics.watcherStatus(), LIMIT, (cluster, timestamp) -> {
      wanted.computeIfPresent(cluster, (same, last) -> timestamp >= last ? null : last);
      return wanted.isEmpty();
    });
    if (!came) {
      throw new AssertionError("not evaluated within " + LIMIT + ": " + wanted);
    }
  }

  /** What was published there, as the engine writes it. */
  <T extends SpecificRecord> List<ClusterScript.Written> published(String topic, Class<T> type) {
    List<ClusterScript.Written> all = new ArrayList<>();
    for (ConsumerRecord<String, @Nullable T> record : log.read(topic, type)) {
      all.add(new ClusterScript.Written(record.timestamp(), record.key(), record.value()));
    }
    return all;
  }

  /** Incidents as published, by cluster. */
  Map<String, List<Incident>> incidents() {
    return byCluster(published(topics.incidents(), Incident.class));
  }

  List<Incident> incidents(String cluster) {
    return incidents().getOrDefault(cluster, List.of());
  }

  /** Every record once, in order, with its time. */
  void assertPublishedIsWhatTheEngineSays(String circumstance) {
    List<ClusterScript.Written> said =
        ClusterScript.replay(new IncidentEngine(engine(), stores()), log.log(topics));
    assertThat(published(topics.incidents(), Incident.class))
        .as(circumstance)
        .isNotEmpty()
        .isEqualTo(of(said, Incident.class));
    assertThat(published(topics.watcherStatus(), WatcherStatus.class))
        .as(circumstance)
        .isEqualTo(of(said, WatcherStatus.class));
  }

  /**
   * What the engine says of the log, as a correlator does that is upgraded in the middle.
   *
   * @param upgrade so many records of each cluster are evaluated with the older facts
   */
  Map<String, List<Incident>> said(int upgrade) {
    return said(log.log(topics), upgrade);
  }

  /** The same of these records. */
  static Map<String, List<Incident>> said(List<LogRecord> all, int upgrade) {
    Function<StoreName, Store> stores = stores();
    IncidentEngine old = new IncidentEngine(engine(FACTS), stores);
    IncidentEngine next = new IncidentEngine(engine(NEXT_FACTS), stores);
    Map<String, Integer> count = new HashMap<>();
    return byCluster(all.stream()
        .flatMap(record -> {
          boolean before = count.merge(record.cluster(), 1, Integer::sum) <= upgrade;
          return ClusterScript.replay(before ? old : next, List.of(record)).stream();
        })
        .toList());
  }

  private static List<ClusterScript.Written> of(
      List<ClusterScript.Written> written, Class<?> type) {
    return written.stream().filter(each -> type.isInstance(each.value())).toList();
  }

  static Map<String, List<Incident>> byCluster(List<ClusterScript.Written> written) {
    return written.stream()
        .map(ClusterScript.Written::value)
        .filter(Incident.class::isInstance)
        .map(Incident.class::cast)
        .collect(Collectors.groupingBy(Incident::getCluster, TreeMap::new, Collectors.toList()));
  }

  /** In memory. */
  static Function<StoreName, Store> stores() {
    Map<StoreName, Store> stores = new EnumMap<>(StoreName.class);
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    return stores::get;
  }

  /** Clusters take turns in the log, as their collectors write at the same time. */
  static List<LogRecord> interleaved(
      List<String> clusters, Function<String, ClusterScript> history) {
    List<List<LogRecord>> logs =
        clusters.stream().map(cluster -> history.apply(cluster).log()).toList();
    List<LogRecord> all = new ArrayList<>();
    for (int i = 0; i < logs.get(0).size(); i++) {
      for (List<LogRecord> each : logs) {
        all.add(each.get(i));
      }
    }
    return all;
  }

  static ClusterScript comesAndGoes(String cluster, int quiet) {
    Thing cart = Thing.deployment("cart");
    Thing set = Thing.replicaSet("cart-5c9", cart);
    return comesAndGoes(new ClusterScript(cluster, engine()).listed(cart, set), quiet);
  }

  /**
   * So that at any moment some are pending, open, settling, over or flapping.
   *
   * @param quiet changes of no importance, in each round
   */
  static ClusterScript comesAndGoes(ClusterScript script, int quiet) {
    Thing set = Thing.replicaSet("cart-5c9", Thing.deployment("cart"));
    for (int round = 0; round < 30; round++) {
      Thing owned = Thing.pod("cart-" + round % 3).ownedBy(set);
      Thing alone = Thing.pod("web-" + round % 5);
      script.modified(owned.sad()).passes(Duration.ofSeconds(70));
      script.modified(alone.sad()).passes(Duration.ofSeconds(40));
      script.modified(owned.running()).passes(Duration.ofSeconds(90));
      script.modified(round % 2 == 0 ? alone.running() : alone.sad());
      script.passes(Duration.ofMinutes(2));
      for (int pod = 0; pod < quiet; pod++) {
        script.modified(Thing.pod("quiet-" + pod));
      }
    }
    return script;
  }

  static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
