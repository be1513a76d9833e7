package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;
import static org.mcpruntime.watcher.correlator.engine.Thing.deployment;
import static org.mcpruntime.watcher.correlator.engine.Thing.node;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.Thing.replicaSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.catalog.DeploymentUnavailable;
import org.mcpruntime.watcher.checks.catalog.NodeNotReady;
import org.mcpruntime.watcher.checks.catalog.PodImagePull;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.Provenance;
import org.mcpruntime.watcher.schemas.avro.ProvenanceRole;
import org.mcpruntime.watcher.schemas.avro.Severity;

/**
 * Workloads that cannot pull from one registry have one headline. Authentication holds for 30 seconds, a rate limit for
 * three minutes; the workloads settle after two minutes, the parent after ten.
 */
class CauseGroupTest {

  private static final String UNAUTHORIZED = "401 Unauthorized";
  private static final String LIMITED = "429 Too Many Requests";
  private static final String AUTH_PARENT =
      "prod/watcher.mcpruntime.org/Registry/-/registry.local:5000#registry-image-pull#auth";

  private final ClusterScript cluster = ClusterScript.seen(new PodImagePull());
  private final Map<String, Thing> sets = new HashMap<>();

  @Test
  void opensAParentWithTheThirdWorkload() {
    // Given
    cluster.until("02:01:00").added(pulls("shop", "cart", UNAUTHORIZED));
    cluster.until("02:01:10").added(pulls("shop", "pay", UNAUTHORIZED));
    cluster.until("02:01:20").added(pulls("shop", "tax", UNAUTHORIZED));
    // When
    cluster.until("02:01:45");
    // Then
    assertThat(cluster.incidents()).hasSize(2).allSatisfy(child -> assertThat(child.getCauseGroup())
        .isEqualTo(AUTH_PARENT));
    assertThat(cluster.status().getOpenHeadlines()).isEqualTo(2);
    // When
    cluster.until("02:01:50");
    // Then
    List<Incident> told = cluster.incidents();
    assertThat(told)
        .extracting(Incident::getKey)
        .containsExactly("prod/apps/Deployment/shop/tax#pod-image-pull", AUTH_PARENT);
    Incident parent = told.get(1);
    assertThat(parent.getChange()).isEqualTo(IncidentChange.OPENED);
    assertThat(parent.getOpenedAt()).isEqualTo(clock("02:01:50"));
    assertThat(parent.getFirstSeenAt()).isEqualTo(clock("02:01:00"));
    assertThat(parent.getTitle())
        .isEqualTo("registry registry.local:5000: image pulls fail: authentication");
    assertThat(parent.getMessage())
        .startsWith("3 workloads in 1 namespace (shop): ")
        .contains(UNAUTHORIZED);
    assertThat(parent.getCauseClass()).isEqualTo("auth");
    assertThat(parent.getKind()).isEqualTo("Registry");
    assertThat(parent.getNamespace()).isNull();
    assertThat(parent.getName()).isEqualTo("registry.local:5000");
    assertThat(parent.getMembers()).containsExactly("shop/cart", "shop/pay", "shop/tax");
    assertThat(parent.getMemberCount()).isEqualTo(3);
    assertThat(parent.getPeakMembers()).isEqualTo(3);
    assertThat(parent.getRemediation()).isNotEmpty();
    assertThat(parent.getEvidence())
        .extracting(evidence -> evidence.getResource())
        .containsExactly("Deployment/shop/cart", "Deployment/shop/pay", "Deployment/shop/tax");
    assertThat(parent.getCauseGroup()).isNull();
    assertThat(parent.getProvenance())
        .filteredOn(each -> each.getRole() == ProvenanceRole.OPENED)
        .extracting(Provenance::getUid)
        .containsExactly("uid-pod-cart-1-shop", "uid-pod-pay-1-shop", "uid-pod-tax-1-shop", null);
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(4);
    assertThat(cluster.status().getOpenHeadlines()).isEqualTo(1);
  }

  @Test
  void opensAParentWithTheSecondNamespace() {
    // Given
    cluster.until("02:01:00").added(pulls("shop", "cart", UNAUTHORIZED));
    // When
    cluster.added(pulls("bank", "cart", UNAUTHORIZED)).until("02:01:30");
    // Then
    assertThat(parents(cluster.incidents())).singleElement().satisfies(parent -> {
      assertThat(parent.getMembers()).containsExactly("bank/cart", "shop/cart");
      assertThat(parent.getMessage()).startsWith("2 workloads in 2 namespaces (bank, shop): ");
    });
  }

