package org.mcpruntime.watcher.correlator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;

/**
 * Some days of a small cluster as they go: a workload that fails now and then, one that flaps, one that stays broken for days, a
 * list of every kind each hour, kinds that cannot be seen, and a collector that is away.
 */
public final class SimulatedWeek {

  private static final Instant MONDAY = Instant.parse("2026-11-02T00:00:00Z");

  private final ClusterScript script;
  private final Random random = new Random(1);
  private final Thing server = Thing.server("cart");
  private final Thing cart = owned(Thing.deployment("cart"));
  private final Thing set = Thing.replicaSet("cart-5c9", cart);
  private final Thing queue = Thing.deployment("queue");
  private final Thing queueSet = Thing.replicaSet("queue-77d", queue);

  private SimulatedWeek(String cluster, EngineSettings settings) {
    script = new ClusterScript(cluster, settings).from(0).at(MONDAY);
  }

  public static ClusterScript of(String cluster, EngineSettings settings, int days) {
    SimulatedWeek week = new SimulatedWeek(cluster, settings);
    week.script.listed(week.server, week.cart, week.set, week.queue, week.queueSet);
    week.script.added(Thing.pod("queue-a").ownedBy(week.queueSet).sad());
    for (int hour = 0; hour < days * 24; hour++) {
      week.hour(hour);
    }
    return week.script;
  }

  private Thing owned(Thing thing) {
    return thing.ownedBy(server);
  }

  private void hour(int hour) {
    Instant end = MONDAY.plus(Duration.ofHours(hour + 1L));
    switch (hour % 8) {
      case 1 -> fails(Duration.ofMinutes(5 + random.nextInt(20)));
      case 2 -> {
        for (int round = 0; round < 4; round++) {
          fails(Duration.ofMinutes(2));
        }
      }
      case 3 -> {
        script.modified(cart.replicas(0, 2));
        script.passes(Duration.ofMinutes(12));
        script.modified(cart.replicas(1, 2));
        script.passes(Duration.ofMinutes(10));
        script.modified(cart.replicas(2, 2));
      }
      case 4 -> {
        script.modified(Thing.pod("cart-1").ownedBy(set).sad()).passes(Duration.ofMinutes(3));
        script.blind(Kinds.POD).passes(Duration.ofMinutes(15));
        script.modified(Thing.pod("cart-1").ownedBy(set).running());
        script.synced(Kinds.POD);
      }
      case 5 -> {
        script.modified(Thing.pod("cart-2").ownedBy(set).sad()).passes(Duration.ofSeconds(40));
        script.at(script.now().plus(Duration.ofMinutes(10))).tick().passes(Duration.ofMinutes(4));
        script.deleted(Thing.pod("cart-2").ownedBy(set));
      }
      case 6 -> {
        for (int pod = 0; pod < 5; pod++) {
          script.modified(Thing.pod("cart-" + pod).ownedBy(set).sad());
          script.passes(Duration.ofSeconds(30));
        }
        script.passes(Duration.ofMinutes(2));
        for (int pod = 0; pod < 5; pod++) {
          script.deleted(Thing.pod("cart-" + pod).ownedBy(set));
        }
      }
      default -> script.passes(Duration.ofMinutes(1));
    }
    for (KindRef kind : ClusterScript.WATCHED) {
      script.relisted(kind, hour + " " + kind.kind()).passes(Duration.ofSeconds(20));
    }
    script.until(end);
  }

  private void fails(Duration duration) {
    Thing pod = Thing.pod("cart-0").ownedBy(set);
    script.modified(pod.phase("Failed", "R" + random.nextInt(2))).passes(duration);
    script.modified(pod.running()).passes(Duration.ofMinutes(4));
  }
}
