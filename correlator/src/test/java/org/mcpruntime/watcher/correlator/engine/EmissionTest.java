package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;
import static org.mcpruntime.watcher.correlator.engine.Thing.deployment;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.Thing.replicaSet;
import static org.mcpruntime.watcher.correlator.engine.ToyCheck.podSad;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.catalog.PodImagePull;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.ProvenanceRole;
import org.mcpruntime.watcher.schemas.avro.Severity;

/** When an incident that is open is told again. Hold is one minute, settle two. */
class EmissionTest {

  private final Thing cart = deployment("cart");
  private final Thing set = replicaSet("cart-5c9", cart);
  private final ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set);

  @Test
  void tellsWorseAtOnce() {
    // Given
    open();
    // When
    cluster.until("02:03:00").modified(cart.replicas(1, 2));
    // Then
    Incident degraded = cluster.incident();
    assertThat(degraded.getChange()).isEqualTo(IncidentChange.ESCALATED);
    assertThat(degraded.getImpact()).isEqualTo(Impact.DEGRADED);
    assertThat(degraded.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(degraded.getRevision()).isEqualTo(2);
    assertThat(degraded.getReady()).isEqualTo(1);
    assertThat(degraded.getDesired()).isEqualTo(2);
    assertThat(degraded.getUpdatedAt()).isEqualTo(clock("02:03:00"));
    // When
    cluster.until("02:03:05").modified(cart.replicas(0, 2));
    // Then
    assertThat(cluster.incident().getSeverity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void tellsBetterAfterItHeldForTheSettle() {
    // Given
    open();
    cluster.until("02:03:00").modified(cart.replicas(0, 2));
    cluster.incidents();
    // When
    cluster.until("02:04:00").modified(cart.replicas(1, 2)).until("02:05:55");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("02:06:00");
    // Then
    Incident better = cluster.incident();
    assertThat(better.getChange()).isEqualTo(IncidentChange.UPDATED);
    assertThat(better.getImpact()).isEqualTo(Impact.DEGRADED);
    assertThat(better.getUpdatedAt()).isEqualTo(clock("02:06:00"));
  }

  @Test
  void staysOneRecordWhenTheReasonFlips() {
    // Given
    open();
    // When
    for (int round = 0; round < 60; round++) {
      String reason = round % 2 == 0 ? "Sadder" : "Sad";
      cluster.modified(pod("cart-1").ownedBy(set).phase("Failed", reason));
      cluster.passes(Duration.ofSeconds(5));
    }
    // Then
    assertThat(cluster.incidents()).isEmpty();
  }

  @Test
  void tellsAnotherReasonAfterItHeldForTheSettle() {
    // Given
    open();
    // When
    cluster.until("02:03:00").modified(pod("cart-1").ownedBy(set).phase("Failed", "Sadder"));
    cluster.until("02:06:00");
    // Then
    Incident other = cluster.incident();
    assertThat(other.getReason()).isEqualTo("Sadder");
    assertThat(other.getUpdatedAt()).isEqualTo(clock("02:05:00"));
    assertThat(other.getKey()).isEqualTo("prod/apps/Deployment/shop/cart#pod-sad");
  }

  @Test
  void tellsMemberCountsAtPowersOfTwo() {
    // Given
    open();
    // When
    for (int pod = 2; pod <= 9; pod++) {
      cluster.passes(Duration.ofSeconds(5));
      cluster.added(pod("cart-" + pod).ownedBy(set).sad());
    }
    // Then
    List<Incident> told = cluster.incidents();
    assertThat(told).extracting(Incident::getMemberCount).containsExactly(2, 4, 8);
    assertThat(told).extracting(Incident::getPeakMembers).containsExactly(2, 4, 8);
    assertThat(told).extracting(Incident::getChange).containsOnly(IncidentChange.UPDATED);
    assertThat(told.get(2).getMembers()).startsWith("cart-1", "cart-2").hasSize(8);
  }

  @Test
  void doesNotTellAMemberCountTwice() {
    // Given
    open();
    cluster.until("02:03:00").added(pod("cart-2").ownedBy(set).sad());
    assertThat(cluster.incidents()).hasSize(1);
    // When
    cluster.until("02:04:00").deleted(pod("cart-2").ownedBy(set));
    cluster.until("02:05:00").added(pod("cart-3").ownedBy(set).sad()).until("02:20:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
  }

  @Test
  void refreshesEachDayWhileOpen() {
    // Given
    Incident opened = open();
    // When
    cluster.until(clock("02:02:00").plus(Duration.ofHours(49)));
    // Then
    List<Incident> told = cluster.incidents();
    assertThat(told)
        .extracting(Incident::getChange)
        .containsExactly(IncidentChange.REFRESHED, IncidentChange.REFRESHED);
    assertThat(told).extracting(Incident::getRevision).containsExactly(2, 3);
    assertThat(told)
        .extracting(Incident::getUpdatedAt)
        .containsExactly(
            opened.getOpenedAt().plus(Duration.ofHours(24)),
            opened.getOpenedAt().plus(Duration.ofHours(48)));
    assertThat(told).extracting(Incident::getId).containsOnly(opened.getId());
  }

  @Test
  void refreshesAtTheSameTimeWhileBlindOrSettling() {
    // Given: nothing is seen on the first day, and on the second it gets better just before.
    Incident opened = open();
    cluster.until("12:00:00").blind(Kinds.POD);
    cluster.until(opened.getOpenedAt().plus(Duration.ofHours(25))).synced(Kinds.POD);
    cluster.until(opened.getOpenedAt().plus(Duration.ofDays(2)).minusSeconds(60));
    // When
    cluster.modified(pod("cart-1").ownedBy(set).running()).passes(Duration.ofMinutes(5));
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getChange, Incident::getUpdatedAt)
        .containsExactly(
            tuple(IncidentChange.REFRESHED, opened.getOpenedAt().plus(Duration.ofHours(24))),
            tuple(IncidentChange.REFRESHED, opened.getOpenedAt().plus(Duration.ofHours(48))),
            tuple(
                IncidentChange.RESOLVED,
                opened.getOpenedAt().plus(Duration.ofHours(48)).plusSeconds(60)));
  }

  @Test
  void refreshesInAJump() {
    // Given
    Incident opened = open();
    cluster.until(opened.getOpenedAt().plus(Duration.ofHours(23)));
    // When
    cluster.at(opened.getOpenedAt().plus(Duration.ofHours(26))).tick();
    // Then
    assertThat(cluster.incident().getUpdatedAt())
        .isEqualTo(opened.getOpenedAt().plus(Duration.ofHours(24)));
  }

  @Test
  void refreshesOnceThoughMoreHappensInTheSameMillisecond() {
    // Given
    Incident opened = open();
    Instant day = opened.getOpenedAt().plus(Duration.ofHours(24));
    cluster.until(day.minusSeconds(5)).at(day);
    // When: the first record of that time fires the timer, all of them have the incident assessed.
    cluster.modified(cart.replicas(3, 3)).modified(cart.replicas(4, 4)).tick();
    // Then
    Incident refreshed = cluster.incident();
    assertThat(refreshed.getChange()).isEqualTo(IncidentChange.REFRESHED);
    assertThat(refreshed.getUpdatedAt()).isEqualTo(day);
  }

  @Test
  void ofTwoSayingsAtMostOneIsWorse() {
    for (Saying one : sayings()) {
      for (Saying other : sayings()) {
        assertThat(one.worseThan(other) && other.worseThan(one))
            .as("%s and %s", one, other)
            .isFalse();
      }
    }
  }

  private static List<Saying> sayings() {
    return Stream.of(Severity.INFO, Severity.WARNING, Severity.CRITICAL)
        .flatMap(severity -> Stream.of(Impact.values())
            .map(impact -> new Saying(severity, impact, "Sad", null, null, null)))
        .toList();
  }

  @Test
  void tellsABetterStateOnlyAfterItHeldForTheSettleWithinOneHorizon() {
    // Given: half of the settle was seen before three hours that were not.
    open();
    cluster.until("02:03:00").modified(pod("cart-1").ownedBy(set).phase("Failed", "Sadder"));
    cluster.until("02:04:00").blind(Kinds.POD).until("05:04:00").synced(Kinds.POD);
    // When
    cluster.until("05:07:00");
    // Then
    Incident other = cluster.incident();
    assertThat(other.getReason()).isEqualTo("Sadder");
    assertThat(other.getUpdatedAt()).isEqualTo(clock("05:06:05"));
  }

  @Test
  void saysLittleOfWhatGetsBetterAndWorseInTurn() {
    // Given
    open();
    // When: one of two replicas serves for six minutes of every seven.
    for (int round = 0; round < 200; round++) {
      cluster.modified(cart.replicas(0, 2)).passes(Duration.ofMinutes(1));
      cluster.modified(cart.replicas(1, 2)).passes(Duration.ofMinutes(6));
    }
    // Then
    List<Incident> told = cluster.incidents();
    assertThat(told)
        .extracting(Incident::getChange, Incident::getImpact, Incident::getFlapping)
        .containsExactly(
            tuple(IncidentChange.ESCALATED, Impact.DOWN, false),
            tuple(IncidentChange.UPDATED, Impact.DEGRADED, false),
            tuple(IncidentChange.ESCALATED, Impact.DOWN, true));
    // When: it stays so.
    cluster.passes(Duration.ofMinutes(25));
    // Then
    assertThat(cluster.incident().getImpact()).isEqualTo(Impact.DEGRADED);
  }

  @Test
  void doesNotTakeAStepByStepRecoveryForFlapping() {
    // Given
    open();
    cluster.modified(cart.replicas(0, 2)).passes(Duration.ofMinutes(1));
    // When
    cluster.modified(cart.replicas(1, 2)).passes(Duration.ofMinutes(3));
    cluster.modified(cart.replicas(2, 2)).passes(Duration.ofMinutes(3));
    // Then
    assertThat(cluster.incidents()).hasSize(3).noneMatch(Incident::getFlapping);
  }

  @Test
  void tellsACauseAtOnceThatWasNotKnown() {
    // Given
    ClusterScript pulls = ClusterScript.with(new PodImagePull()).listed(cart, set);
    Thing pod = pod("cart-1").ownedBy(set);
    pulls.until("02:01:00").added(pod.pulling("r.local/cart:1", "")).until("02:04:00");
    assertThat(pulls.incident().getCauseClass()).isEqualTo("UNKNOWN");
    // When
    pulls.modified(pod.pulling("r.local/cart:1", "manifest unknown"));
    // Then
    Incident told = pulls.incident();
    assertThat(told.getChange()).isEqualTo(IncidentChange.UPDATED);
    assertThat(told.getCauseClass()).isEqualTo("not-found");
    // When another cause takes its place, it has to hold first.
    pulls.modified(pod.pulling("r.local/cart:1", "401 Unauthorized")).passes(ClusterScript.TICK);
    assertThat(pulls.incidents()).isEmpty();
    pulls.passes(Duration.ofMinutes(2));
    // Then
    assertThat(pulls.incident().getCauseClass()).isEqualTo("auth");
  }

  @Test
  void saysLittleInADayOfCrashes() {
    // Given: a container that runs for ten seconds, then waits for at most five minutes.
    cluster.until("02:01:00");
    Thing crashing = pod("cart-1").ownedBy(set);
    Instant end = clock("02:01:00").plus(Duration.ofHours(25));
    // When
    for (int restart = 0; cluster.now().isBefore(end); restart++) {
      cluster.modified(crashing.sad()).modified(cart.replicas(1, 2));
      cluster.passes(Duration.ofSeconds(Math.min(300, 10 << Math.min(restart, 5))));
      cluster.modified(crashing.running()).modified(cart.replicas(2, 2));
      cluster.passes(Duration.ofSeconds(10));
    }
    // Then
    List<Incident> told = cluster.incidents();
    assertThat(told).hasSizeBetween(2, 5);
    assertThat(told).extracting(Incident::getId).containsOnly(told.get(0).getId());
    assertThat(told.get(0).getChange()).isEqualTo(IncidentChange.OPENED);
    assertThat(told.get(told.size() - 1).getChange()).isEqualTo(IncidentChange.REFRESHED);
  }

  @Test
  void saysLittleWhenEachCrashLooksLikeAnEnd() {
    // Given: it runs for four minutes, twice the settle, and fails for as long.
    cluster.until("02:01:00");
    Thing crashing = pod("cart-1").ownedBy(set);
    Instant end = clock("02:01:00").plus(Duration.ofHours(25));
    // When
    while (cluster.now().isBefore(end)) {
      cluster.modified(crashing.sad()).passes(Duration.ofMinutes(4));
      cluster.modified(crashing.running()).passes(Duration.ofMinutes(4));
    }
    // Then: two ends are believed before it flaps.
    assertThat(cluster.incidents())
        .extracting(Incident::getChange)
        .containsExactly(
            IncidentChange.OPENED,
            IncidentChange.RESOLVED,
            IncidentChange.REOPENED,
            IncidentChange.RESOLVED,
            IncidentChange.REOPENED,
            IncidentChange.REFRESHED);
  }

  @Test
  void tellsNewRulesOnce() {
    // Given
    Incident opened = open();
    EngineSettings upgraded =
        EngineSettings.standard(Rules.standard(List.of(podSad())), FactsCodec.VERSION + 1);
    // When
    cluster.restart(upgraded).until("02:10:00");
    // Then
    List<ClusterScript.Written> news = cluster.news();
    assertThat(news)
        .filteredOn(each -> each.key().startsWith("prod/policy/"))
        .extracting(ClusterScript.Written::key)
        .containsExactly("prod/policy/" + cluster.engine().rulesHash());
    List<Incident> told = news.stream()
        .map(ClusterScript.Written::value)
        .filter(Incident.class::isInstance)
        .map(Incident.class::cast)
        .toList();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).getChange()).isEqualTo(IncidentChange.UPDATED);
    assertThat(told.get(0).getRulesHash())
        .isEqualTo(cluster.engine().rulesHash())
        .isNotEqualTo(opened.getRulesHash());
  }

  @Test
  void namesTheRecordsThatOpenedKeptAndClosedIt() {
    // Given
    Incident opened = open();
    // Then
    assertThat(opened.getProvenance())
        .extracting(each -> each.getRole(), each -> each.getObservedAt(), each -> each.getUid())
        .containsExactly(
            tuple(ProvenanceRole.OPENED, clock("02:01:00"), "uid-pod-cart-1"),
            tuple(ProvenanceRole.OPENED, clock("02:02:00"), null),
            tuple(ProvenanceRole.KEPT, clock("02:01:00"), "uid-pod-cart-1"));
    assertThat(opened.getProvenance()).allSatisfy(each -> {
      assertThat(each.getTopic()).isEqualTo("mcp.cluster.events");
      assertThat(each.getOffset()).isPositive();
    });
    // When
    cluster.until("02:03:00").modified(pod("cart-1").ownedBy(set).running()).until("02:05:00");
    // Then
    assertThat(cluster.incident().getProvenance())
        .extracting(each -> each.getRole(), each -> each.getObservedAt(), each -> each.getUid())
        .endsWith(
            tuple(ProvenanceRole.CLOSED, clock("02:03:00"), "uid-pod-cart-1"),
            tuple(ProvenanceRole.CLOSED, clock("02:05:00"), null));
  }

  @Test
  void saysWhatAReaderNeeds() {
    // When
    Incident opened = open();
    // Then
    assertThat(opened.getId())
        .isEqualTo(new IncidentKey("prod", cart.ref(), "pod-sad", "")
            .id(clock("02:02:00").toEpochMilli()));
    assertThat(opened.getCluster()).isEqualTo("prod");
    assertThat(opened.getClusterUid()).isEqualTo("uid-of-prod");
    assertThat(opened.getGroup()).isEqualTo("apps");
    assertThat(opened.getKind()).isEqualTo("Deployment");
    assertThat(opened.getNamespace()).isEqualTo("shop");
    assertThat(opened.getName()).isEqualTo("cart");
    assertThat(opened.getUid()).isEqualTo("uid-deploy-cart");
    assertThat(opened.getCheck()).isEqualTo("pod-sad");
    assertThat(opened.getCheckVersion()).isEqualTo(1);
    assertThat(opened.getTitle()).isEqualTo("it is Sad");
    assertThat(opened.getMessage()).isEqualTo("1 of 2 pods: seen: Sad");
    assertThat(opened.getMembers()).containsExactly("cart-1");
    assertThat(opened.getMemberCount()).isEqualTo(1);
    assertThat(opened.getRemediation()).containsExactly("Cheer it up.");
    assertThat(opened.getRunbookUrl()).isEqualTo("docs/checks/pod-sad.md");
    assertThat(opened.getImpact()).isEqualTo(Impact.SERVING);
    assertThat(opened.getServer()).isNull();
  }

  private Incident open() {
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:02:00");
    return cluster.incident();
  }
}
