package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.ToyCheck.podSad;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.schemas.avro.BlindKind;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;

/** Time is the records'; what was not seen counts for nothing. Hold is one minute, settle two. */
class TimeTest {

  private final ClusterScript cluster = ClusterScript.seen(podSad());

  @Test
  void opensNothingBecauseOfAnOutage() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:30");
    // When
    cluster.at("02:31:30").tick();
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("02:31:55");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("02:32:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:32:00"));
    assertThat(opened.getFirstSeenAt()).isEqualTo(clock("02:01:00"));
  }

  @Test
  void resolvesNothingBecauseOfAnOutage() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:03:00");
    cluster.modified(pod("cart-1").running()).until("02:04:00");
    cluster.incidents();
    // When
    cluster.at("02:34:00").until("02:34:55");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("02:35:05");
    // Then
    assertThat(cluster.incident().getResolvedAt()).isEqualTo(clock("02:35:05"));
  }

  @Test
  void takesFromTheTicksHowLongSilenceMayLast() {
    // Given: its collector ticks more seldom than those whose TICKs do not say it may be silent.
    cluster.ticking(Duration.ofSeconds(30)).tick();
    // When
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:02:00");
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:02:00"));
    assertThat(cluster.status().getBlind()).isEmpty();
    // When: three ticks are missing, and in another process a little more.
    cluster.stalled(Kinds.POD, "02:01:50").at("02:03:30").tick();
    assertThat(cluster.status().getBlind()).isEmpty();
    cluster.restart().at(clock("02:05:00").plusMillis(1)).tick();
    // Then
    assertThat(cluster.status().getBlind())
        .containsExactly(new BlindKind("", "Pod", KindWatch.NO_PROGRESS, clock("02:03:30")));
  }

  @Test
  void takesSilenceForAJumpSoonerWhereTicksAreFrequent() {
    // Given
    cluster.ticking(Duration.ofSeconds(1)).tick().stalled(Kinds.POD, "02:00:00");
    // When
    cluster.at("02:00:03").tick();
    assertThat(cluster.status().getBlind()).isEmpty();
    cluster.at(clock("02:00:06").plusMillis(1)).tick();
    // Then
    assertThat(cluster.status().getBlind()).extracting(BlindKind::getKind).containsExactly("Pod");
  }

  @Test
  void seesAfterAJumpOnlyWithProgressAfterIt() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:30");
    // When
    cluster.stalled(Kinds.POD, "02:01:30").at("02:31:30").tick().until("02:40:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.status().getBlind())
        .containsExactly(new BlindKind("", "Pod", KindWatch.NO_PROGRESS, clock("02:01:30")));
    // When
    cluster.synced(Kinds.POD).until("02:40:35");
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:40:35"));
    assertThat(cluster.status().getBlind()).isEmpty();
  }

  @Test
  void progressJustBeforeAPauseDoesNotBridgeIt() {
    // Given: a bookmark came three seconds after the last TICK, then the machine stood still.
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:30");
    // When
    cluster.stalled(Kinds.POD, "02:01:33").at("02:31:34").tick().until("02:33:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.status().getBlind())
        .containsExactly(new BlindKind("", "Pod", KindWatch.NO_PROGRESS, clock("02:01:30")));
  }

  @Test
  void twoJumpsAreOneUntilThereIsProgress() {
    // Given
    cluster.until("02:01:30").stalled(Kinds.POD, "02:01:30").at("02:10:00").tick();
    // When
    cluster.at("02:20:00").tick().stalled(Kinds.POD, "02:15:00").until("02:20:05");
    // Then
    assertThat(cluster.status().getBlind())
        .containsExactly(new BlindKind("", "Pod", KindWatch.NO_PROGRESS, clock("02:01:30")));
    // When
    cluster.stalled(Kinds.POD, "02:20:00").until("02:20:10");
    // Then
    assertThat(cluster.status().getBlind()).isEmpty();
  }

  @Test
  void neitherOpensNorEndsNorAgesAnythingWhileTheApiIsAway() {
    // Given: one is open, one is pending, one settles.
    cluster
        .until("02:01:00")
        .added(pod("open").sad())
        .added(pod("settling").sad())
        .until("02:03:00");
    cluster.incidents();
    cluster
        .modified(pod("settling").running())
        .until("02:03:30")
        .added(pod("pending").sad());
    // When
    cluster.until("02:04:00");
    ClusterScript.WATCHED.forEach(cluster::blind);
    cluster.until("02:34:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(2);
    assertThat(cluster.status().getKindsSeen()).isZero();
    assertThat(cluster.status().getBlind())
        .extracting(BlindKind::getSince)
        .containsOnly(clock("02:04:00"));
    // When
    ClusterScript.WATCHED.forEach(cluster::synced);
    cluster.until("02:50:00");
    // Then: what was missing of the hold and of the settle, and nothing else, has passed since.
    assertThat(cluster.incidents())
        .extracting(Incident::getName, Incident::getChange, Incident::getUpdatedAt)
        .containsExactly(
            tuple("pending", IncidentChange.OPENED, clock("02:34:35")),
            tuple("settling", IncidentChange.RESOLVED, clock("02:35:05")));
    assertThat(cluster.status().getBlind()).isEmpty();
  }

  @Test
  void isNoJumpUpToThreeTicks() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:50");
    // When
    cluster.at("02:02:05").tick();
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:02:00"));
  }

  @Test
  void pausesHoldWhileAKindIsBlind() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:30");
    // When
    cluster.blind(Kinds.POD).until("02:10:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.status().getBlind())
        .extracting(BlindKind::getReason)
        .containsExactly("Forbidden");
    // When
    cluster.synced(Kinds.POD).until("02:11:00");
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:10:35"));
  }

  @Test
  void waitsWithOneTimerWhileAKindIsBlind() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:50");
    // When: what is missing of the hold is shorter than the blindness by far.
    cluster.blind(Kinds.POD).until("02:30:00");
    // Then
    assertThat(cluster.stored(StoreName.TIMERS).size()).isEqualTo(1);
    assertThat(cluster.engine().counts().evaluations()).isEqualTo(1);
  }

  @Test
  void keepsWhatIsOpenWhileBlindAndEndsItAfterwards() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:03:00");
    cluster.incidents();
    // When
    cluster.blind(Kinds.POD).until("02:04:00").deleted(pod("cart-2")).until("02:30:00");
    cluster.modified(pod("cart-1").running()).until("02:40:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.synced(Kinds.POD).until("02:45:00");
    // Then
    assertThat(cluster.incident().getResolvedAt()).isEqualTo(clock("02:42:05"));
  }

  @Test
  void subtractsAGap() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:30");
    // When
    cluster.gap(Kinds.POD, "02:01:10", "02:01:30").until("02:03:00");
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:02:20"));
  }

  @Test
  void subtractsAGapThatBeganBeforeTheKindWasKnownToBeBlind() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:40");
    cluster.blind(Kinds.POD).until("02:02:30");
    // When
    cluster.gap(Kinds.POD, "02:01:10", "02:02:30").synced(Kinds.POD).until("02:03:20");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("02:03:25");
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:03:25"));
  }

  @Test
  void knowsNoOnsetOfWhatTheFirstListShows() {
    // Given
    ClusterScript listing = ClusterScript.with(podSad());
    // When
    listing.listed(pod("cart-1").sad()).until("02:02:00");
    // Then
    Incident opened = listing.incident();
    assertThat(opened.getFirstSeenAt()).isNull();
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:01:00"));
    assertThat(opened.getProvenance().get(0).getUid()).isEqualTo("uid-pod-cart-1");
  }

  @Test
  void knowsNoOnsetOfWhatHappenedWhileBlind() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1"));
    cluster.blind(Kinds.POD).until("02:05:00").modified(pod("cart-1").sad()).until("02:10:00");
    // When
    cluster.synced(Kinds.POD).until("02:15:00");
    // Then
    assertThat(cluster.incident().getFirstSeenAt()).isNull();
  }

  @Test
  void knowsNoOnsetOfWhatAListFound() {
    // Given
    cluster.until("02:01:00");
    // When
    cluster.begin(Kinds.POD, "", "second").snapshot(pod("cart-1").sad());
    cluster.end(Kinds.POD, "", "second").until("02:03:00");
    // Then
    assertThat(cluster.incident().getFirstSeenAt()).isNull();
  }

  @Test
  void cannotSeeWithoutARequiredKind() {
    // Given
    AtomicInteger asked = new AtomicInteger();
    ToyCheck<PodFacts> needy = ToyCheck.of(
        "needy",
        Kinds.POD,
        PodFacts.class,
        false,
        List.of(Relation.referring(Kinds.REPLICA_SET, Link.OWNER)),
        (pod, view) -> {
          asked.incrementAndGet();
          return Verdict.failing(ToyCheck.finding("Sad"));
        });
    ClusterScript partly = ClusterScript.seen(needy);
    partly.notLookedAt(Kinds.REPLICA_SET).until("02:00:05");
    // When
    partly.added(pod("cart-1")).until("02:10:00");
    // Then
    assertThat(asked).hasValue(0);
    assertThat(partly.incidents()).isEmpty();
    // When
    partly.synced(Kinds.REPLICA_SET).until("02:12:00");
    // Then
    assertThat(partly.incident().getOpenedAt()).isEqualTo(clock("02:11:05"));
  }

  @Test
  void looksAgainWhenAVerdictAsksForIt() {
    // Given
    ToyCheck<PodFacts> patient = ToyCheck.of(
        "patient",
        Kinds.POD,
        PodFacts.class,
        false,
        List.of(),
        (pod, view) -> view.asOf().isBefore(clock("02:05:00"))
            ? new Verdict.Progressing("starts", clock("02:05:00"))
            : Verdict.failing(ToyCheck.finding("Slow")));
    ClusterScript waiting = ClusterScript.seen(patient);
    // When
    waiting.until("02:01:00").added(pod("cart-1")).until("02:05:58");
    // Then
    assertThat(waiting.incidents()).isEmpty();
    // When
    waiting.at("02:06:03").tick();
    // Then
    Incident opened = waiting.incident();
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:06:00"));
    assertThat(opened.getFirstSeenAt()).isEqualTo(clock("02:05:00"));
  }

  @Test
  void firesTimersInDueOrderThenByKeyEachAtItsTime() {
    // Given
    cluster.until("02:01:00").added(pod("zebra").sad()).added(pod("apple").sad());
    cluster.at("02:01:02").added(pod("beech").sad()).until("02:01:57");
    // When
    cluster.at("02:02:07").tick();
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getName, Incident::getUpdatedAt)
        .containsExactly(
            tuple("apple", clock("02:02:00")),
            tuple("zebra", clock("02:02:00")),
            tuple("beech", clock("02:02:02")));
  }

  @Test
  void firesATimerBeforeTheRecordOfTheSameTimeIsApplied() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:55");
    // When
    cluster.at("02:02:00").modified(pod("cart-1").running());
    // Then
    assertThat(cluster.incident().getChange()).isEqualTo(IncidentChange.OPENED);
  }

  @Test
  void doesNotGoBackWithAnOlderRecord() {
    // Given
    cluster.until("02:01:00");
    // When
    cluster.at("02:00:30").added(pod("cart-1").sad()).at("02:01:00").until("02:03:00");
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:02:00"));
  }

  @Test
  void movesTimeWithARecordOfANewerVersion() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:55");
    // When
    cluster.at("02:02:00").unknown();
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:02:00"));
  }

  @Test
  void keepsClustersApart() {
    // Given
    ClusterScript other = new ClusterScript("stage", ClusterScript.settings(podSad())).listed();
    IncidentEngine both = Engines.fresh(podSad());
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:30");
    other.at("05:00:00").tick();
    // When: the other cluster is three hours ahead in the same partition.
    List<ClusterScript.Written> written = ClusterScript.replay(both, cluster.log());
    written.addAll(ClusterScript.replay(both, other.log()));
    // Then
    assertThat(written).noneMatch(each -> each.value() instanceof Incident);
    assertThat(both.sights()).containsOnlyKeys("prod", "stage");
    assertThat(both.sights())
        .hasEntrySatisfying(
            "prod", sight -> assertThat(sight.evaluatedThrough()).isEqualTo(clock("02:01:30")));
    assertThat(both.sights())
        .hasEntrySatisfying(
            "stage", sight -> assertThat(sight.evaluatedThrough()).isEqualTo(clock("05:00:00")));
  }

  @Test
  void tellsWithEveryTickHowFarItIs() {
    // When
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:02:00");
    // Then
    assertThat(cluster.status().getEvaluatedThrough()).isEqualTo(clock("02:02:00"));
    assertThat(cluster.status().getLastTick()).isEqualTo(25);
    assertThat(cluster.status().getKindsSeen()).isEqualTo(4);
    assertThat(cluster.status().getKindsTotal()).isEqualTo(4);
    assertThat(cluster.status().getObjects()).isEqualTo(4);
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(1);
    assertThat(cluster.status().getOpenHeadlines()).isEqualTo(1);
    assertThat(cluster.status().getRulesHash()).isEqualTo(cluster.engine().rulesHash());
    assertThat(Duration.between(clock("02:02:00"), cluster.now())).isZero();
  }

  @Test
  void tellsThisProcessWhatIsOpenAndWhatIsNotSeen() {
    // When
    cluster.until("02:01:00").added(pod("cart-1").sad()).added(pod("web-1").sad());
    cluster.until("02:02:30").blind(Kinds.REPLICA_SET).tick();
    // Then
    assertThat(cluster.engine().sights())
        .containsOnly(Map.entry(
            "prod",
            new ClusterSight(
                0,
                clock("02:02:30"),
                new TreeMap<>(Map.of(new ClusterSight.Grade("pod-sad", "CRITICAL"), 2)),
                new TreeMap<>(Map.of(Kinds.REPLICA_SET, "Forbidden")))));
    // When
    cluster.forget();
    // Then
    assertThat(cluster.engine().sights()).isEmpty();
  }
}