  /** K4: one Deployment is one incident, however many of its pods fail. */
  @Test
  void isOneIncidentForManyPodsOfOneWorkload() {
    // Given
    cluster.until("02:01:00");
    // When
    for (int pod = 0; pod < 500; pod++) {
      cluster.added(pulls("shop", "cart", "-" + pod, "registry.local:5000/acme/cart:2", LIMITED));
    }
    cluster.until("02:30:00");
    // Then
    List<Incident> told = cluster.incidents();
    assertThat(told).extracting(Incident::getKey).containsOnly(key("shop", "cart"));
    assertThat(told.get(0).getMemberCount()).isEqualTo(500);
    assertThat(told).hasSize(1);
  }

  /** K4, K28: one registry fault in many workloads is one headline, and every workload stays visible. */
  @Test
  void isOneHeadlineForManyWorkloads() {
    // Given
    cluster.until("02:01:00");
    // When
    for (int workload = 0; workload < 500; workload++) {
      cluster.added(pulls("team-" + workload % 40, "app-" + workload, LIMITED));
    }
    cluster.until("02:30:00");
    // Then
    List<Incident> told = cluster.incidents();
    List<Incident> children = new ArrayList<>(told);
    children.removeAll(parents(told));
    assertThat(children)
        .hasSize(500)
        .allSatisfy(child -> {
          assertThat(child.getRevision()).isEqualTo(1);
          assertThat(child.getCauseGroup()).endsWith("#rate-limit");
        })
        .extracting(Incident::getKey)
        .doesNotHaveDuplicates();
    assertThat(parents(told))
        .hasSizeBetween(1, 9)
        .extracting(Incident::getId)
        .containsOnly(parents(told).get(0).getId());
    Incident last = parents(told).get(parents(told).size() - 1);
    assertThat(last.getMemberCount()).isEqualTo(256);
    assertThat(last.getMembers()).hasSize(20).isSorted();
    assertThat(last.getMessage())
        .startsWith("256 workloads in ")
        .contains(" namespaces (team-0, team-1, ", " more): ");
    assertThat(cluster.status().getOpenHeadlines()).isEqualTo(1);
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(501);
  }

  @Test
  void opensNoParentWhenTheyBeganFarApart() {
    // When
    cluster.until("02:01:00").added(pulls("shop", "cart", UNAUTHORIZED));
    cluster.until("02:07:00").added(pulls("shop", "pay", UNAUTHORIZED));
    cluster.until("02:11:05").added(pulls("shop", "tax", UNAUTHORIZED)).until("02:15:00");
    // Then
    assertThat(parents(cluster.incidents())).isEmpty();
    // When
    cluster.added(pulls("shop", "map", UNAUTHORIZED)).until("02:16:00");
    // Then
    assertThat(parents(cluster.incidents()))
        .singleElement()
        .satisfies(parent -> assertThat(parent.getMemberCount()).isEqualTo(4));
  }

  /** K27: what is missing is not equal to what is missing. */
  @Test
  void neverGroupsWhatIsNotKnown() {
    // When
    cluster.until("02:01:00");
    for (String name : List.of("cart", "pay", "tax", "map")) {
      cluster.added(pulls("shop", name, "it did not work"));
      cluster.added(pulls("bank", name, "-1", "sha256:0123", UNAUTHORIZED));
      cluster.added(pulls("mill", name, "-1", "", UNAUTHORIZED));
    }
    cluster.until("02:20:00");
    // Then
    assertThat(cluster.incidents())
        .hasSize(12)
        .allSatisfy(incident -> assertThat(incident.getCauseGroup()).isNull());
  }

  @Test
  void keepsClassesAndRegistriesApart() {
    // When
    cluster.until("02:01:00");
    cluster.added(pulls("shop", "cart", UNAUTHORIZED));
    cluster.added(pulls("bank", "cart", "x509: certificate has expired"));
    cluster.added(pulls("mill", "cart", "-1", "cart:2", UNAUTHORIZED));
    cluster.until("02:10:00");
    // Then
    assertThat(cluster.incidents())
        .hasSize(3)
        .extracting(Incident::getCauseGroup)
        .containsExactlyInAnyOrder(
            AUTH_PARENT,
            AUTH_PARENT.replace("#auth", "#tls"),
            AUTH_PARENT.replace("registry.local:5000", "docker.io"));
  }

