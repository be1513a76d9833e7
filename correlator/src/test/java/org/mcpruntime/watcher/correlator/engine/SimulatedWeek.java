package org.mcpruntime.watcher.correlator.engine;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.schemas.avro.Origin;

/**
 * Some days of a small cluster as they go, from a Monday on: three nodes, five Deployments in two namespaces, one of them broken
 * for all the time. By day there are releases, good and bad ones, crash loops, memory kills, a node that is lost, a registry
 * that does not answer; the nights and the weekend are quiet but for a Job. Every hour each kind is listed again. The collector
 * is away, restarts, is refused a kind and loses the API; rules change in the middle, with a restart of the correlator. Beside
 * it, in the same of three partitions, another cluster lives and is forgotten.
 */
public final class SimulatedWeek {

  private static final Instant MONDAY = Instant.parse("2026-11-02T00:00:00Z");
  private static final Thing SERVER =
      Thing.server("cart").with("\"teamID\":\"acme\"", "\"phase\":\"Ready\"");
  private static final String REFUSED = "unexpected status from HEAD request: 401 Unauthorized";
  private static final String AWAY = "dial tcp 10.0.0.7:443: connect: connection refused";

  private final ClusterScript script;
  private final ClusterScript stage;
  private final EngineSettings later;
  private final int days;
  private final Random random = new Random(1);
  private final Map<String, Integer> contents = new TreeMap<>();
  private final WeekWorkload cart;
  private final WeekWorkload orders;
  private final WeekWorkload front;
  private final WeekWorkload search;
  private final Thing queue = Thing.deployment("queue");
  private Instant changed = MONDAY;

  private SimulatedWeek(String cluster, EngineSettings first, EngineSettings later, int days) {
    this.later = later;
    this.days = days;
    script = new ClusterScript(cluster, first).from(0).at(MONDAY);
    stage = new ClusterScript("stage", first).from(0).at(MONDAY);
    cart = new WeekWorkload(script, "shop", "cart", 2, SERVER, true);
    orders = new WeekWorkload(script, "shop", "orders", 3, null, true);
    front = new WeekWorkload(script, "web", "front", 2, null, false);
    search = new WeekWorkload(script, "web", "search", 1, null, true);
  }

  /**
   * Plays them.
   *
   * @param later rules from the middle on
   */
  public static SimulatedWeek of(
      String cluster, EngineSettings first, EngineSettings later, int days) {
    SimulatedWeek week = new SimulatedWeek(cluster, first, later, days);
    week.begin();
    for (int hour = 0; hour < days * 24; hour++) {
      week.hour(hour);
    }
    week.playStage();
    return week;
  }

  /** What is written of the cluster, and what the engine says of it. */
  public ClusterScript script() {
    return script;
  }

  /** The log of both clusters up to the change of rules, and behind it; by time. */
  public List<List<LogRecord>> halves() {
    List<LogRecord> all = new ArrayList<>(script.log());
    all.addAll(stage.log());
    all.sort(Comparator.comparingLong(LogRecord::timestamp));
    List<LogRecord> before = all.stream()
        .filter(record -> record.timestamp() <= changed.toEpochMilli())
        .toList();
    return List.of(before, all.subList(before.size(), all.size()));
  }

  /** Until when the first rules hold. */
  public Instant changed() {
    return changed;
  }

  /** How often what happens. */
  public Map<String, Integer> contents() {
    return Map.copyOf(contents);
  }

  private void begin() {
    Kinds.ALL.forEach(kind -> list(kind, "first"));
    script.tick().added(SERVER);
    for (int node = 1; node <= 3; node++) {
      script.added(node(node, "True"));
    }
    List.of(cart, orders, front, search).forEach(WeekWorkload::create);
    Thing set = Thing.replicaSet("queue-77d", queue);
    script.added(queue.replicas(0, 1)).added(set);
    script.added(Thing.pod("queue-a")
        .ownedBy(set)
        .pulling("registry.local/shop/queue:0.1", "manifest unknown"));
  }

  private void list(KindRef kind, String id) {
    script.relisted(kind, id + " " + kind.text()).synced(kind);
  }

  private void hour(int hour) {
    Instant end = MONDAY.plus(Duration.ofHours(hour + 1L));
    Instant begin = MONDAY.plus(Duration.ofHours(hour));
    DayOfWeek day = begin.atOffset(ZoneOffset.UTC).getDayOfWeek();
    int clock = LocalTime.ofInstant(begin, ZoneOffset.UTC).getHour();
    script.passes(Duration.ofSeconds(30L + random.nextInt(300)));
    if (hour == days * 12) {
      rulesChange();
    }
    if (clock == 2) {
      job(day);
    } else if (day.getValue() <= 5) {
      workday(day, clock);
      if (clock >= 8 && clock < 20) {
        oneMore();
      }
    }
    for (KindRef kind : Kinds.ALL) {
      list(kind, "hour " + hour);
      script.passes(Duration.ofSeconds(20));
    }
    script.until(end);
  }

