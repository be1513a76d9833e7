package org.mcpruntime.watcher.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.testbed.kube.ExpiredException;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.WatchEvent;
import org.mcpruntime.watcher.testbed.sim.world.Json;

class ContinuationTest {
  private static final Instant START = TestCluster.START;
  private static final Duration HISTORY = Duration.ofMinutes(20);

  @TempDir
  Path directory;

  @Test
  void sameSeedGivesTheSameHistory() throws Exception {
    // Given
    TestCluster one = new TestCluster(Scenario.demo());
    TestCluster other = new TestCluster(Scenario.demo());

    // When
    one.run(HISTORY);
    other.watch(HISTORY, now -> {});

    // Then
    assertThat(history(other.store)).isEqualTo(history(one.store));
    assertThat(other.store.notes("")).isEqualTo(one.store.notes(""));
  }

  @Test
  void anotherSeedGivesAnotherHistory() throws Exception {
    // Given
    DemoClock clock = DemoClock.at(START);
    KubeStore store = KubeStore.inMemory(clock);

    // When
    SimulatedCluster.open(store, clock, Scenario.demo(), 8).runUntil(START.plus(HISTORY));

    // Then
    TestCluster seven = new TestCluster(Scenario.demo());
    seven.run(HISTORY);
    assertThat(history(store)).isNotEqualTo(history(seven.store));
    assertThat(store.list(ResourceTypes.MCP_SERVER)).hasSize(9);
  }

  @Test
  void goesOnAfterAKillWithoutDoingAnythingTwice() throws Exception {
    // Given
    DemoClock clock = DemoClock.at(START);
    Path journal = directory.resolve("0");
    KubeStore store = KubeStore.open(journal, clock);
    SimulatedCluster cluster = SimulatedCluster.open(store, clock, Scenario.demo(), 7);
    assertThat(cluster.isNew()).isTrue();

    // When
    for (int kill = 1; kill <= 6; kill++) {
      cluster.runUntil(START.plus(HISTORY.multipliedBy(kill).dividedBy(7)));
      Path copy = directory.resolve(Integer.toString(kill));
      copyJournal(journal, copy, kill * 7);
      journal = copy;
      KubeStore next = KubeStore.open(journal, clock);
      Instant position = SimulatedCluster.position(next).orElseThrow();
      clock = DemoClock.at(position);
      store.close();
      next.close();
      store = KubeStore.open(journal, clock);
      cluster = SimulatedCluster.open(store, clock, Scenario.demo(), 99);
      assertThat(cluster.isNew()).isFalse();
      assertThat(cluster.startedAt()).isEqualTo(START);
    }
    cluster.runUntil(START.plus(HISTORY));

    // Then
    TestCluster undisturbed = new TestCluster(Scenario.demo());
    undisturbed.run(HISTORY);
    assertThat(cluster.record()).isEqualTo(undisturbed.cluster.record());
    assertThat(phases(store)).isEqualTo(phases(undisturbed.store));
    assertThat(store.list(ResourceTypes.POD))
        .hasSameSizeAs(undisturbed.store.list(ResourceTypes.POD));
  }

  @Test
  void finishesAPastThatWasInterrupted() throws Exception {
    // Given
    DemoClock clock = DemoClock.at(START);
    Path whole = directory.resolve("whole");
    KubeStore store = KubeStore.open(whole, clock);
    SimulatedCluster.open(store, clock, Scenario.demo(), 7);
    Path half = directory.resolve("half");
    Files.createDirectories(half);
    byte[] journal = Files.readAllBytes(whole.resolve("journal.jsonl"));
    Files.write(half.resolve("journal.jsonl"), Arrays.copyOf(journal, journal.length / 2));

    // When
    DemoClock later = DemoClock.at(START.plusSeconds(60));
    KubeStore reopened = KubeStore.open(half, later);
    SimulatedCluster cluster = SimulatedCluster.open(reopened, later, Scenario.demo(), 7);

    // Then
    assertThat(cluster.isNew()).isTrue();
    assertThat(cluster.startedAt()).isEqualTo(START);
    assertThat(later.instant()).isEqualTo(START);
    assertThat(phases(reopened)).hasSize(9).allMatch(phase -> phase.endsWith(" Ready"));
  }

  @Test
  void planMovesByTheTimeThatWasSlept() throws Exception {
    // Given
    DemoClock clock = DemoClock.at(START);
    KubeStore store = KubeStore.inMemory(clock);
    SimulatedCluster.open(store, clock, Scenario.demo(), 7).runUntil(START.plus(HISTORY));

    // When
    clock.set(START.plus(Duration.ofHours(5)));
    SimulatedCluster woken = SimulatedCluster.open(store, clock, Scenario.demo(), 7);
    woken.runUntil(START.plus(Duration.ofHours(5)).plusSeconds(30));

    // Then
    assertThat(woken.record()).hasSize(5);
    assertThat(woken.record()).filteredOn(deed -> !deed.isOver()).hasSize(3);
    woken.runUntil(START.plus(Duration.ofHours(5)).plus(Duration.ofMinutes(31)));
    assertThat(woken.record()).filteredOn(deed -> !deed.isOver()).isEmpty();
  }

  /** All bytes but the last few: a torn last line is what a kill leaves. */
  private static void copyJournal(Path from, Path to, int torn) throws IOException {
    Files.createDirectories(to);
    byte[] bytes = Files.readAllBytes(from.resolve("journal.jsonl"));
    Files.write(to.resolve("journal.jsonl"), Arrays.copyOf(bytes, bytes.length - torn));
  }

  private static List<String> phases(KubeStore store) {
    return store.list(ResourceTypes.MCP_SERVER).stream()
        .map(server -> Json.name(server) + " " + Json.text(server, "status", "phase"))
        .toList();
  }

  private static List<String> history(KubeStore store)
      throws ExpiredException, InterruptedException {
    List<String> result = new ArrayList<>();
    for (ResourceType type : ResourceTypes.all()) {
      for (WatchEvent change : store.watch(type, 0).poll(Integer.MAX_VALUE, Duration.ZERO)) {
        result.add(change.operation() + " " + change.tree());
      }
    }
    return result;
  }
}
