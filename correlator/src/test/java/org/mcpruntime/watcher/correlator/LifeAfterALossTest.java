package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.SimulatedWeek;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;

/** A correlator goes on after what was published when its state, its position or a part of the log is gone. */
class LifeAfterALossTest {

  @RegisterExtension
  static final LiveLog log = new LiveLog();

  private static List<LogRecord> records;

  /** So many are evaluated before something is lost, the same of each cluster; some incidents are open then. */
  private static int half;

  @BeforeAll
  static void make() {
    records = LiveLog.interleaved(LiveLog.CLUSTERS, cluster -> LiveLog.comesAndGoes(cluster, 0));
    half = records.size() / LiveLog.CLUSTERS.size() / 2 * LiveLog.CLUSTERS.size();
  }

  /** What is lost between two runs. */
  private interface Loss {
    void strike() throws Exception;
  }

  @Test
  void tellsNothingAgainWhenStateAndPositionAreLost() throws Exception {
    assertGoesOn("lost", LifeAfterALossTest::forgetApplication, "anew");
  }

  @Test
  void goesOnAfterWhatCanBeReadWhenStateAndPositionAreLost() throws Exception {
    assertGoesOn(
        "lost",
        () -> {
          // Behind what was told of each cluster stands what nobody can read.
          long then = records.get(half).timestamp();
          for (String cluster : LiveLog.CLUSTERS) {
            for (String key : List.of(cluster, cluster + "/policy/x", "x", cluster + "/x/y/z")) {
              log.kafka()
                  .writeBytes(log.topics().watcherStatus(), cluster, key, then, LocalLog.NO_AVRO);
              log.kafka()
                  .writeBytes(log.topics().incidents(), cluster, key, then, LocalLog.NO_AVRO);
            }
          }
          forgetApplication();
        },
        "anew");
  }

  @Test
  void tellsNothingAgainWhenThePositionIsLostAlone() throws Exception {
    assertGoesOn("kept", LifeAfterALossTest::forgetGroup, "kept");
  }

  /** Half is evaluated, something is lost, and the instance after it tells the rest as if nothing had been. */
  private static void assertGoesOn(String first, Loss loss, String second) throws Exception {
    // Given
    log.evaluate(first, LiveLog.FACTS, records, 0, half);
    // When
    loss.strike();
    log.evaluate(second, LiveLog.FACTS, records, half, records.size());
    // Then
    assertThat(log.incidents()).isEqualTo(log.said(Integer.MAX_VALUE));
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
    log.evaluate("old", LiveLog.FACTS, script.log(), 0, upgrade);
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
    assertThat(log.incidents("a"))
        .extracting(incident -> incident.getChange().name())
        .containsExactly("OPENED", "UPDATED", "RESOLVED");
    assertThat(log.incidents("a"))
        .extracting(Incident::getId)
        .containsOnly(log.incidents("a").get(0).getId());
  }

  @Test
  void readsALongLogFromItsBase() throws Exception {
    // Given: every kind is listed once an hour
    ClusterScript day =
        SimulatedWeek.of("a", LiveLog.engine(), LiveLog.engine(), 1).script();
    int upgrade = day.log().size() * 2 / 3;
    log.evaluate("old", LiveLog.FACTS, day.log(), 0, upgrade);
    List<LogRecord> whole =
        day.log().stream().map(LifeAfterALossTest::inTheTopic).toList();
    // When: nothing that is older than six hours is needed
    long needed = day.log().get(upgrade).timestamp() - Duration.ofHours(6).toMillis();
    removeBefore(
        "a", day.log().stream().takeWhile(record -> record.timestamp() < needed).count());
    log.evaluate("new", LiveLog.NEXT_FACTS, day.log(), upgrade, day.log().size());
    // Then
    assertThat(log.incidents()).isEqualTo(LiveLog.said(whole, upgrade));
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
    log.evaluate("old", LiveLog.FACTS, script.log(), 0, upgrade);
    int before = log.incidents("a").size();
    removeBefore("a", begin);
    // When
    Thing comes = Thing.pod("api");
    script.deleted(goes).added(comes.sad()).passes(Duration.ofMinutes(5));
    Instant until = script.now();
    for (KindRef kind : ClusterScript.WATCHED) {
      script.relisted(kind, "again-" + kind.kind());
    }
    script.passes(Duration.ofMinutes(5));
    log.evaluate("new", LiveLog.NEXT_FACTS, script.log(), upgrade, script.log().size());
    // Then: before the lists only what the log tells, and that the rules are others
    List<Incident> after = log.incidents("a").subList(before, log.incidents("a").size());
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
    log.evaluate("away", LiveLog.FACTS, script.log(), 0, stopped);
    int before = log.incidents("a").size();
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
    List<Incident> after = log.incidents("a").subList(before, log.incidents("a").size());
    assertThat(after)
        .allMatch(incident -> !incident.getUpdatedAt().isBefore(until))
        .extracting(incident -> incident.getName() + " " + incident.getCloseReason())
        .containsExactly("tax SUBJECT_DELETED", "api RECOVERED");
    assertSeesNothing(timeOf(script, begin), until);
  }

  private static void forgetApplication() throws Exception {
    forgetGroup();
    Admin admin = log.kafka().admin();
    List<String> changelogs = admin.listTopics().names().get().stream()
        .filter(name -> name.startsWith(log.topics().correlatorApplication()))
        .toList();
    admin.deleteTopics(changelogs).all().get();
  }

  private static void forgetGroup() throws Exception {
    log.kafka()
        .admin()
        .deleteConsumerGroups(List.of(log.topics().correlatorApplication()))
        .all()
        .get();
  }

  /** As retention does. */
  private static void removeBefore(String cluster, long offset) throws Exception {
    TopicPartition partition = new TopicPartition(
        log.topics().events(), ClusterPartitioner.partition(cluster, LocalLog.PARTITIONS));
    log.kafka()
        .admin()
        .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
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

  private static List<WatcherStatus> statuses() {
    return log.published(log.topics().watcherStatus(), WatcherStatus.class).stream()
        .filter(written -> written.key().equals("a"))
        .map(written -> (WatcherStatus) written.value())
        .toList();
  }
}
