package org.mcpruntime.watcher.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Json;

class DemoClockTest {
  private static final Instant START = TestCluster.START;

  private final AtomicReference<Instant> real = new AtomicReference<>(START);

  @Test
  void movesOnlyForwardByHand() {
    // Given
    DemoClock clock = DemoClock.at(START, real::get);

    // When
    clock.set(START.plusSeconds(5));
    clock.set(START.plusSeconds(3));
    real.set(START.plusSeconds(60));

    // Then
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void neverGoesBackWhenItGoesLive() {
    // Given
    DemoClock clock = DemoClock.at(START.plusSeconds(10), real::get);

    // When
    clock.goLive();

    // Then
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
    real.set(START.plusSeconds(11));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(11));
    clock.set(START.plusSeconds(99));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(11));
  }

  @Test
  void clusterLivesByALiveClock() {
    // Given
    DemoClock clock = DemoClock.at(START, real::get);
    KubeStore store = KubeStore.inMemory(clock);
    SimulatedCluster cluster = SimulatedCluster.open(store, clock, Scenario.bare(), 7);
    clock.goLive();

    // When
    cluster.intervene(on -> on.deployServer("mcp-team-pay", "app", "registry.local/t/app:1", 2));
    for (int i = 0; i < 300; i++) {
      real.updateAndGet(now -> now.plus(Duration.ofMillis(100)));
      cluster.runUntil(clock.instant());
    }

    // Then
    assertThat(store.list(ResourceTypes.DEPLOYMENT, "mcp-team-pay"))
        .singleElement()
        .satisfies(deployment ->
            assertThat(Json.number(deployment, 0, "status", "readyReplicas")).isEqualTo(2));
    assertThat(store.list(ResourceTypes.POD, "mcp-team-pay")).allSatisfy(pod -> assertThat(
            Instant.parse(Json.text(pod, "metadata", "creationTimestamp")))
        .isBetween(START, START.plusSeconds(30)));
    assertThat(cluster.nextActionAt()).isAfter(clock.instant());
  }
}