  private void workday(DayOfWeek day, int clock) {
    switch (clock) {
      case 8 ->
        happens("servers in Error", () -> {
          script.modified(SERVER.with(SERVER.spec(), "\"phase\":\"Error\"")).passes(minutes(4, 10));
          script.modified(SERVER);
        });
      case 9 -> happens("releases", () -> (day.getValue() % 2 == 0 ? orders : cart).rollout());
      case 10 ->
        happens("releases that cannot be pulled", () -> front.badRollout(REFUSED, minutes(6, 25)));
      case 11 -> happens("crash loops", () -> orders.crashes(3 + random.nextInt(6)));
      case 12 -> happens("memory kills", cart::killed);
      case 13 -> kindRefused();
      case 14 -> {
        if (day == DayOfWeek.TUESDAY || day == DayOfWeek.FRIDAY) {
          nodeLost();
        } else {
          happens("pods without a place", () -> search.unschedulable(minutes(3, 12)));
        }
      }
      case 15 -> {
        if (day == DayOfWeek.MONDAY || day == DayOfWeek.THURSDAY) {
          registryAway();
        } else {
          happens("crash loops", () -> search.crashes(6));
        }
      }
      case 16 -> collectorAway(day);
      case 17 ->
        happens("flapping", () -> {
          for (int round = 0; round < 4; round++) {
            front.badRollout(REFUSED, Duration.ofMinutes(2));
            script.passes(Duration.ofMinutes(4));
          }
        });
      case 18 -> happens("releases", front::rollout);
      default -> {
        // Nothing but ticks and the list of the hour.
      }
    }
  }

  private void oneMore() {
    switch (random.nextInt(6)) {
      case 0 -> happens("crash loops", () -> search.crashes(3 + random.nextInt(3)));
      case 1 ->
        happens(
            "releases that cannot be pulled",
            () -> orders.badRollout("manifest unknown", minutes(2, 8)));
      case 2 -> happens("memory kills", orders::killed);
      case 3 -> happens("releases", search::rollout);
      default -> {
        // Not every hour has trouble.
      }
    }
  }

  private void happens(String what, Runnable event) {
    contents.merge(what, 1, Integer::sum);
    event.run();
  }

  private void rulesChange() {
    contents.merge("changes of rules", 1, Integer::sum);
    script.tick();
    changed = script.now();
    script.restart(later).passes(Duration.ofSeconds(10));
  }

  private void job(DayOfWeek day) {
    Thing job = new Thing(
        new ObjectRef("batch", "Job", "shop", "nightly-" + day),
        "uid-nightly-" + script.now().getEpochSecond(),
        null,
        "\"backoffLimit\":3",
        "\"active\":1");
    script.added(job).passes(Duration.ofMinutes(8));
    if (day.getValue() % 3 == 0) {
      happens(
          "Jobs that fail",
          () -> script.modified(
              job.with(
                  job.spec(),
                  "\"failed\":4,\"conditions\":[{\"type\":\"Failed\",\"status\":\"True\",\"reason\":\"BackoffLimitExceeded\",\"message\":\"Job has reached the specified backoff limit\"}]")));
      script.passes(Duration.ofMinutes(10));
    }
    script.deleted(job);
  }

  private void nodeLost() {
    happens("lost nodes", () -> {
      script.modified(node(2, "Unknown"));
      List<WeekWorkload> all = List.of(cart, orders, front, search);
      all.forEach(each -> each.loses("node-2"));
      script.passes(Duration.ofMinutes(5));
      all.forEach(each -> each.movesFrom("node-2", "node-3"));
      script.passes(minutes(5, 20)).modified(node(2, "True"));
    });
  }

  /** Three workloads in two namespaces want an image of it at the same time. */
  private void registryAway() {
    happens("outages of the registry", () -> {
      List<Runnable> recoveries = new ArrayList<>();
      for (WeekWorkload each : List.of(cart, front, search)) {
        recoveries.add(each.evictedWithoutRegistry(AWAY));
        script.passes(Duration.ofSeconds(30));
      }
      script.passes(minutes(6, 20));
      recoveries.forEach(Runnable::run);
    });
  }

  private void kindRefused() {
    happens("kinds that are refused", () -> {
      script.blind(Kinds.POD).passes(minutes(4, 15));
      cart.killed();
      list(Kinds.POD, "allowed again " + script.now());
    });
  }

  /** Silent, then back with what it found; killed and gone on by another; or without an API. */
  private void collectorAway(DayOfWeek day) {
    Instant from = script.now();
    switch (day) {
      case MONDAY, THURSDAY ->
        happens("silences of the collector", () -> {
          script.at(from.plus(minutes(2, 30)));
          Kinds.ALL.forEach(kind -> script.stalled(kind, from));
          script.tick();
          for (KindRef kind : Kinds.ALL) {
            list(kind, "after the silence " + from);
            script.gap(kind, from, script.now());
          }
          script.tick();
        });
      case TUESDAY, FRIDAY ->
        happens("restarts of the collector", () -> {
          script.at(from.plusSeconds(12)).epoch();
          script.found(node(1, "True"), Origin.RELIST_DIFF).tick();
        });
      default ->
        happens("outages of the API", () -> {
          Kinds.ALL.forEach(script::blind);
          script.passes(minutes(3, 10));
          Kinds.ALL.forEach(kind -> list(kind, "there again " + from));
          script.tick();
        });
    }
  }

  private Duration minutes(int least, int most) {
    return Duration.ofMinutes(least + random.nextInt(most - least));
  }

  private static Thing node(int number, String ready) {
    return Thing.node("node-" + number, ready);
  }

  /** It breaks, and is forgotten while it is broken; then its name belongs to another one. */
  private void playStage() {
    for (int life = 0; life < 2; life++) {
      Kinds.ALL.forEach(stage::synced);
      stage.tick();
      WeekWorkload tool = new WeekWorkload(stage, "tools", "tool-" + life, 1, null, false);
      tool.create();
      tool.crashes(4);
      stage.passes(Duration.ofHours(days * 2L));
      tool.crashes(6);
      stage.forget();
      contents.merge("clusters that are forgotten", 1, Integer::sum);
      stage.passes(Duration.ZERO).at(stage.now().plus(Duration.ofHours(1)));
    }
  }
}
