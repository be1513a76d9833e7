package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.correlator.engine.Thing.deployment;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.Thing.replicaSet;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.catalog.DeploymentUnavailable;
import org.mcpruntime.watcher.checks.catalog.PodImagePull;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;

/** An incident is about a workload and what is wrong with it; nothing that changes meanwhile makes another one of it. */
class IdentityTest {

  private static final String PULLS = "prod/apps/Deployment/shop/cart#pod-image-pull";

  private final Thing cart = deployment("cart");

  /** K4: each rollout brings another ReplicaSet, other pods and another image. */
  @Test
  void staysOneOverTwentyRollouts() {
    // Given
    ClusterScript cluster = ClusterScript.with(new PodImagePull()).listed(cart);
    Thing before = null;
    // When
    for (int rollout = 0; rollout < 20; rollout++) {
      Thing set = replicaSet("cart-" + rollout, cart);
      Thing pod = pod("cart-" + rollout + "-1")
          .ownedBy(set)
          .pulling("registry.local/acme/cart:" + rollout, "401 Unauthorized");
      cluster.added(set).added(pod).passes(Duration.ofSeconds(10));
      if (before != null) {
        cluster.deleted(before);
      }
      before = pod;
      cluster.passes(Duration.ofMinutes(5));
    }
    // Then
    List<Incident> told = cluster.incidents();
    assertThat(told).extracting(Incident::getKey).containsOnly(PULLS);
    assertThat(told).extracting(Incident::getId).containsOnly(told.get(0).getId());
    // While the old pod and the new one fail, there are two members.
    assertThat(told).extracting(Incident::getMemberCount).containsExactly(1, 2);
  }

  /** K4, K6: neither names of pods nor numbers are in the key. */
  @Test
  void staysOneForManyPodsAndReplicaCounts() {
    // Given
    Thing set = replicaSet("cart-5c9", cart);
    ClusterScript cluster =
        ClusterScript.with(new PodImagePull(), new DeploymentUnavailable()).listed(cart, set);
    cluster.until("02:01:00").modified(cart.replicas(0, 2)).until("02:10:00");
    // When
    for (int pods = 1; pods <= 500; pods++) {
      cluster.modified(cart.replicas(0, pods));
      cluster.added(pod("cart-" + pods)
          .ownedBy(set)
          .pulling("registry.local/acme/cart:1", pods + " times: 401 Unauthorized"));
    }
    cluster.passes(Duration.ofMinutes(5));
    for (int pods = 500; pods > 1; pods -= 50) {
      cluster.modified(cart.replicas(0, pods)).passes(Duration.ofMinutes(1));
    }
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getKey)
        .containsOnly(PULLS, "prod/apps/Deployment/shop/cart#deployment-unavailable")
        .hasSizeLessThan(6);
  }

  /** K35: labels and texts are not part of what it is. */
  @Test
  void staysOneWhenTextsChange() {
    // Given
    Thing set = replicaSet("cart-5c9", cart);
    ClusterScript cluster = ClusterScript.with(new PodImagePull()).listed(cart, set);
    Thing pod = pod("cart-1").ownedBy(set);
    // When
    for (int second = 0; second < 600; second += 5) {
      cluster.modified(pod.pulling(
          "registry.local/acme/cart:1", "try " + second + ": 401 Unauthorized, id " + second * 7));
      cluster.passes(Duration.ofSeconds(5));
    }
    // Then
    assertThat(cluster.incident().getKey()).isEqualTo(PULLS);
  }

  /** K5: two causes on one workload are two incidents, and one ends without the other. */
  @Test
  void isTwoForTwoCausesOnOneWorkload() {
    // Given
    Thing set = replicaSet("cart-5c9", cart);
    ToyCheck<PodFacts> missing = ToyCheck.of(
        "pod-misses",
        Kinds.POD,
        PodFacts.class,
        true,
        List.of(),
        (pod, view) -> pod.phase().equals("Failed")
            ? Verdict.failing(List.of(ToyCheck.reason(pod).split(",")).stream()
                .map(IdentityTest::misses)
                .toArray(Finding[]::new))
            : Verdict.ok());
    ClusterScript cluster = ClusterScript.with(missing).listed(cart, set);
    Thing pod = pod("cart-1").ownedBy(set);
    // When
    cluster.until("02:01:00").added(pod.phase("Failed", "ConfigMap/settings,Secret/token"));
    cluster.until("02:03:00");
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getKey)
        .containsExactly(
            "prod/apps/Deployment/shop/cart#pod-misses#ConfigMap/settings",
            "prod/apps/Deployment/shop/cart#pod-misses#Secret/token");
    // When
    cluster.modified(pod.phase("Failed", "Secret/token")).until("02:10:00");
    // Then
    assertThat(cluster.incident().getKey()).endsWith("#ConfigMap/settings");
  }

  /** K32: what judged it is told in the record and is not what it is about. */
  @Test
  void staysOneUnderNewRulesAndANewVersion() {
    // Given
    Thing set = replicaSet("cart-5c9", cart);
    ToyCheck<PodFacts> first = ToyCheck.podSad();
    ClusterScript cluster = ClusterScript.with(first).listed(cart, set);
    cluster.until("02:01:00").added(pod("cart-1").ownedBy(set).sad()).until("02:02:00");
    Incident opened = cluster.incident();
    // When
    CheckSpec spec = first.spec();
    CheckSpec newer = new CheckSpec(
        spec.id(),
        2,
        spec.title(),
        spec.description(),
        spec.subject(),
        spec.relations(),
        spec.foldsIntoWorkload(),
        Duration.ofMinutes(3),
        spec.settle(),
        spec.thresholds(),
        spec.remediation());
    cluster.restart(EngineSettings.standard(
        Rules.standard(List.of(new ToyCheck<>(newer, PodFacts.class, first.judgement()))), 1));
    cluster.until("02:10:00");
    // Then
    Incident told = cluster.incident();
    assertThat(told.getId()).isEqualTo(opened.getId());
    assertThat(told.getKey()).isEqualTo(opened.getKey());
    assertThat(told.getChange()).isEqualTo(IncidentChange.UPDATED);
    assertThat(told.getCheckVersion()).isEqualTo(2);
    assertThat(told.getRulesHash()).isNotEqualTo(opened.getRulesHash());
  }

  private static Finding misses(String what) {
    return Finding.draft("Misses", "something is missing", what, ToyCheck.HOLD)
        .aspect(what)
        .floor(Severity.WARNING)
        .finding();
  }
}