  @Test
  void endsTenMinutesAfterTheLastWorkloadRecovered() {
    // Given
    cluster.until("02:01:00");
    cluster.added(pulls("shop", "cart", UNAUTHORIZED)).added(pulls("bank", "cart", UNAUTHORIZED));
    cluster.until("02:05:00").modified(runs("shop", "cart")).until("02:06:00");
    cluster.incidents();
    // When
    cluster.modified(runs("bank", "cart")).until("02:15:55");
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getKey, Incident::getStatus)
        .containsExactly(
            tuple(key("shop", "cart"), IncidentStatus.RESOLVED),
            tuple(key("bank", "cart"), IncidentStatus.RESOLVED));
    // When
    cluster.until("02:16:00");
    // Then
    Incident end = cluster.incident();
    assertThat(end.getKey()).isEqualTo(AUTH_PARENT);
    assertThat(end.getCloseReason()).isEqualTo("RECOVERED");
    assertThat(end.getPeakMembers()).isEqualTo(2);
    // When
    cluster.until("02:40:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.stored(StoreName.LIVES).size()).isZero();
    assertThat(cluster.stored(StoreName.TIMERS).size()).isZero();
  }

  @Test
  void goesOnWhileOneWorkloadFails() {
    // Given
    cluster.until("02:01:00");
    cluster.added(pulls("shop", "cart", UNAUTHORIZED)).added(pulls("bank", "cart", UNAUTHORIZED));
    cluster.until("02:05:00").modified(runs("shop", "cart")).until("02:10:00");
    cluster.incidents();
    // When
    cluster.until("03:30:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.status().getOpenHeadlines()).isEqualTo(1);
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(2);
  }

  @Test
  void comesBackAsTheSameAndFlaps() {
    // Given
    cluster.until("02:00:30");
    List<Incident> parents = new ArrayList<>();
    // When
    for (int round = 0; round < 3; round++) {
      cluster.modified(pulls("shop", "cart", UNAUTHORIZED));
      cluster.modified(pulls("bank", "cart", UNAUTHORIZED)).passes(Duration.ofMinutes(2));
      cluster.modified(runs("shop", "cart")).modified(runs("bank", "cart"));
      cluster.passes(Duration.ofMinutes(12));
      parents.addAll(parents(cluster.incidents()));
    }
    // Then
    assertThat(parents).extracting(Incident::getId).containsOnly(parents.get(0).getId());
    assertThat(parents)
        .extracting(Incident::getChange, Incident::getFlapping)
        .containsExactly(
            tuple(IncidentChange.OPENED, false),
            tuple(IncidentChange.RESOLVED, false),
            tuple(IncidentChange.REOPENED, false),
            tuple(IncidentChange.RESOLVED, false),
            tuple(IncidentChange.REOPENED, true));
  }

  @Test
  void isToldAgainEveryDay() {
    // Given
    cluster.until("02:01:00");
    cluster.added(pulls("shop", "cart", UNAUTHORIZED)).added(pulls("bank", "cart", UNAUTHORIZED));
    cluster.until("02:02:00");
    cluster.incidents();
    // When
    cluster.passes(Duration.ofHours(24));
    // Then
    assertThat(parents(cluster.incidents()))
        .singleElement()
        .satisfies(parent -> assertThat(parent.getChange()).isEqualTo(IncidentChange.REFRESHED));
  }

  @Test
  void isAsBadAsTheWorstWorkload() {
    // Given
    cluster.until("02:01:00");
    cluster.added(pulls("shop", "cart", UNAUTHORIZED)).added(pulls("bank", "cart", UNAUTHORIZED));
    cluster.until("02:02:00");
    assertThat(parents(cluster.incidents())).singleElement().satisfies(parent -> {
      assertThat(parent.getSeverity()).isEqualTo(Severity.WARNING);
      assertThat(parent.getImpact()).isEqualTo(Impact.SERVING);
    });
    // When
    cluster.modified(deployment("cart").in("bank").replicas(0, 2));
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getKey, Incident::getChange, Incident::getSeverity)
        .containsExactly(
            tuple(key("bank", "cart"), IncidentChange.ESCALATED, Severity.CRITICAL),
            tuple(AUTH_PARENT, IncidentChange.ESCALATED, Severity.CRITICAL));
    // When
    cluster.until("02:03:00").modified(deployment("cart").in("bank").replicas(1, 2));
    cluster.until("02:14:55");
    // Then: the workload's calm is told after its two minutes, the parent's ten minutes later.
    assertThat(cluster.incident().getKey()).isEqualTo(key("bank", "cart"));
    // When
    cluster.until("02:15:00");
    // Then
    Incident calmer = cluster.incident();
    assertThat(calmer.getKey()).isEqualTo(AUTH_PARENT);
    assertThat(calmer.getImpact()).isEqualTo(Impact.DEGRADED);
  }

