package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** A correlator whose facts or rules are of another version goes on after what was published. */
class LifeFromTheLogTest {

  @RegisterExtension
  static final LiveLog log = new LiveLog();

  private static List<LogRecord> records;

  /** So many are evaluated with the older facts; some incidents are open then. */
  private static int half;

  @BeforeAll
  static void make() {
    records = LiveLog.interleaved(LiveLog.CLUSTERS, cluster -> LiveLog.comesAndGoes(cluster, 0));
    half = upTo(50);
  }

  @Test
  void goesOnWithOtherFactsAsWithOtherRules() throws Exception {
    // Given
    log.evaluate("old", LiveLog.FACTS, records, 0, half);
    assertThat(log.incidents().values()).allSatisfy(each -> assertThat(each)
        .anyMatch(one -> one.getChange() == IncidentChange.OPENED));
    // When
    log.evaluate("new", LiveLog.NEXT_FACTS, records, half, records.size());
    // Then
    assertThat(log.incidents()).isEqualTo(log.said(half / LiveLog.CLUSTERS.size()));
  }

  @Test
  void comesToLifeWithoutWaitingForARecord() throws Exception {
    // Given
    log.evaluate("old", LiveLog.FACTS, records, 0, half);
    // When
    try (Correlator next = Correlator.start(
        LiveLog.config(log.topics(), log.slow(), log.state("new"), LiveLog.NEXT_FACTS))) {
      await()
          .atMost(LiveLog.LIMIT)
          .until(() -> next.status().state() == CorrelatorStatus.State.RUNNING);
      // Then: it is not ready before
      assertThat(next.status().comingToLife()).isNotEmpty();
      await().atMost(LiveLog.LIMIT).until(() -> next.status().comingToLife().isEmpty());
      log.write(records.subList(half, records.size()));
      log.awaitEvaluated(records);
      assertThat(next.status().failed()).isFalse();
    }
    assertThat(log.incidents()).isEqualTo(log.said(half / LiveLog.CLUSTERS.size()));
  }

  @Test
  void goesOnFromWhatTheOtherVersionToldWhileItWasAway() throws Exception {
    // When: forward, back, and forward again, so that the state of the newer version is old
    log.evaluate("old", LiveLog.FACTS, records, 0, upTo(30));
    log.evaluate("new", LiveLog.NEXT_FACTS, records, upTo(30), upTo(60));
    log.evaluate("old", LiveLog.FACTS, records, upTo(60), upTo(61));
    log.evaluate("new", LiveLog.NEXT_FACTS, records, upTo(61), records.size());
    // Then
    assertToldOnceWhateverTheRules();
  }

  @Test
  void goesOnWhileBothVersionsWork() throws Exception {
    // Given: the group is led by the older version, which decides who does what
    try (Correlator old = Correlator.start(log.config("old", LiveLog.FACTS))) {
      log.write(records.subList(0, upTo(10)));
      log.awaitEvaluated(records.subList(0, upTo(10)));
      // When: an upgrade instance by instance
      try (Correlator next = Correlator.start(log.config("new", LiveLog.NEXT_FACTS))) {
        await()
            .atMost(LiveLog.LIMIT)
            .until(() -> next.status().state() == CorrelatorStatus.State.RUNNING
                && !next.status().lag().isEmpty());
        log.write(records.subList(upTo(10), upTo(50)));
        log.awaitEvaluated(records.subList(0, upTo(50)));
        assertThat(List.of(old, next)).noneMatch(each -> each.status().failed());
        old.close(LiveLog.LIMIT);
        log.write(records.subList(upTo(50), records.size()));
        log.awaitEvaluated(records);
      }
    }
    // Then
    assertToldOnceWhateverTheRules();
  }

  /** The cluster is forgotten, and another one comes under its name, before or after the upgrade. */
  @ParameterizedTest(name = "upgrade {0} records behind the end of the first")
  @ValueSource(ints = {-400, 0, 1, 400})
  void goesOnAfterAClusterWasForgotten(int behind) throws Exception {
    // Given
    ClusterScript script = LiveLog.comesAndGoes("a", 0);
    int upgrade = script.log().size() + behind;
    script.forget().passes(Duration.ofSeconds(30)).listed(Thing.deployment("cart"));
    LiveLog.comesAndGoes(script, 0);
    List<LogRecord> first = script.log().subList(0, upgrade);
    log.write(first);
    try (Correlator old = Correlator.start(log.config("old", LiveLog.FACTS))) {
      log.awaitEvaluated(first);
      await().atMost(LiveLog.LIMIT).until(() -> behind != 1 || isForgotten());
      assertThat(old.status().failed()).isFalse();
    }
    // When
    log.write(script.log().subList(upgrade, script.log().size()));
    log.evaluate(log.config("new", LiveLog.NEXT_FACTS), script.log());
    // Then
    assertThat(log.incidents()).isEqualTo(log.said(upgrade));
    assertThat(log.incidents("a"))
        .anyMatch(incident -> "FORGOTTEN".equals(incident.getCloseReason()));
  }

  @Test
  void setsAsideOnceWhatCannotBeReadWhileItComesToLife() throws Exception {
    // Given
    List<LogRecord> all = LiveLog.comesAndGoes("a", 0).log();
    List<LogRecord> old = all.subList(0, all.size() / 2);
    log.write(old);
    log.evaluate(log.config("old", LiveLog.FACTS), old);
    // When
    for (String name : List.of("x", "y")) {
      log.kafka()
          .writeBytes(
              log.topics().events(),
              "a",
              "a/core/Pod/shop/" + name,
              all.get(old.size()).timestamp(),
              LocalLog.NO_AVRO);
    }
    log.write(all.subList(old.size(), all.size()));
    log.evaluate(log.config("new", LiveLog.NEXT_FACTS), all);
    log.evaluate(log.config("newer", LiveLog.NEXT_FACTS + 1), all);
    // Then
    assertThat(log.published(log.topics().deadLetters(), DeadLetter.class))
        .extracting(ClusterScript.Written::key)
        .containsExactly("a/core/Pod/shop/x", "a/core/Pod/shop/y");
  }

  private static boolean isForgotten() {
    return log.published(log.topics().watcherStatus(), WatcherStatus.class).stream()
        .anyMatch(written -> written.value() == null);
  }

  /** Which record that is, the same for each cluster. */
  private static int upTo(int percent) {
    return records.size() / LiveLog.CLUSTERS.size() * percent / 100 * LiveLog.CLUSTERS.size();
  }

  /** When which version evaluated what is not known: other rules tell a record of their own, and nothing else differs. */
  private static void assertToldOnceWhateverTheRules() {
    Map<String, Integer> revisions = new HashMap<>();
    log.incidents().values().stream().flatMap(List::stream).forEach(incident -> assertThat(
            incident.getRevision())
        .as("%s %s", incident.getKey(), incident.getChange())
        .isEqualTo(revisions.merge(incident.getId(), 1, Integer::sum)));
    Map<String, List<Incident>> said = log.said(Integer.MAX_VALUE);
    assertThat(log.incidents().keySet()).isEqualTo(said.keySet());
    said.forEach(
        (cluster, incidents) -> assertThat(turns(log.incidents().getOrDefault(cluster, List.of())))
            .isEqualTo(turns(incidents)));
  }

  private static List<String> turns(List<Incident> incidents) {
    return incidents.stream()
        .filter(incident -> incident.getChange() != IncidentChange.UPDATED)
        .map(incident ->
            incident.getUpdatedAt() + " " + incident.getChange() + " " + incident.getKey())
        .toList();
  }
}
