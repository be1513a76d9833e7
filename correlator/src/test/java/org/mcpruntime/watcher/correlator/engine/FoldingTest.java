package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;
import static org.mcpruntime.watcher.correlator.engine.Thing.deployment;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.Thing.replicaSet;
import static org.mcpruntime.watcher.correlator.engine.Thing.server;
import static org.mcpruntime.watcher.correlator.engine.ToyCheck.podSad;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;

/** Members, anchors, relations and causes. Hold is one minute, settle two. */
class FoldingTest {

  private final Thing cart = deployment("cart");
  private final Thing set = replicaSet("cart-5c9", cart);

  @Test
  void foldsPodsIntoTheIncidentOfTheirWorkload() {
    // Given
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set);
    // When
    cluster.until("02:01:00");
    cluster
        .added(pod("cart-1").ownedBy(set).sad())
        .added(pod("cart-2").ownedBy(set).sad());
    cluster.until("02:02:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getKey()).isEqualTo("prod/apps/Deployment/shop/cart#pod-sad");
    assertThat(opened.getMembers()).containsExactly("cart-1", "cart-2");
    assertThat(opened.getMemberCount()).isEqualTo(2);
  }

  @Test
  void staysOneIncidentThroughTwentyRollouts() {
    // Given
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart);
    Thing before = null;
    // When
    for (int round = 0; round < 20; round++) {
      Thing next = replicaSet("cart-" + round, cart);
      cluster.added(next).added(pod("cart-" + round + "-x").ownedBy(next).sad());
      if (before != null) {
        cluster.deleted(pod(before.ref().name() + "-x").ownedBy(before)).deleted(before);
      }
      before = next;
      cluster.passes(Duration.ofMinutes(3));
    }
    // Then: old and new fail together for a moment, which is worth one record.
    List<Incident> told = cluster.incidents();
    assertThat(told)
        .extracting(Incident::getChange)
        .containsExactly(IncidentChange.OPENED, IncidentChange.UPDATED);
    assertThat(told).extracting(Incident::getId).containsOnly(told.get(0).getId());
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(1);
  }

  @Test
  void waitsForTheWholeOwnerChain() {
    // Given
    ClusterScript cluster = ClusterScript.seen(podSad());
    // When
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:10:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.added(set).until("02:12:00").added(cart).until("02:13:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getKey()).isEqualTo("prod/apps/Deployment/shop/cart#pod-sad");
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:13:00"));
  }

  @Test
  void remembersForOneHorizonWhatAPodWithABrokenChainBelongedTo() {
    // Given
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set);
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:02:00");
    cluster.incidents();
    // When
    cluster.deleted(set).until("04:01:55");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("04:10:00");
    // Then: what nobody knows of keeps nothing open.
    assertThat(cluster.incident().getResolvedAt()).isEqualTo(clock("04:04:00"));
    assertThat(cluster.stored(StoreName.MEMBERS).size()).isZero();
    assertThat(cluster.stored(StoreName.SUBJECTS).size()).isZero();
  }

  /** Who began to look within that time would not know it. */
  @Test
  void forgetsWhatAPodBelongedToAfterOneHorizonThatWasNotSeen() {
    // Given
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set);
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:02:00");
    cluster.incidents();
    // When
    cluster.blind(Kinds.POD).until("03:00:00").deleted(set).until("04:10:00");
    cluster.synced(Kinds.POD).until("04:15:00");
    // Then
    assertThat(cluster.incident().getResolvedAt()).isEqualTo(clock("04:12:05"));
  }

  @Test
  void staysAtItsWorkloadWhenTheKindOfAnOwnerIsNoLongerLookedAt() {
    // Given
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set);
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:02:00");
    cluster.incidents();
    // When
    cluster.notLookedAt(Kinds.REPLICA_SET).passes(ClusterScript.TICK);
    cluster.modified(pod("cart-1").ownedBy(set).phase("Failed", "Sad")).until("02:20:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
  }

  @Test
  void belongsToAnUnknownOwnerFromWhenNobodyLooksForIt() {
    // Given
    ClusterScript cluster = ClusterScript.seen(podSad());
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:10:00");
    // When
    cluster.notLookedAt(Kinds.REPLICA_SET).until("02:11:05");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getKey()).isEqualTo("prod/apps/ReplicaSet/shop/cart-5c9#pod-sad");
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:11:05"));
  }

  @Test
  void namesTheOwningServer() {
    // Given
    Thing server = server("cart");
    Thing owned = cart.ownedBy(server);
    ClusterScript cluster = ClusterScript.with(podSad()).listed(server, owned, set);
    // When
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:02:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getKey()).isEqualTo("prod/apps/Deployment/shop/cart#pod-sad");
    assertThat(opened.getServer()).isEqualTo("cart");
    assertThat(opened.getTeamId()).isEqualTo("acme");
  }

  @Test
  void doesNotReopenWithPodsThatOutliveTheirDeployment() {
    // Given
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set);
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:02:00");
    cluster.incidents();
    // When
    cluster.deleted(cart);
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("SUBJECT_DELETED");
    // When
    cluster
        .until("02:10:00")
        .deleted(set)
        .until("02:12:00")
        .deleted(pod("cart-1").ownedBy(set));
    cluster.until("02:20:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.stored(StoreName.MEMBERS).size()).isZero();
    assertThat(cluster.stored(StoreName.LINKS).size()).isZero();
  }

  @Test
  void keepsAspectsApart() {
    // Given
    ToyCheck<PodFacts> twofold = podSad(finding -> ToyCheck.finding(
        finding.reason(), finding.reason(), ToyCheck.HOLD, Severity.INFO, "", 1, List.of()));
    ClusterScript cluster = ClusterScript.with(twofold).listed(cart, set);
    // When
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).phase("Failed", "ConfigMap"));
    cluster.until("02:01:30").added(pod("cart-2").ownedBy(set).phase("Failed", "Secret"));
    cluster.until("02:03:00");
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getKey)
        .containsExactly(
            "prod/apps/Deployment/shop/cart#pod-sad#ConfigMap",
            "prod/apps/Deployment/shop/cart#pod-sad#Secret");
    // When
    cluster.deleted(pod("cart-2").ownedBy(set)).until("02:06:00");
    // Then
    assertThat(cluster.incident().getKey())
        .isEqualTo("prod/apps/Deployment/shop/cart#pod-sad#Secret");
  }

  @Test
  void knowsTheOnsetOfEachAspect() {
    // Given
    ClusterScript cluster = ClusterScript.with(podSad(finding -> ToyCheck.finding(
            finding.reason(), finding.reason(), ToyCheck.HOLD, Severity.INFO, "", 1, List.of())))
        .listed(cart, set);
    Thing pod = pod("cart-1").ownedBy(set);
    cluster.until("02:01:00").added(pod.phase("Failed", "ConfigMap")).until("02:05:00");
    cluster.incidents();
    // When
    cluster.modified(pod.phase("Failed", "Secret")).until("02:06:00");
    // Then
    assertThat(cluster.incident().getFirstSeenAt()).isEqualTo(clock("02:05:00"));
  }

  @Test
  void letsTheHighestRankSpeak() {
    // Given
    ToyCheck<PodFacts> ranked = podSad(finding -> ToyCheck.finding(
        finding.reason(),
        "",
        ToyCheck.HOLD,
        Severity.INFO,
        "",
        finding.reason().length(),
        List.of()));
    ClusterScript cluster = ClusterScript.with(ranked).listed(cart, set);
    // When
    cluster.until("02:01:00");
    cluster.added(pod("cart-1").ownedBy(set).phase("Failed", "Sad"));
    cluster.added(pod("cart-2").ownedBy(set).phase("Failed", "Saddest"));
    cluster.until("02:02:00");
    // Then
    assertThat(cluster.incident().getReason()).isEqualTo("Saddest");
  }

  @Test
  void judgesAgainWhenARelatedObjectChanges() {
    // Given
    ToyCheck<DeploymentFacts> childless = ToyCheck.of(
        "childless",
        Kinds.DEPLOYMENT,
        DeploymentFacts.class,
        false,
        List.of(Relation.children(Kinds.REPLICA_SET)),
        (deployment, view) ->
            view.referring(deployment.ref(), Link.OWNER, Kinds.REPLICA_SET).isEmpty()
                ? Verdict.failing(ToyCheck.finding("NoChild"))
                : Verdict.ok());
    ClusterScript cluster = ClusterScript.with(childless).listed(cart, set);
    // When
    cluster.until("02:01:00").deleted(set).until("02:02:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getFirstSeenAt()).isEqualTo(clock("02:01:00"));
    assertThat(opened.getProvenance().get(0).getUid()).isEqualTo("uid-rs-cart-5c9");
    // When
    cluster.until("02:03:00").added(set).until("02:05:00");
    // Then
    assertThat(cluster.incident().getChange()).isEqualTo(IncidentChange.RESOLVED);
  }

  @Test
  void judgesAgainWhenTheOwnerChanges() {
    // Given
    ToyCheck<PodFacts> orphan = ToyCheck.of(
        "set-small",
        Kinds.POD,
        PodFacts.class,
        false,
        List.of(Relation.owner(Kinds.REPLICA_SET)),
        (pod, view) -> view.get(set.ref()).isEmpty()
            ? Verdict.failing(ToyCheck.finding("NoOwner"))
            : Verdict.ok());
    ClusterScript cluster =
        ClusterScript.with(orphan).listed(cart, set, pod("cart-1").ownedBy(set));
    // When
    cluster.until("02:01:00").deleted(set).until("02:02:00");
    // Then: the chain of owners is broken, so it cannot be said what this counts for.
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.modified(pod("cart-1")).until("02:03:00");
    // Then
    assertThat(cluster.incident().getKey()).isEqualTo("prod/core/Pod/shop/cart-1#set-small");
  }

  @Test
  void pointsToTheCauseThatIsOpen() {
    // Given
    ClusterScript cluster = chain();
    // When
    fail(cluster);
    // Then
    List<Incident> told = cluster.incidents();
    assertThat(told).extracting(Incident::getCheck).containsExactly("pod-sad", "deployment-short");
    assertThat(told.get(1).getCausedBy()).isEqualTo(told.get(0).getKey());
    assertThat(told.get(1).getRevision()).isEqualTo(1);
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(2);
    assertThat(cluster.status().getOpenHeadlines()).isEqualTo(1);
  }

  @Test
  void publishesWhatAnotherIncidentExplainsAsCompletelyAsItsCause() {
    // Given
    ClusterScript cluster = chain();
    // When
    fail(cluster);
    cluster.modified(pod("cart-1").ownedBy(set).running()).modified(cart.replicas(2, 2));
    cluster.passes(Duration.ofMinutes(10));
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getCheck, Incident::getChange)
        .contains(
            tuple("pod-sad", IncidentChange.OPENED),
            tuple("pod-sad", IncidentChange.RESOLVED),
            tuple("deployment-short", IncidentChange.OPENED),
            tuple("deployment-short", IncidentChange.RESOLVED));
  }

  @Test
  void tellsACauseThatOpensLaterAtOnce() {
    // Given
    ClusterScript cluster = chain();
    cluster.until("02:01:00").modified(cart.replicas(1, 2)).until("02:02:00");
    Incident effect = cluster.incident();
    assertThat(effect.getCausedBy()).isNull();
    // When
    cluster.until("02:03:00").added(pod("cart-1").ownedBy(set).sad()).until("02:04:00");
    // Then
    List<Incident> told = cluster.incidents();
    assertThat(told)
        .extracting(Incident::getCheck, Incident::getChange)
        .containsExactly(
            tuple("pod-sad", IncidentChange.OPENED),
            tuple("deployment-short", IncidentChange.UPDATED));
    assertThat(told.get(1).getCausedBy()).isEqualTo("prod/apps/Deployment/shop/cart#pod-sad");
    assertThat(told.get(1).getUpdatedAt()).isEqualTo(clock("02:04:00"));
  }

  @Test
  void isAHeadlineAsSoonAsItsCauseIsOver() {
    // Given
    ClusterScript cluster = chain();
    fail(cluster);
    cluster.incidents();
    // When
    cluster.until("02:03:00").modified(pod("cart-1").ownedBy(set).running()).until("02:05:00");
    // Then
    assertThat(cluster.incident().getCheck()).isEqualTo("pod-sad");
    assertThat(cluster.status().getOpenHeadlines()).isEqualTo(1);
    // When
    cluster.until("02:07:00");
    // Then
    Incident effect = cluster.incident();
    assertThat(effect.getCheck()).isEqualTo("deployment-short");
    assertThat(effect.getCausedBy()).isNull();
    assertThat(effect.getUpdatedAt()).isEqualTo(clock("02:07:00"));
  }

  @Test
  void hasNoCauseInACircle() {
    // Given
    ToyCheck<PodFacts> first = circular("pod-first", "pod-second");
    ToyCheck<PodFacts> second = circular("pod-second", "pod-first");
    ClusterScript cluster = ClusterScript.with(first, second).listed(cart, set);
    // When
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:20:00");
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getCheck, Incident::getCausedBy)
        .containsExactly(
            tuple("pod-first", null),
            tuple("pod-second", "prod/apps/Deployment/shop/cart#pod-first"));
  }

  @Test
  void makesADefectOfACheckAnIncidentAndGoesOn() {
    // Given
    ToyCheck<PodFacts> sound = ToyCheck.of(
        "pod-unready",
        Kinds.POD,
        PodFacts.class,
        true,
        List.of(),
        (pod, view) -> pod.phase().equals("Running")
            ? Verdict.ok()
            : Verdict.failing(ToyCheck.finding("Unready")));
    ClusterScript cluster = ClusterScript.with(podSad(), sound).listed(cart, set);
    // When
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).phase("Broken", ""));
    // Then
    Incident defect = cluster.incident();
    assertThat(defect.getKey())
        .isEqualTo("prod/watcher.mcpruntime.org/Check/-/pod-sad#watcher-check-failed");
    assertThat(defect.getMessage()).contains("IllegalStateException").doesNotContain("secret");
    assertThat(defect.getMembers()).containsExactly("cart-1");
    assertThat(defect.getImpact()).isEqualTo(Impact.UNKNOWN);
    assertThat(cluster.engine().counts().defects()).isEqualTo(1);
    // When
    cluster.until("02:02:00");
    // Then
    assertThat(cluster.incident().getCheck()).isEqualTo("pod-unready");
    // When
    cluster.modified(pod("cart-1").ownedBy(set).running()).until("02:07:00");
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getCheck, Incident::getStatus)
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.toList().get(1)).hasToString("RESOLVED"));
  }

  private void fail(ClusterScript cluster) {
    cluster.until("02:01:00");
    cluster.added(pod("cart-1").ownedBy(set).sad());
    cluster.until("02:01:05").modified(cart.replicas(1, 2)).until("02:02:05");
  }

  private ClusterScript chain() {
    ToyCheck<DeploymentFacts> effect = ToyCheck.of(
        "deployment-short",
        Kinds.DEPLOYMENT,
        DeploymentFacts.class,
        false,
        List.of(),
        (deployment, view) -> deployment.ready() >= deployment.desired()
            ? Verdict.ok()
            : Verdict.failing(ToyCheck.finding(
                "Short",
                "",
                ToyCheck.HOLD,
                Severity.INFO,
                "",
                1,
                List.of(new Cause("pod-sad", deployment.ref())))));
    return ClusterScript.with(podSad(), effect).listed(cart, set);
  }

  private ToyCheck<PodFacts> circular(String id, String cause) {
    return ToyCheck.of(
        id,
        Kinds.POD,
        PodFacts.class,
        true,
        List.of(),
        (pod, view) -> pod.phase().equals("Failed")
            ? Verdict.failing(ToyCheck.finding(
                "Sad",
                "",
                ToyCheck.HOLD,
                Severity.INFO,
                "",
                1,
                List.of(new Cause(cause, cart.ref()))))
            : Verdict.ok());
  }
}
