package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.SimulatedWeek;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;

/** A correlator without state, or with that of another time, goes on after what was published. */
class LifeFromTheLogTest {

  /** More of them than partitions. */
  private static final List<String> CLUSTERS = List.of("a", "b", "c", "d");

  @RegisterExtension
  static final LiveLog log = new LiveLog();

  private static List<LogRecord> records;

  /** So many are evaluated with the older facts; some incidents are open then. */
  private static int half;

  @BeforeAll
  static void make() {
    records = LiveLog.interleaved(CLUSTERS, cluster -> LiveLog.comesAndGoes(cluster, 0));
    half = upTo(50);
  }

  @Test
  void goesOnWithOtherFactsAsWithOtherRules() throws Exception {
    // Given
    evaluate("old", LiveLog.FACTS, 0, half);
    assertThat(log.incidents().values()).allSatisfy(each -> assertThat(each)
        .anyMatch(one -> one.getChange() == IncidentChange.OPENED));
    // When
    evaluate("new", LiveLog.NEXT_FACTS, half, records.size());
    // Then
    assertThat(log.incidents()).isEqualTo(log.said(half / CLUSTERS.size()));
  }

  @Test
  void comesToLifeWithoutWaitingForARecord() throws Exception {
    // Given
    evaluate("old", LiveLog.FACTS, 0, half);
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
    assertThat(log.incidents()).isEqualTo(log.said(half / CLUSTERS.size()));
  }

  @Test
  void goesOnAfterAnUpgradeWithAnEmptyLog() throws Exception {
    // Given: an incident is open, and retention has removed everything
    Thing pod = Thing.pod("web");
    ClusterScript script = new ClusterScript("a", LiveLog.engine())
        .from(0)
        .listed(Thing.deployment("cart"))
        .added(pod.sad())
        .passes(Duration.ofMinutes(5));
    int upgrade = script.log().size();
    evaluate(script, "old", LiveLog.FACTS, 0, upgrade);
    removeBefore("a", upgrade);
    // When: the collector comes back after the upgrade
    try (Correlator next = Correlator.start(log.config("new", LiveLog.NEXT_FACTS))) {
      await()
          .atMost(LiveLog.LIMIT)
          .until(() -> next.status().state() == CorrelatorStatus.State.RUNNING
              && next.status().comingToLife().isEmpty());
      for (KindRef kind : ClusterScript.WATCHED) {
        script.relisted(kind, "again-" + kind.kind());
      }
      script.modified(pod.running()).passes(Duration.ofMinutes(10));
      log.write(script.log().subList(upgrade, script.log().size()));
      log.awaitEvaluated(script.log());
    }
    // Then: it is the same incident
    assertThat(incidents("a"))
        .extracting(incident -> incident.getChange().name())
        .containsExactly("OPENED", "UPDATED", "RESOLVED");
    assertThat(incidents("a"))
        .extracting(Incident::getId)
        .containsOnly(incidents("a").get(0).getId());
  }

  @Test
  void readsALongLogFromItsBase() throws Exception {
    // Given: every kind is listed once an hour
    ClusterScript day =
        SimulatedWeek.of("a", LiveLog.engine(), LiveLog.engine(), 1).script();
    int upgrade = day.log().size() * 2 / 3;
    evaluate(day, "old", LiveLog.FACTS, 0, upgrade);
    List<LogRecord> whole =
        day.log().stream().map(LifeFromTheLogTest::inTheTopic).toList();
    // When: nothing that is older than six hours is needed
    long needed = day.log().get(upgrade).timestamp() - Duration.ofHours(6).toMillis();
    removeBefore(
        "a", day.log().stream().takeWhile(record -> record.timestamp() < needed).count());
    evaluate(day, "new", LiveLog.NEXT_FACTS, upgrade, day.log().size());
    // Then
    assertThat(log.incidents()).isEqualTo(LiveLog.said(whole, upgrade));
  }

  @Test
  void tellsNothingAgainWhenStateAndPositionAreLost() throws Exception {
    // Given
    evaluate("lost", LiveLog.FACTS, 0, half);
    // When
    forgetApplication();
    evaluate("anew", LiveLog.FACTS, half, records.size());
    // Then
    assertThat(log.incidents()).isEqualTo(log.said(Integer.MAX_VALUE));
  }

