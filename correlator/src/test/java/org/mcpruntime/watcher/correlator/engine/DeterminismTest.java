package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;

/** The same log gives the same output, wherever and however often the engine is stopped. */
class DeterminismTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void repeatsItself(long seed) {
    // Given
    ClusterScript history = history(seed);
    // When
    List<ClusterScript.Written> again =
        ClusterScript.replay(new IncidentEngine(settings(), stores()::get), history.log());
    // Then
    assertThat(again).isEqualTo(history.written());
    assertThat(again).filteredOn(each -> each.value() instanceof Incident).hasSizeGreaterThan(10);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void goesOnFromItsStoresAfterAnyRecord(long seed) {
    // Given
    ClusterScript history = history(seed);
    Map<StoreName, Store> stores = stores();
    Random random = new Random(seed);
    // When
    List<ClusterScript.Written> restarted = new ArrayList<>();
    IncidentEngine engine = new IncidentEngine(settings(), stores::get);
    for (LogRecord record : history.log()) {
      if (random.nextInt(10) == 0) {
        engine = new IncidentEngine(settings(), stores::get);
      }
      restarted.addAll(ClusterScript.replay(engine, List.of(record)));
    }
    // Then
    assertThat(restarted).isEqualTo(history.written());
  }

  @Test
  void neverGoesBackInTime() {
    // Given
    ClusterScript history = history(7);
    // When
    List<Long> times =
        history.written().stream().map(ClusterScript.Written::timestamp).toList();
    // Then
    assertThat(times).isSorted();
  }

  @Test
  void keepsNothingOfAQuietClusterBesideItsObjects() {
    // Given
    ClusterScript history = history(8);
    // When
    for (int pod = 0; pod < 6; pod++) {
      history.deleted(Thing.pod("cart-" + pod));
    }
    history.modified(Thing.deployment("cart"));
    ClusterScript.WATCHED.forEach(history::synced);
    history.passes(Duration.ofHours(1));
    // Then
    assertThat(history.stored(StoreName.LIVES).size()).isZero();
    assertThat(history.stored(StoreName.TIMERS).size()).isZero();
    assertThat(history.stored(StoreName.MEMBERS).size()).isZero();
    assertThat(history.stored(StoreName.SUBJECTS).size()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void tellsEachEpisodeWholly(long seed) {
    // Given
    Map<String, List<Incident>> episodes = new TreeMap<>();
    for (ClusterScript.Written each : history(seed).written()) {
      if (each.value() instanceof Incident incident) {
        episodes.computeIfAbsent(incident.getId(), id -> new ArrayList<>()).add(incident);
      }
    }
    // Then
    episodes.values().forEach(DeterminismTest::assertWhole);
  }

  /** Nothing is left out of an episode, and each record follows from the one before. */
  private static void assertWhole(List<Incident> episode) {
    Incident before = null;
    for (Incident next : episode) {
      String key = next.getKey();
      boolean open = next.getStatus() == IncidentStatus.OPEN;
      if (before == null) {
        assertThat(next.getChange()).as(key).isEqualTo(IncidentChange.OPENED);
        assertThat(next.getRevision()).as(key).isOne();
      } else {
        boolean wasOpen = before.getStatus() == IncidentStatus.OPEN;
        assertThat(next.getRevision()).as(key).isEqualTo(before.getRevision() + 1);
        assertThat(next.getChange() == IncidentChange.RESOLVED).as(key).isEqualTo(!open);
        assertThat(next.getChange() == IncidentChange.REOPENED).as(key).isEqualTo(open && !wasOpen);
        assertThat(wasOpen || open).as(key).isTrue();
        assertThat(next.getPeakMembers()).as(key).isGreaterThanOrEqualTo(before.getPeakMembers());
      }
      assertThat(next.getResolvedAt() == null).as(key).isEqualTo(open);
      assertThat(next.getCloseReason() == null).as(key).isEqualTo(open);
      assertThat(next.getProvenance()).as(key).hasSizeBetween(2, 5).doesNotHaveDuplicates();
      before = next;
    }
  }

  static IncidentEngine engine() {
    return new IncidentEngine(settings(), stores()::get);
  }

  private static EngineSettings settings() {
    List<Check<?>> checks = new ArrayList<>(Catalog.all());
    checks.add(0, ToyCheck.podSad());
    return ClusterScript.settings(checks.toArray(new Check<?>[0]));
  }

  private static Map<StoreName, Store> stores() {
    Map<StoreName, Store> stores = new EnumMap<>(StoreName.class);
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    return stores;
  }

  /** Some hours of a small cluster in which anything may happen, outages included. */
  private static ClusterScript history(long seed) {
    return history("prod", seed);
  }

  static ClusterScript history(String name, long seed) {
    Random random = new Random(seed);
    Thing cart = Thing.deployment("cart");
    Thing set = Thing.replicaSet("cart-5c9", cart);
    ClusterScript script = new ClusterScript(name, settings()).listed(cart, set);
    List<String> phases = List.of("Running", "Failed", "Failed", "Pending", "Unknown", "Broken");
    for (int step = 0; step < 400; step++) {
      Thing pod = Thing.pod("cart-" + random.nextInt(6));
      Thing owned = random.nextInt(8) == 0 ? pod : pod.ownedBy(set);
      switch (random.nextInt(14)) {
        case 0 -> script.deleted(owned);
        case 1 -> script.modified(cart.replicas(random.nextInt(3), 2));
        case 2 -> script.restated(Kinds.POD, "list-" + step);
        case 3 -> script.blind(Kinds.POD);
        case 4, 5 -> script.synced(Kinds.POD);
        case 6 ->
          script.at(script.now().plus(Duration.ofSeconds(random.nextInt(1200)))).tick();
        case 7 -> script.deleted(set);
        case 8 -> script.added(set);
        default ->
          script.modified(
              owned.phase(phases.get(random.nextInt(phases.size())), "R" + random.nextInt(3)));
      }
      script.passes(Duration.ofSeconds(random.nextInt(60)));
    }
    return script;
  }
}
