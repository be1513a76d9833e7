package org.mcpruntime.watcher.correlator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.MemoryStore;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.correlator.engine.ToyCheck;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Operation;

/** An engine that starts in the middle of a log says from then on what one says that always ran. */
class RehearsalTest {

  /** The shortest that is allowed. */
  private static final Duration HORIZON = Duration.ofMinutes(30);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void goesOnInTheMiddleAsIfItHadAlwaysRun(long seed) throws UnreadableRecordException {
    ClusterScript history = history(seed, 500, 90, ClusterScript.TICK);
    assertThat(incidents(history.written()))
        .anyMatch(incident -> incident.getCheck().equals("registry-image-pull"))
        .anyMatch(incident -> String.valueOf(incident.getLastChange()).contains("image "));
    assertThat(compared(seed, history, 173)).isGreaterThan(20);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {2, 3})
  void goesOnWhereNothingHappensForSeveralHorizons(long seed) throws UnreadableRecordException {
    assertThat(compared(seed, history(seed, 100, 3000, ClusterScript.TICK), 1999))
        .isGreaterThan(10);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void goesOnWhereTheCollectorTicksSlowly(long seed) throws UnreadableRecordException {
    assertThat(compared(seed, history(seed, 500, 90, Duration.ofSeconds(30)), 149))
        .isGreaterThan(10);
  }

  /** How many places of the history were compared. */
  private static int compared(long seed, ClusterScript history, int step)
      throws UnreadableRecordException {
    // Given
    List<LogRecord> log = history.log();
    List<Incident> live = incidents(history.written());
    assertThat(live).hasSizeGreaterThan(8);
    int compared = 0;
    for (int middle = 1; middle < log.size(); middle += step) {
      long from = log.get(middle).timestamp();
      while (middle > 0 && log.get(middle - 1).timestamp() == from) {
        middle--;
      }
      Start start = start(log, from);
      if (start == null) {
        continue;
      }
      // When
      IncidentEngine engine = engine();
      Rehearsal rehearsal = new Rehearsal(engine, settings(), start.settled(), live.iterator());
      for (LogRecord record : log.subList(start.base(), middle)) {
        rehearse(rehearsal, record);
      }
      rehearsal.end();
      long to = from + 2 * HORIZON.toMillis();
      List<LogRecord> rest = log.subList(middle, log.size()).stream()
          .takeWhile(record -> record.timestamp() <= to)
          .toList();
      // Then
      assertThat(between(from, to, incidents(ClusterScript.replay(engine, rest))))
          .as("seed %d from record %d", seed, middle)
          .isEqualTo(between(from, rest.get(rest.size() - 1).timestamp(), live));
      compared++;
    }
    return compared;
  }

  private static void rehearse(Rehearsal rehearsal, LogRecord record) {
    try {
      rehearsal.process(record);
    } catch (UnreadableRecordException e) {
      // As the engine that always ran left it aside.
    }
  }

  private record Start(int base, long settled) {}

  /** The base of the newest TICK that is two horizons before; null when the log does not reach back. */
  private static @Nullable Start start(List<LogRecord> log, long from)
      throws UnreadableRecordException {
    Start start = null;
    for (LogRecord record : log) {
      if (record.stamp() != null) {
        continue;
      }
      ClusterEvent event = record.body().decode();
      Long base = event.getBaseOffset();
      if (event.getOperation() == Operation.TICK
          && base != null
          && record.timestamp() <= from - 2 * HORIZON.toMillis()) {
        start = new Start((int) (base - log.get(0).offset()), record.offset());
      }
    }
    return start;
  }

  private static List<Incident> between(long from, long to, List<Incident> incidents) {
    return incidents.stream()
        .filter(incident -> incident.getUpdatedAt().toEpochMilli() >= from
            && incident.getUpdatedAt().toEpochMilli() <= to)
        .toList();
  }

  private static List<Incident> incidents(List<ClusterScript.Written> written) {
    return written.stream()
        .map(ClusterScript.Written::value)
        .filter(Incident.class::isInstance)
        .map(Incident.class::cast)
        .toList();
  }

  private static IncidentEngine engine() {
    Map<StoreName, Store> stores = new EnumMap<>(StoreName.class);
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    return new IncidentEngine(settings(), stores::get);
  }

  private static EngineSettings settings() {
    List<Check<?>> checks = new ArrayList<>(Catalog.all());
    checks.removeIf(check -> remembersLonger(check.spec()));
    checks.add(0, ToyCheck.podSad());
    return new EngineSettings(Rules.standard(checks), 1, HORIZON, "docs/checks/", "test");
  }

  private static boolean remembersLonger(CheckSpec spec) {
    return spec.thresholds().stream()
        .filter(Threshold::remembered)
        .anyMatch(threshold -> threshold.standard().compareTo(HORIZON) > 0);
  }

  /** Another image perhaps, and then some steps of an autoscaler. */
  private static void scaled(ClusterScript script, Thing cart, Random random) {
    String image = "acme/cart:" + random.nextInt(3);
    for (int steps = random.nextInt(7); steps >= 0; steps--) {
      script
          .modified(cart.replicas(random.nextInt(3), 2 + random.nextInt(3)).image(image))
          .passes(Duration.ofSeconds(random.nextInt(60)));
    }
  }

  /** One of some pods in two namespaces whose pulls fail for a common root. */
  private static Thing grouped(Random random) {
    int workload = random.nextInt(4);
    return Thing.pod("tax-" + workload).in(workload % 2 == 0 ? "shop" : "bank");
  }

  /** Some hours of a small cluster in which anything may happen; each kind is listed every fifteen minutes or so. */
  private static ClusterScript history(long seed, int steps, int pauseSeconds, Duration interval) {
    Random random = new Random(seed);
    Thing cart = Thing.deployment("cart");
    Thing set = Thing.replicaSet("cart-5c9", cart);
    ClusterScript script =
        new ClusterScript("prod", settings()).ticking(interval).listed(cart, set);
    List<String> phases = List.of("Running", "Failed", "Failed", "Pending", "Unknown", "Running");
    for (int step = 0; step < steps; step++) {
      Thing pod = Thing.pod("cart-" + random.nextInt(4));
      Thing owned = random.nextInt(8) == 0 ? pod : pod.ownedBy(set);
      switch (random.nextInt(19)) {
        case 0 -> script.deleted(owned);
        case 1 -> scaled(script, cart, random);
        case 2 -> script.restated(Kinds.POD, "list-" + step);
        case 3 -> script.blind(Kinds.POD);
        case 4, 5 -> script.synced(Kinds.POD);
        case 6 ->
          script.at(script.now().plus(Duration.ofSeconds(random.nextInt(600)))).tick();
        case 7 -> script.deleted(set);
        case 8 -> script.added(set);
        case 9 -> script.unreadable(Operation.MODIFIED, owned);
        case 15, 16 ->
          script.modified(grouped(random)
              .pulling("registry.local/tax:1", random.nextInt(4) == 0 ? "" : "401 Unauthorized"));
        case 17, 18 -> script.modified(grouped(random).running());
        default ->
          script.modified(
              owned.phase(phases.get(random.nextInt(phases.size())), "R" + random.nextInt(3)));
      }
      if (step % (pauseSeconds > 1000 ? 1 : 20) == 0) {
        for (KindRef kind : ClusterScript.WATCHED) {
          script.relisted(kind, "full-" + step + kind.kind()).passes(Duration.ofSeconds(5));
        }
      }
      script.passes(Duration.ofSeconds(random.nextInt(pauseSeconds)));
    }
    return script;
  }
}