  /** What a CronJob serves nobody knows. */
  @Test
  void doesNotSayThatAllServeWhereThatIsNotKnown() {
    // Given
    Thing nightly = new Thing(
        new ObjectRef("batch", "CronJob", "bank", "nightly"), "uid-nightly", null, "", "");
    cluster.synced(Kinds.CRON_JOB).tick().until("02:01:00").added(nightly);
    // When
    cluster
        .added(pulls("shop", "cart", UNAUTHORIZED))
        .added(pod("nightly-1")
            .in("bank")
            .ownedBy(nightly)
            .pulling("registry.local:5000/acme/nightly:2", UNAUTHORIZED))
        .until("02:02:00");
    // Then
    assertThat(parents(cluster.incidents()))
        .singleElement()
        .satisfies(parent -> assertThat(parent.getImpact()).isEqualTo(Impact.UNKNOWN));
  }

  @Test
  void tellsAGroupThatBecomesKnownAtOnce() {
    // Given
    cluster.until("02:01:00");
    cluster.added(pulls("shop", "cart", "")).added(pulls("bank", "cart", UNAUTHORIZED));
    cluster.until("02:20:00");
    assertThat(cluster.incidents()).hasSize(2);
    // When
    cluster.modified(pulls("shop", "cart", UNAUTHORIZED));
    // Then: the other one failed long before.
    Incident known = cluster.incident();
    assertThat(known.getChange()).isEqualTo(IncidentChange.UPDATED);
    assertThat(known.getCauseClass()).isEqualTo("auth");
    assertThat(known.getCauseGroup()).isEqualTo(AUTH_PARENT);
  }

