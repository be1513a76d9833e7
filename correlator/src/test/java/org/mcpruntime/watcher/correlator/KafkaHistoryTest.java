package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.correlator.history.BundleHistory;
import org.mcpruntime.watcher.correlator.history.BundleManifest;
import org.mcpruntime.watcher.correlator.history.BundleWriter;
import org.mcpruntime.watcher.correlator.history.KafkaHistory;
import org.mcpruntime.watcher.correlator.history.Policy;
import org.mcpruntime.watcher.correlator.history.Tick;
import org.mcpruntime.watcher.correlator.replay.BundlePlan;
import org.mcpruntime.watcher.correlator.replay.Progress;
import org.mcpruntime.watcher.correlator.replay.Start;
import org.mcpruntime.watcher.correlator.replay.Verification;
import org.mcpruntime.watcher.correlator.replay.Verifier;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;

/** The log of a cluster that shares its partition with a much busier one. */
class KafkaHistoryTest {

  @RegisterExtension
  static final LiveLog log = new LiveLog();

  private final ClusterScript quiet =
      new ClusterScript("c", LiveLog.engine()).listed().passes(Duration.ofMinutes(1));
  private final ClusterScript busy =
      new ClusterScript("a", LiveLog.engine()).at(quiet.now()).listed().passes(Duration.ofHours(8));

  @Test
  void keepsNobodyWaitingForTheNextRecord() throws Exception {
    // Given
    ClusterScript later =
        new ClusterScript("c", LiveLog.engine()).at(busy.now()).tick();
    log.write(quiet.log());
    log.write(busy.log());
    log.write(later.log());
    // When
    List<List<LogRecord>> portions = new ArrayList<>();
    List<LogRecord> events = new ArrayList<>();
    try (KafkaHistory history = history()) {
      history.portions(0, Long.MAX_VALUE).forEachRemaining(portions::add);
      history.events(0).forEachRemaining(events::add);
    }
    // Then
    assertThat(portions).anyMatch(List::isEmpty);
    assertThat(portions.stream().flatMap(List::stream).map(LogRecord::offset))
        .containsExactlyElementsOf(events.stream().map(LogRecord::offset).toList())
        .hasSize(quiet.log().size() + 1);
  }

  @Test
  void findsATimeAndEndsWhereItIsTold() throws Exception {
    // Given
    log.write(quiet.log());
    log.write(busy.log());
    long end = quiet.log().size();
    try (KafkaHistory history = history()) {
      // When
      long from = history.offsetAt(quiet.now().toEpochMilli());
      Iterator<List<LogRecord>> portions = history.portions(from, end);
      // Then
      assertThat(history.offsetAt(busy.now().plusSeconds(1).toEpochMilli()))
          .isEqualTo(end + busy.log().size());
      assertThat(portions.next()).singleElement().satisfies(record -> {
        assertThat(Tick.is(record)).isTrue();
        assertThat(record.timestamp()).isEqualTo(quiet.now().toEpochMilli());
      });
      assertThat(portions.hasNext()).isFalse();
    }
  }

  @Test
  void passesOverATickThatCannotBeRead() throws Exception {
    // Given
    log.write(quiet.log());
    long bad = quiet.now().plusSeconds(5).toEpochMilli();
    log.kafka().writeBytes(log.topics().events(), "c", "c/-/Tick/-/-", bad, LocalLog.NO_AVRO);
    try (KafkaHistory history = history()) {
      // When
      Optional<Tick> tick = history.tickBefore(bad);
      // Then
      assertThat(tick).map(Tick::time).contains(quiet.now().toEpochMilli());
      assertThat(tick).isEqualTo(history.tickBefore(bad - 1));
      assertThat(Start.of(history, bad, 0))
          .map(Start::settled)
          .contains(tick.get().offset());
    }
  }

  @Test
  void aBundleLeavesOutAndCountsWhatNobodyCanRead(@TempDir Path directory) throws Exception {
    // Given an incident, a key that names no object, and bytes that say nothing
    ClusterScript sad = quiet.added(Thing.pod("cart").sad()).passes(Duration.ofMinutes(5));
    log.write(sad.log());
    long bad = sad.now().toEpochMilli();
    log.kafka().writeBytes(log.topics().events(), "c", "c/x", bad, LocalLog.NO_AVRO);
    log.kafka().writeBytes(log.topics().events(), "c", "c", bad, LocalLog.NO_AVRO);
    log.kafka().writeBytes(log.topics().events(), "c", "c/core/Pod/shop/y", bad, LocalLog.NO_AVRO);
    log.kafka().writeBytes(log.topics().events(), "c", "c/core/Pod/other/y", bad, LocalLog.NO_AVRO);
    Path file = directory.resolve("bundle.zip");
    try (KafkaHistory history = history()) {
      BundleManifest manifest = BundlePlan.of(
              history, sad.incident(), Duration.ofMinutes(30), LiveLog.engine())
          .orElseThrow();
      // When
      BundleWriter.Written written = BundleWriter.write(file, manifest, history);
      // Then another namespace is none of its business
      assertThat(written.unreadable()).isEqualTo(3);
      assertThat(written.events()).isEqualTo(sad.log().size());
    }
    try (BundleHistory bundle = BundleHistory.open(file)) {
      List<Long> offsets = new ArrayList<>();
      bundle.events(0).forEachRemaining(record -> offsets.add(record.offset()));
      assertThat(offsets).hasSize(sad.log().size());
    }
  }

