package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.mcpruntime.watcher.correlator.history.Tick;
import org.mcpruntime.watcher.correlator.replay.BundlePlan;
import org.mcpruntime.watcher.correlator.replay.Start;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** The log of a cluster that shares its partition with a much busier one. */
class KafkaHistoryTest {

  private static final byte[] NO_AVRO = {'n', 'o', 't', ' ', 'A', 'v', 'r', 'o'};

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
    log.kafka().writeBytes(log.topics().events(), "c", "c/-/Tick/-/-", bad, NO_AVRO);
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
    log.kafka().writeBytes(log.topics().events(), "c", "c/x", bad, NO_AVRO);
    log.kafka().writeBytes(log.topics().events(), "c", "c", bad, NO_AVRO);
    log.kafka().writeBytes(log.topics().events(), "c", "c/core/Pod/shop/y", bad, NO_AVRO);
    log.kafka().writeBytes(log.topics().events(), "c", "c/core/Pod/other/y", bad, NO_AVRO);
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

  private static KafkaHistory history() {
    return KafkaHistory.open(log.topics(), "c", log.kafka().clients());
  }
}
