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
import org.mcpruntime.watcher.checks.catalog.DeploymentUnavailable;
import org.mcpruntime.watcher.checks.catalog.McpServerNotReady;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.Operation;

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

  @Test
  void remembersItTooForAWorkloadOfWhichACheckSpeaksAlone() {
    // Given
    Thing owned = cart.ownedBy(server("cart")).replicas(0, 1);
    ClusterScript cluster = ClusterScript.with(new DeploymentUnavailable());
    cluster.listed(server("cart"), owned).until("02:10:00");
    cluster.incidents();
    // When: its server goes, and the object stays.
    cluster.deleted(server("cart")).until("04:10:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("04:20:00");
    // Then
    assertThat(cluster.incident().getResolvedAt()).isEqualTo(clock("04:12:00"));
  }

  @Test
  void doesNotReopenWithPodsThatOutliveAnOwnerWithoutFacts() {
    // Given
    Thing database =
        new Thing(new ObjectRef("example.org", "Database", "shop", "db"), "uid-db", null, "", "");
    ClusterScript cluster = ClusterScript.seen(podSad());
    cluster.until("02:01:00").added(database);
    cluster
        .added(pod("db-1").ownedBy(database).sad())
        .added(pod("db-2").ownedBy(database).sad());
    cluster.until("02:02:00");
    assertThat(cluster.incident().getKey()).isEqualTo("prod/example.org/Database/shop/db#pod-sad");
    // When
    cluster.deleted(database).passes(ClusterScript.TICK);
    cluster.deleted(pod("db-1")).passes(Duration.ofMinutes(2)).deleted(pod("db-2"));
    cluster.until("03:00:00");
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("SUBJECT_DELETED");
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
    Thing agents = new Thing(
        new ObjectRef("apps", "DaemonSet", "shop", "agent"), "uid-ds-agent", null, "", "");
    ClusterScript cluster =
        ClusterScript.seen(podSad()).synced(Kinds.DAEMON_SET).tick();
    cluster.until("02:01:00").added(pod("agent-1").ownedBy(agents).sad()).until("02:10:00");
    // When
    cluster.notLookedAt(Kinds.DAEMON_SET).until("02:11:05");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getKey()).isEqualTo("prod/apps/DaemonSet/shop/agent#pod-sad");
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
        List.of(Relation.referring(Kinds.REPLICA_SET, Link.OWNER)),
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
        List.of(Relation.referred(Kinds.REPLICA_SET, Link.OWNER)),
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

  @Test
  void endsADefectForGoodWithItsCheck() {
    // Given
    ToyCheck<PodFacts> sound = ToyCheck.of(
        "pod-sound", Kinds.POD, PodFacts.class, true, List.of(), (pod, view) -> Verdict.ok());
    ClusterScript cluster = ClusterScript.with(podSad(), sound).listed(cart, set);
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).phase("Broken", ""));
    cluster.incidents();
    // When
    cluster.restart(ClusterScript.settings(sound)).until("03:00:00");
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("CHECK_REMOVED");
    assertThat(cluster.stored(StoreName.MEMBERS).size()).isZero();
  }

  @Test
  void tellsThatTheJudgeOfAGroupThrowsAndGoesOn() {
    // Given
    ClusterScript cluster = ClusterScript.seen(new Grouped());
    cluster.until("02:01:00");
    // When
    for (int i = 0; i < 3; i++) {
      cluster.added(pod("cart-" + i).sad());
    }
    cluster.until("02:02:00");
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getCheck)
        .containsExactly("pod-sad", "pod-sad", "pod-sad", "watcher-check-failed");
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(4);
    // When nobody names the group any more
    for (int i = 0; i < 3; i++) {
      cluster.modified(pod("cart-" + i).running());
    }
    cluster.until("02:10:00");
    // Then
    assertThat(cluster.status().getOpenIncidents()).isZero();
  }

  @Test
  void endsTheDefectOfTheJudgeOfAGroupWhenAllLeaveItAtOnce() {
    // Given
    ClusterScript cluster = ClusterScript.seen(new Grouped());
    cluster.until("02:01:00");
    for (int i = 0; i < 3; i++) {
      cluster.added(pod("cart-" + i).sad());
    }
    cluster.until("02:02:00");
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(4);
    // When: they recover while nobody looks
    cluster.blind(Kinds.POD).tick();
    for (int i = 0; i < 3; i++) {
      cluster.modified(pod("cart-" + i).running());
    }
    cluster.until("02:03:00").synced(Kinds.POD).until("02:20:00");
    // Then
    assertThat(cluster.status().getOpenIncidents()).isZero();
  }

  @Test
  void tellsOfADefectForOneHorizonWhileItsSubjectCannotBeRead() {
    // Given
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set);
    Thing pod = pod("cart-1").ownedBy(set).phase("Broken", "");
    cluster.until("02:01:00").added(pod).until("02:02:00");
    assertThat(cluster.incident().getCheck()).isEqualTo("watcher-check-failed");
    // When
    cluster.unreadable(Operation.MODIFIED, pod).until("04:00:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("04:10:00");
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("RECOVERED");
  }

  /** Pods that are sad for a common root, whose judge has a defect. */
  private record Grouped() implements Check<PodFacts> {

    private static final ToyCheck<PodFacts> SAD = podSad(finding -> Finding.draft(
            finding.reason(), finding.title(), finding.message(), finding.hold())
        .group(new CauseGroup("root", new ObjectRef("example.org", "Root", "", "all"), ""))
        .finding());

    @Override
    public CheckSpec spec() {
      return SAD.spec();
    }

    @Override
    public Class<PodFacts> subjectType() {
      return PodFacts.class;
    }

    @Override
    public Verdict evaluate(PodFacts pod, View view) {
      return SAD.evaluate(pod, view);
    }

    @Override
    public List<GroupCheck> groups() {
      return List.of(new Broken());
    }
  }

  private record Broken() implements GroupCheck {

    @Override
    public CheckSpec spec() {
      return new CheckSpec(
          "root",
          1,
          "root",
          "a group of a test",
          Kinds.POD,
          List.of(),
          false,
          Duration.ZERO,
          ToyCheck.SETTLE,
          List.of(),
          List.of("Look at it."));
    }

    @Override
    public Finding finding(CauseGroup group, List<Evidence> examples) {
      throw new IllegalStateException("defect");
    }
  }

  @Test
  void judgesWorkloadsBelowAServerThatCannotBeSeen() {
    // Given
    Thing owned = cart.ownedBy(server("cart"));
    ClusterScript cluster = ClusterScript.with(podSad());
    cluster.listed(owned, set).blind(Kinds.MCP_SERVER);
    // When
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:02:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getKey()).isEqualTo("prod/apps/Deployment/shop/cart#pod-sad");
    assertThat(opened.getServer()).isEqualTo("cart");
    // When it is seen, and is there
    cluster.added(server("cart")).synced(Kinds.MCP_SERVER).until("02:10:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
  }

  @Test
  void countsStableAndCanaryOfAServerTogether() {
    // Given
    Thing stable = cart.ownedBy(server("cart"));
    Thing canary = deployment("cart-canary").ownedBy(server("cart"));
    Thing canarySet = replicaSet("cart-canary-1", canary);
    ClusterScript cluster = ClusterScript.with(podSad())
        .listed(server("cart"), stable, canary.replicas(0, 1), canarySet);
    // When
    cluster.until("02:01:00").added(pod("cart-canary-1-a").ownedBy(canarySet).sad());
    cluster.until("02:02:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getImpact()).isEqualTo(Impact.DEGRADED);
    assertThat(opened.getDesired()).isEqualTo(3);
    // When
    cluster.modified(stable.replicas(0, 2));
    // Then
    assertThat(cluster.incident().getImpact()).isEqualTo(Impact.DOWN);
  }

  @Test
  void doesNotSayWhetherUsersAreHitFromWhatIsNotSeen() {
    // Given
    Thing tax = deployment("tax");
    Thing taxSet = replicaSet("tax-1", tax);
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set, tax, taxSet);
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:02:00");
    assertThat(cluster.incident().getImpact()).isEqualTo(Impact.SERVING);
    cluster.blind(Kinds.DEPLOYMENT).until("02:03:00");
    // When
    cluster.added(pod("cart-2").ownedBy(set).phase("Failed", "Sad")).until("02:10:00");
    // Then: what was told stands.
    assertThat(cluster.incidents()).extracting(Incident::getImpact).containsExactly(Impact.SERVING);
    // When
    cluster.added(pod("tax-1").ownedBy(taxSet).sad()).until("02:20:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getImpact()).isEqualTo(Impact.UNKNOWN);
    assertThat(opened.getReady()).isNull();
  }

  @Test
  void countsNoTimeInWhichAKindThatDecidesIsNotSeen() {
    // Given: a check that does not require Deployments, but judges by them.
    Thing server =
        server("cart").with("\"replicas\":2", "\"phase\":\"PartiallyReady\",\"serviceReady\":true");
    ClusterScript cluster = ClusterScript.seen(new McpServerNotReady());
    cluster.until("02:01:00").added(server).added(cart.ownedBy(server).replicas(0, 2));
    // When
    cluster.until("02:02:00").blind(Kinds.DEPLOYMENT).until("02:20:00");
    cluster.synced(Kinds.DEPLOYMENT).until("02:33:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("02:35:00");
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:34:00"));
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