  @Test
  void goesOnAfterWhatCanBeReadWhenStateAndPositionAreLost() throws Exception {
    // Given
    evaluate("lost", LiveLog.FACTS, 0, half);
    // When: behind what was told of each cluster stands what nobody can read
    long then = records.get(half).timestamp();
    for (String cluster : CLUSTERS) {
      for (String key : List.of(cluster, cluster + "/policy/x", "x", cluster + "/x/y/z")) {
        log.kafka().writeBytes(log.topics().watcherStatus(), cluster, key, then, LocalLog.NO_AVRO);
        log.kafka().writeBytes(log.topics().incidents(), cluster, key, then, LocalLog.NO_AVRO);
      }
    }
    forgetApplication();
    evaluate("anew", LiveLog.FACTS, half, records.size());
    // Then
    assertThat(log.incidents()).isEqualTo(log.said(Integer.MAX_VALUE));
  }

  @Test
  void tellsNothingAgainWhenThePositionIsLostAlone() throws Exception {
    // Given
    evaluate("kept", LiveLog.FACTS, 0, half);
    // When
    forgetGroup();
    evaluate("kept", LiveLog.FACTS, half, records.size());
    // Then
    assertThat(log.incidents()).isEqualTo(log.said(Integer.MAX_VALUE));
  }