  @Test
  void opensAndEndsNothingWhilePodsAreNotSeen() {
    // Given
    cluster.until("02:01:00");
    cluster.added(pulls("shop", "cart", UNAUTHORIZED)).added(pulls("bank", "cart", UNAUTHORIZED));
    cluster.until("02:02:00").modified(runs("shop", "cart")).modified(runs("bank", "cart"));
    cluster.until("02:05:00");
    cluster.incidents();
    // When
    cluster.blind(Kinds.POD).until("02:45:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.synced(Kinds.POD).until("02:51:55");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When: three minutes of ten were seen before.
    cluster.until("02:52:05");
    // Then
    assertThat(cluster.incident().getKey()).isEqualTo(AUTH_PARENT);
  }

  /** K28: a node that fails is one headline for all workloads on it. */
  @Test
  void isExplainedByItsNode() {
    // Given
    ClusterScript nodes = ClusterScript.seen(new NodeNotReady(), new DeploymentUnavailable());
    nodes.begin(Kinds.NODE, "", "nodes").snapshot(node("node-1", "True"));
    nodes.end(Kinds.NODE, "", "nodes").synced(Kinds.NODE).until("02:01:00");
    // When
    nodes.modified(node("node-1", "Unknown"));
    for (int workload = 0; workload < 30; workload++) {
      String namespace = "team-" + workload % 3;
      Thing app = deployment("app-" + workload).in(namespace).replicas(0, 2);
      Thing set = replicaSet("app-" + workload + "-5c9", app).in(namespace).replicas(0, 2);
      Thing pod = pod("app-" + workload + "-1").in(namespace).ownedBy(set).unreadyOn("node-1");
      nodes.added(app).added(set).added(pod);
    }
    nodes.until("02:10:00");
    // Then
    String node = "prod/core/Node/-/node-1#node-not-ready";
    Map<String, Incident> newest = new TreeMap<>();
    nodes.incidents().forEach(incident -> newest.put(incident.getKey(), incident));
    assertThat(newest).hasSize(31).containsKey(node);
    newest.remove(node);
    assertThat(newest.values()).extracting(Incident::getCauseGroup).containsOnly(node);
    assertThat(nodes.status().getOpenIncidents()).isEqualTo(31);
    assertThat(nodes.status().getOpenHeadlines()).isEqualTo(1);
  }

  /** Where the common root is judged itself, its own incident is the headline, and nobody is rewritten. */
  @Test
  void isExplainedByTheIncidentOfItsRoot() {
    // Given
    Thing root = deployment("root");
    ClusterScript rooted = ClusterScript.with(lacksPods(), onRoot(root)).listed(root);
    rooted.until("02:01:00");
    rooted.added(pod("cart").sad()).added(pod("pay").sad()).added(pod("tax").sad());
    rooted.until("02:03:00");
    assertThat(rooted.incidents())
        .hasSize(3)
        .extracting(Incident::getCauseGroup)
        .containsOnly("prod/apps/Deployment/shop/root#deployment-short");
    assertThat(rooted.status().getOpenHeadlines()).isEqualTo(3);
    // When
    rooted.modified(root.replicas(1, 2)).until("02:05:00");
    // Then
    assertThat(rooted.incident().getCheck()).isEqualTo("deployment-short");
    assertThat(rooted.status().getOpenHeadlines()).isEqualTo(1);
  }

  @Test
  void isTheOneHeadlineAboveTheChainsOfItsWorkloads() {
    // Given
    ClusterScript chains = ClusterScript.seen(new PodImagePull(), new DeploymentUnavailable());
    chains.until("02:01:00");
    // When
    for (String namespace : List.of("shop", "bank")) {
      Thing cart = deployment("cart").in(namespace).replicas(0, 2);
      Thing set = replicaSet("cart-5c9", cart).in(namespace);
      chains.added(cart).added(set);
      chains.added(pod("cart-1")
          .in(namespace)
          .ownedBy(set)
          .pulling("registry.local:5000/acme/cart:2", UNAUTHORIZED));
    }
    chains.until("02:10:00");
    // Then
    assertThat(chains.incidents())
        .extracting(Incident::getKey, Incident::getCausedBy, Incident::getCauseGroup)
        .containsExactlyInAnyOrder(
            tuple(key("shop", "cart"), null, AUTH_PARENT),
            tuple(key("bank", "cart"), null, AUTH_PARENT),
            tuple(
                "prod/apps/Deployment/shop/cart#deployment-unavailable", key("shop", "cart"), null),
            tuple(
                "prod/apps/Deployment/bank/cart#deployment-unavailable", key("bank", "cart"), null),
            tuple(AUTH_PARENT, null, null));
    assertThat(chains.status().getOpenIncidents()).isEqualTo(5);
    assertThat(chains.status().getOpenHeadlines()).isEqualTo(1);
  }

  @Test
  void isForgottenWithItsCluster() {
    // Given
    cluster.until("02:01:00");
    cluster.added(pulls("shop", "cart", UNAUTHORIZED)).added(pulls("bank", "cart", UNAUTHORIZED));
    cluster.until("02:02:00");
    cluster.incidents();
    // When
    cluster.forget();
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getCloseReason)
        .hasSize(3)
        .containsOnly("FORGOTTEN");
  }

  private static Check<?> lacksPods() {
    return ToyCheck.of(
        "deployment-short",
        Kinds.DEPLOYMENT,
        DeploymentFacts.class,
        false,
        List.of(),
        (deployment, view) -> deployment.ready() >= deployment.desired()
            ? Verdict.ok()
            : Verdict.failing(ToyCheck.finding("Short")));
  }

  private static Check<?> onRoot(Thing root) {
    return ToyCheck.podSad(finding -> Finding.draft(
            finding.reason(), finding.title(), finding.message(), finding.hold())
        .group(new CauseGroup("deployment-short", root.ref(), ""))
        .finding());
  }

  private Thing pulls(String namespace, String name, String message) {
    return pulls(namespace, name, "-1", "registry.local:5000/acme/" + name + ":2", message);
  }

  private Thing pulls(String namespace, String name, String suffix, String image, String message) {
    return pod(name + suffix).in(namespace).ownedBy(set(namespace, name)).pulling(image, message);
  }

  private Thing runs(String namespace, String name) {
    return pod(name + "-1").in(namespace).ownedBy(set(namespace, name)).running();
  }

  /** Its ReplicaSet; the first time with its Deployment it comes to the cluster. */
  private Thing set(String namespace, String name) {
    return sets.computeIfAbsent(namespace + "/" + name, key -> {
      Thing deployment = deployment(name).in(namespace);
      Thing set = replicaSet(name + "-5c9", deployment).in(namespace);
      cluster.added(deployment).added(set);
      return set;
    });
  }

  private static String key(String namespace, String name) {
    return "prod/apps/Deployment/" + namespace + "/" + name + "#pod-image-pull";
  }

  private static List<Incident> parents(List<Incident> incidents) {
    return incidents.stream()
        .filter(incident -> incident.getCheck().equals("registry-image-pull"))
        .toList();
  }
}
