package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;
import static org.mcpruntime.watcher.correlator.engine.Thing.deployment;
import static org.mcpruntime.watcher.correlator.engine.Thing.event;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.Thing.replicaSet;
import static org.mcpruntime.watcher.correlator.engine.ToyCheck.podSad;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.catalog.PodImagePull;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.ProvenanceRole;

/** Traps of docs/correlator-traps.md that no other test of the engine walks into. */
class EngineTrapsTest {

  private final Thing cart = deployment("cart");
  private final Thing set = replicaSet("cart-5c9", cart);
  private final Thing crashing = pod("cart-1").ownedBy(set);

  @Test
  void isOneIncidentOverTwentyRestarts() {
    // Given
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set);
    cluster.until("02:01:00");
    // When: it runs for ten seconds each time, and waits for longer each time.
    for (int restart = 0; restart < 20; restart++) {
      cluster.modified(crashing.sad());
      cluster.passes(Duration.ofSeconds(Math.min(300, 10L << Math.min(restart, 5))));
      cluster.modified(crashing.running()).passes(Duration.ofSeconds(10));
    }
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getChange)
        .containsExactly(IncidentChange.OPENED);
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(1);
  }

  @Test
  void isOneIncidentOverTwoHoursOfSteadyBackOff() {
    // Given
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set);
    Instant end = clock("04:01:00");
    // When: nothing is heard of it for five minutes at a time.
    cluster.until("02:01:00");
    while (cluster.now().isBefore(end)) {
      cluster.modified(crashing.sad()).passes(Duration.ofMinutes(5));
      cluster.modified(crashing.running()).passes(Duration.ofSeconds(2));
    }
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getChange)
        .containsExactly(IncidentChange.OPENED);
  }

  @Test
  void takesTheEarliestSupportingRecordForTheOnset() {
    // Given: the workload is seen from 02:00 on; one pod moves at first.
    ClusterScript cluster = ClusterScript.with(podSad()).listed(cart, set);
    cluster.until("02:10:00").added(crashing.phase("Pending", ""));
    // When
    cluster.until("02:11:00").added(pod("cart-2").ownedBy(set).sad());
    cluster.until("02:11:30").modified(crashing.sad()).until("02:13:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getFirstSeenAt()).isEqualTo(clock("02:11:00"));
    assertThat(opened.getProvenance())
        .extracting(each -> each.getRole(), each -> each.getUid())
        .containsExactly(
            tuple(ProvenanceRole.OPENED, "uid-pod-cart-2"),
            tuple(ProvenanceRole.OPENED, null),
            tuple(ProvenanceRole.KEPT, "uid-pod-cart-1"));
  }

  @Test
  void keepsAStuckPodOpenWhenItsEventsAreGone() {
    // Given: only an Event tells why, and that the cluster keeps for an hour.
    ClusterScript cluster =
        ClusterScript.with(new PodImagePull()).synced(Kinds.CORE_EVENT).listed(cart, set);
    Thing stuck = pod("cart-1").ownedBy(set).pulling("registry.local/acme/cart:1.5.0", "Back-off");
    Thing told = event("pull-1", stuck, "Failed", "failed to pull: 401 Unauthorized");
    cluster.until("02:01:00").added(stuck).added(told).until("02:10:00");
    Incident opened = cluster.incident();
    assertThat(opened.getCauseClass()).isEqualTo("auth");
    // When
    cluster.until("03:01:00").deleted(told).until(opened.getOpenedAt().plus(Duration.ofHours(25)));
    // Then: it is told once that nobody names the cause any more, and once a day that it is open.
    List<Incident> since = cluster.incidents();
    assertThat(since)
        .extracting(Incident::getChange)
        .containsExactly(IncidentChange.UPDATED, IncidentChange.REFRESHED);
    assertThat(since).allSatisfy(each -> {
      assertThat(each.getId()).isEqualTo(opened.getId());
      assertThat(each.getFirstSeenAt()).isEqualTo(clock("02:01:00"));
    });
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(1);
  }
}