  @Test
  void goesOnFromWhatTheOtherVersionToldWhileItWasAway() throws Exception {
    // When: forward, back, and forward again, so that the state of the newer version is old
    evaluate("old", LiveLog.FACTS, 0, upTo(30));
    evaluate("new", LiveLog.NEXT_FACTS, upTo(30), upTo(60));
    evaluate("old", LiveLog.FACTS, upTo(60), upTo(61));
    evaluate("new", LiveLog.NEXT_FACTS, upTo(61), records.size());
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
    assertThat(incidents("a")).anyMatch(incident -> "FORGOTTEN".equals(incident.getCloseReason()));
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

  @Test
  void judgesNothingUntilEverythingIsListedWhenTheLogDoesNotReachBack() throws Exception {
    // Given: incidents of two pods; nobody knows the pods when the log begins
    Thing set = Thing.replicaSet("cart-5c9", Thing.deployment("cart"));
    Thing stays = Thing.pod("cart-1").ownedBy(set);
    Thing goes = Thing.pod("web");
    ClusterScript script = new ClusterScript("a", LiveLog.engine())
        .from(0)
        .listed(Thing.deployment("cart"), set)
        .added(stays.sad())
        .added(goes.sad())
        .passes(Duration.ofMinutes(5));
    int begin = script.log().size();
    script.passes(Duration.ofMinutes(5));
    int upgrade = script.log().size();
    evaluate(script, "old", LiveLog.FACTS, 0, upgrade);
    int before = incidents("a").size();
    removeBefore("a", begin);
    // When
    Thing comes = Thing.pod("api");
    script.deleted(goes).added(comes.sad()).passes(Duration.ofMinutes(5));
    Instant until = script.now();
    for (KindRef kind : ClusterScript.WATCHED) {
      script.relisted(kind, "again-" + kind.kind());
    }
    script.passes(Duration.ofMinutes(5));
    evaluate(script, "new", LiveLog.NEXT_FACTS, upgrade, script.log().size());
    // Then: before the lists only what the log tells, and that the rules are others
    List<Incident> after = incidents("a").subList(before, incidents("a").size());
    assertThat(after)
        .filteredOn(incident -> !incident.getUpdatedAt().isAfter(until))
        .extracting(incident ->
            incident.getName() + " " + incident.getChange() + " " + incident.getCloseReason())
        .containsExactlyInAnyOrder(
            "cart UPDATED null", "web UPDATED null", "web RESOLVED SUBJECT_DELETED");
    assertSeesNothing(timeOf(script, upgrade).plusSeconds(1), until);
    assertThat(statuses().get(statuses().size() - 1).getBlind()).isEmpty();
    assertThat(after)
        .filteredOn(incident -> incident.getUpdatedAt().isAfter(until))
        .extracting(incident -> incident.getName() + " " + incident.getChange())
        .containsExactly("api OPENED");
  }

  @Test
  void judgesNothingUntilEverythingIsListedWhenRecordsWereRemovedUnread() throws Exception {
    // Given
    Thing set = Thing.replicaSet("cart-5c9", Thing.deployment("cart"));
    Thing stays = Thing.pod("web");
    Thing recovers = Thing.pod("api");
    Thing goes = Thing.pod("tax");
    ClusterScript script = new ClusterScript("a", LiveLog.engine())
        .from(0)
        .listed(Thing.deployment("cart"), set)
        .added(stays.sad())
        .added(recovers.sad())
        .added(goes.sad())
        .passes(Duration.ofMinutes(5));
    int stopped = script.log().size();
    evaluate(script, "away", LiveLog.FACTS, 0, stopped);
    int before = incidents("a").size();
    // When: two of the pods change, and nobody will ever read when
    script.passes(Duration.ofHours(1)).deleted(goes).modified(recovers.running());
    script.passes(Duration.ofMinutes(1));
    int begin = script.log().size();
    script.passes(Duration.ofMinutes(10));
    Instant until = script.now();
    for (KindRef kind : ClusterScript.WATCHED) {
      script.relisted(kind, "again-" + kind.kind());
    }
    script.passes(Duration.ofMinutes(5));
    log.write(script.log().subList(stopped, script.log().size()));
    removeBefore("a", begin);
    log.evaluate(log.config("away", LiveLog.FACTS), script.log());
    // Then
    List<Incident> after = incidents("a").subList(before, incidents("a").size());
    assertThat(after)
        .allMatch(incident -> !incident.getUpdatedAt().isBefore(until))
        .extracting(incident -> incident.getName() + " " + incident.getCloseReason())
        .containsExactly("tax SUBJECT_DELETED", "api RECOVERED");
    assertSeesNothing(timeOf(script, begin), until);
  }

  private static Instant timeOf(ClusterScript script, int record) {
    return Instant.ofEpochMilli(script.log().get(record).timestamp());
  }

  private static void assertSeesNothing(Instant from, Instant to) {
    assertThat(statuses())
        .filteredOn(status -> !status.getEvaluatedThrough().isBefore(from)
            && !status.getEvaluatedThrough().isAfter(to))
        .isNotEmpty()
        .allSatisfy(status -> {
          assertThat(status.getKindsSeen()).isZero();
          assertThat(status.getBlind())
              .isNotEmpty()
              .allMatch(blind -> blind.getReason().equals("NoListInLog"));
        });
  }

  private static List<Incident> incidents(String cluster) {
    return log.incidents().getOrDefault(cluster, List.of());
  }

  private static boolean isForgotten() {
    return log.published(log.topics().watcherStatus(), WatcherStatus.class).stream()
        .anyMatch(written -> written.value() == null);
  }

  private static void evaluate(String instance, int facts, int from, int to) throws Exception {
    log.write(records.subList(from, to));
    log.evaluate(log.config(instance, facts), records.subList(0, to));
  }

  private static void evaluate(ClusterScript script, String instance, int facts, int from, int to)
      throws Exception {
    log.write(script.log().subList(from, to));
    log.evaluate(log.config(instance, facts), script.log().subList(0, to));
  }

  /** Which record that is, the same for each cluster. */
  private static int upTo(int percent) {
    return records.size() / CLUSTERS.size() * percent / 100 * CLUSTERS.size();
  }

  private static List<WatcherStatus> statuses() {
    return log.published(log.topics().watcherStatus(), WatcherStatus.class).stream()
        .filter(written -> written.key().equals("a"))
        .map(written -> (WatcherStatus) written.value())
        .toList();
  }

  private static LogRecord inTheTopic(LogRecord record) {
    return new LogRecord(
        log.topics().events(),
        ClusterPartitioner.partition(record.cluster(), LocalLog.PARTITIONS),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.stamp(),
        record.body());
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

  private static void forgetGroup() throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(log.kafka().clients()))) {
      admin
          .deleteConsumerGroups(List.of(log.topics().correlatorApplication()))
          .all()
          .get();
    }
  }

  private static void forgetApplication() throws Exception {
    forgetGroup();
    try (Admin admin = Admin.create(Map.copyOf(log.kafka().clients()))) {
      List<String> changelogs = admin.listTopics().names().get().stream()
          .filter(name -> name.startsWith(log.topics().correlatorApplication()))
          .toList();
      admin.deleteTopics(changelogs).all().get();
    }
  }

  /** As retention does. */
  private static void removeBefore(String cluster, long offset) throws Exception {
    TopicPartition partition = new TopicPartition(
        log.topics().events(), ClusterPartitioner.partition(cluster, LocalLog.PARTITIONS));
    try (Admin admin = Admin.create(Map.copyOf(log.kafka().clients()))) {
      admin
          .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }
}
