package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.correlator.engine.ToyCheck.podSad;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** What comes first within a moment, or in whose company, changes nothing that lasts. */
class InterleavingTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void saysOfEachClusterWhatItSaysOfItAlone(long seed) {
    // Given: three clusters in one partition, each in its own order.
    Random random = new Random(seed);
    Map<String, ClusterScript> clusters = new TreeMap<>();
    for (String name : List.of("east", "north", "west")) {
      clusters.put(name, DeterminismTest.history(name, seed + name.length()));
    }
    List<List<LogRecord>> left = new ArrayList<>();
    clusters.values().forEach(each -> left.add(new ArrayList<>(each.log())));
    List<LogRecord> partition = new ArrayList<>();
    while (!left.isEmpty()) {
      List<LogRecord> from = left.get(random.nextInt(left.size()));
      for (int count = random.nextInt(50); count > 0 && !from.isEmpty(); count--) {
        partition.add(from.remove(0));
      }
      left.removeIf(List::isEmpty);
    }
    // When
    List<ClusterScript.Written> together =
        ClusterScript.replay(DeterminismTest.engine(), partition);
    // Then
    clusters.forEach((name, alone) -> assertThat(together)
        .filteredOn(each -> clusterOf(each).equals(name))
        .isEqualTo(alone.written()));
  }

  private static String clusterOf(ClusterScript.Written written) {
    return written.value() instanceof Incident incident
        ? incident.getCluster()
        : written.key().split("/", 2)[0];
  }

  @Test
  void endsInTheSameStateWhateverOfOneMomentComesFirst() {
    // Given: what appears together, and in which order each object changes.
    Thing cart = Thing.deployment("cart").replicas(0, 2);
    Thing set = Thing.replicaSet("cart-5c9", cart);
    Thing other = Thing.deployment("wagon");
    Thing otherSet = Thing.replicaSet("wagon-77f", other);
    List<Thing> things = List.of(
        cart,
        set,
        other,
        otherSet,
        Thing.pod("cart-1").ownedBy(set).phase("Pending", ""),
        Thing.pod("cart-1").ownedBy(set).sad(),
        Thing.pod("cart-2").ownedBy(set).sad(),
        Thing.pod("wagon-1").ownedBy(otherSet).sad(),
        Thing.pod("wagon-1").ownedBy(otherSet).running());
    List<String> first = told(things);
    assertThat(first).hasSize(1).first().asString().contains("Deployment/shop/cart");
    for (long seed = 0; seed < 200; seed++) {
      // When
      List<String> told = told(shuffled(things, new Random(seed)));
      // Then
      assertThat(told).as("seed %d", seed).isEqualTo(first);
    }
  }

  /** What is open two minutes after these appeared at one time. */
  private static List<String> told(List<Thing> things) {
    ClusterScript cluster = ClusterScript.seen(podSad()).until("02:01:00");
    things.forEach(cluster::modified);
    cluster.passes(Duration.ofMinutes(2));
    return cluster.incidents().stream()
        .map(each -> String.join(
            " ",
            each.getKey(),
            each.getSeverity().name(),
            each.getImpact().name(),
            each.getMembers().toString(),
            each.getOpenedAt().toString(),
            String.valueOf(each.getFirstSeenAt())))
        .toList();
  }

  /** Any order that keeps the order of each object. */
  private static List<Thing> shuffled(List<Thing> things, Random random) {
    List<Thing> left = new ArrayList<>(things);
    List<Thing> shuffled = new ArrayList<>();
    while (!left.isEmpty()) {
      ObjectRef ref = left.get(random.nextInt(left.size())).ref();
      Thing next =
          left.stream().filter(each -> each.ref().equals(ref)).findFirst().orElseThrow();
      left.remove(next);
      shuffled.add(next);
    }
    return shuffled;
  }
}