  /** What another writer, or a disk, has left among what the correlator told. */
  @Test
  void leavesOutWhatNobodyCanReadOfWhatWasTold() throws Exception {
    // Given
    ClusterScript sad = quiet.added(Thing.pod("cart").sad()).passes(Duration.ofMinutes(5));
    log.write(sad.log());
    log.evaluate(log.config("tells"), sad.log());
    long through = sad.now().toEpochMilli();
    long during = through - 60_000;
    List<Policy> policies;
    List<Incident> told;
    try (KafkaHistory history = history()) {
      policies = history.policies();
      told = incidents(history);
    }
    // When
    writeBytes(log.topics().watcherStatus(), "c", through + 1);
    writeBytes(log.topics().watcherStatus(), "c/policy/other", through + 1);
    writeBytes(log.topics().watcherStatus(), "c/x/y", through);
    writeBytes(log.topics().incidents(), "x", during);
    try (KafkaHistory history = history()) {
      // Then
      assertThat(history.evaluatedThrough()).isEqualTo(through);
      assertThat(history.policies())
          .hasSize(policies.size() + 1)
          .startsWith(policies.toArray(Policy[]::new))
          .endsWith(new Policy(through + 1, "other", "", null));
      assertThat(incidents(history)).isNotEmpty().isEqualTo(told);
      assertThat(incidents(history)).isEqualTo(told);
      assertThat(history.unreadableIncidents()).singleElement().satisfies(each -> assertThat(
              each.where())
          .matches(log.topics().incidents() + "-" + partition() + "@\\d+"));

      // And that alone cannot be compared
      Verification verification = new Verifier(
              history, LiveLog.engine(), LiveLog.engine().rules().checks())
          .verify(0, through + 1, Progress.NONE);
      assertThat(verification.first()).isNull();
      assertThat(verification.compared()).isEqualTo(told.size());
      assertThat(verification.notCompared())
          .contains(new Verification.Unverified(
              during,
              during + 1,
              history.unreadableIncidents().get(0).where() + " cannot be read"));
    }
  }

  @Test
  void rulesThatNobodyCanReadAreNotThoseThatWereInForceBefore() throws Exception {
    // Given
    log.write(quiet.log());
    log.evaluate(log.config("before"), quiet.log());
    int before = quiet.log().size();
    long changed = quiet.now().plusSeconds(5).toEpochMilli();
    writeBytes(log.topics().watcherStatus(), "c/policy/other", changed);
    List<LogRecord> all =
        quiet.added(Thing.pod("cart").sad()).passes(Duration.ofMinutes(5)).log();
    log.write(all.subList(before, all.size()));
    log.evaluate(log.config("after"), all);
    try (KafkaHistory history = history()) {
      // When
      Verification verification = new Verifier(
              history, LiveLog.engine(), LiveLog.engine().rules().checks())
          .verify(0, quiet.now().toEpochMilli(), Progress.NONE);
      // Then
      assertThat(verification.compared()).isZero();
      assertThat(verification.differences()).isZero();
      assertThat(verification.notCompared())
          .extracting(Verification.Unverified::from, Verification.Unverified::why)
          .contains(tuple(changed, "its rules cannot be read"));
    }
  }

  @Test
  void aClusterThatIsForgottenWasEvaluatedThroughItsForget() throws Exception {
    // Given
    log.write(quiet.forget().log());
    try (Correlator correlator = Correlator.start(log.config("forgets"))) {
      await()
          .atMost(LiveLog.LIMIT)
          .until(() -> log.published(log.topics().watcherStatus(), WatcherStatus.class).stream()
              .anyMatch(written -> written.value() == null));
      assertThat(correlator.status().failed()).isFalse();
    }
    // When: another one under its name comes and goes, and nobody evaluates it
    log.write(new ClusterScript("c", LiveLog.engine())
        .at(quiet.now().plusSeconds(60))
        .listed()
        .forget()
        .log());
    // Then
    try (KafkaHistory past = KafkaHistory.ofPast(log.topics(), "c", log.kafka().clients());
        KafkaHistory live = history()) {
      assertThat(past.evaluatedThrough()).isEqualTo(quiet.now().toEpochMilli());
      assertThat(live.evaluatedThrough()).isNegative();
    }
  }

  private static void writeBytes(String topic, String key, long timestamp) throws Exception {
    log.kafka().writeBytes(topic, "c", key, timestamp, LocalLog.NO_AVRO);
  }

  private static int partition() {
    return ClusterPartitioner.partition("c", LocalLog.PARTITIONS);
  }

  private static List<Incident> incidents(KafkaHistory history) {
    List<Incident> all = new ArrayList<>();
    history.incidents().forEachRemaining(told -> all.add(told.incident()));
    return all;
  }

  private static KafkaHistory history() {
    return KafkaHistory.open(log.topics(), "c", log.kafka().clients());
  }
}
