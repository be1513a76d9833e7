package org.mcpruntime.watcher.testbed.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.control.DaemonSetController;
import org.mcpruntime.watcher.testbed.sim.control.DeploymentController;
import org.mcpruntime.watcher.testbed.sim.control.EndpointSliceController;
import org.mcpruntime.watcher.testbed.sim.control.EventExpiry;
import org.mcpruntime.watcher.testbed.sim.control.GarbageCollector;
import org.mcpruntime.watcher.testbed.sim.control.IngressController;
import org.mcpruntime.watcher.testbed.sim.control.JobController;
import org.mcpruntime.watcher.testbed.sim.control.Kubelet;
import org.mcpruntime.watcher.testbed.sim.control.NamespaceController;
import org.mcpruntime.watcher.testbed.sim.control.NodeHeartbeats;
import org.mcpruntime.watcher.testbed.sim.control.NodeLifecycle;
import org.mcpruntime.watcher.testbed.sim.control.QuotaController;
import org.mcpruntime.watcher.testbed.sim.control.ReplicaSetController;
import org.mcpruntime.watcher.testbed.sim.control.Scheduler;
import org.mcpruntime.watcher.testbed.sim.control.StatefulSetController;
import org.mcpruntime.watcher.testbed.sim.operator.McpOperator;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Cause;
import org.mcpruntime.watcher.testbed.sim.world.Causes;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Dice;
import org.mcpruntime.watcher.testbed.sim.world.Events;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster that lives in a store: the acts of a scenario change causes, controllers do the rest,
 * one instant after the other. Everything that happens at one instant is written as one unit, with
 * the position in the scenario, so a process that dies in the middle is continued by the next one
 * and nothing is done twice. Not thread-safe; others may read the store at any time.
 */
public final class SimulatedCluster implements AutoCloseable {
  private static final String NOTE = "cluster";

  private final KubeStore store;
  private final DemoClock clock;
  private final Scenario scenario;
  private final World world;
  private final Causes causes;
  private final DeedLog record;
  private final Interventions interventions;
  private final Map<Controller, Agenda> controllers = new LinkedHashMap<>();
  private final NodeHeartbeats heartbeats;
  private final boolean isNew;
  private final Instant start;
  private Duration shift;
  private int nextAct;

  private SimulatedCluster(
      KubeStore store,
      DemoClock clock,
      Scenario scenario,
      long seed,
      Instant start,
      Duration shift,
      int nextAct,
      boolean isNew) {
    this.store = store;
    this.clock = clock;
    this.scenario = scenario;
    this.start = start;
    this.shift = shift;
    this.nextAct = nextAct;
    this.isNew = isNew;
    this.world = new World(store, clock, new Dice(seed));
    this.causes = new Causes(world);
    this.record = new DeedLog(world);
    this.interventions = new Interventions(world, causes, record);
    Events events = new Events(world);
    this.heartbeats = new NodeHeartbeats(world, causes);
    List.of(
            heartbeats,
            new NodeLifecycle(world, events, causes),
            new NamespaceController(world),
            new McpOperator(world),
            new DeploymentController(world, events),
            new ReplicaSetController(world, events),
            new StatefulSetController(world, events),
            new DaemonSetController(world, events),
            new JobController(world, events),
            new Scheduler(world, events),
            new Kubelet(world, events, causes),
            new EndpointSliceController(world),
            new IngressController(world, causes),
            new QuotaController(world),
            new GarbageCollector(world),
            new EventExpiry(world))
        .forEach(controller -> controllers.put(controller, new Agenda(controller.name(), world)));
  }

  /**
   * Opens the cluster that lives in the store. In an empty store it first lives through its past,
   * up to the time of the clock, which must not be live yet. Otherwise it goes on where it stopped,
   * and what is planned moves by the time that it did not live; the scenario must be the same one,
   * and the seed is the one that it began with.
   */
  public static SimulatedCluster open(
      KubeStore store, DemoClock clock, Scenario scenario, long seed) {
    ObjectNode note = store.note(NOTE).map(found -> (ObjectNode) found).orElseGet(Json::object);
    boolean isNew = !Json.flag(note, "visible");
    Instant start = note.isEmpty() ? clock.instant() : Instant.parse(Json.text(note, "start"));
    long usedSeed = note.isEmpty() ? seed : note.get("seed").asLong();
    Duration shift =
        Duration.ofMillis(note.isEmpty() ? 0 : note.get("shiftMillis").asLong());
    if (!isNew) {
      Instant position = Instant.parse(Json.text(note, "position"));
      Duration slept = Duration.between(position, clock.instant());
      shift = slept.isNegative() ? shift : shift.plus(slept);
    }
    if (isNew) {
      // The past may have been interrupted, so it goes on from where it was.
      clock.rewind(
          note.isEmpty()
              ? start.plus(scenario.begin())
              : Instant.parse(Json.text(note, "position")));
    }
    SimulatedCluster cluster = new SimulatedCluster(
        store, clock, scenario, usedSeed, start, shift, Json.number(note, 0, "nextAct"), isNew);
    cluster.resync();
    if (isNew) {
      cluster.play(start);
      clock.set(start);
      store.atomically(() -> cluster.savePosition(true));
    }
    cluster.heartbeats.start(cluster.agenda(cluster.heartbeats));
    return cluster;
  }

  /** Whether the store was empty, so that nobody has seen anything of this cluster yet. */
  public boolean isNew() {
    return isNew;
  }

  /** When the visible history of this cluster began. */
  public Instant startedAt() {
    return start;
  }

  /** The newest instant that has been lived through; where to set a clock that goes on from there. */
  public static Optional<Instant> position(KubeStore store) {
    return store
        .note(NOTE)
        .filter(note -> Json.flag(note, "visible"))
        .map(note -> Instant.parse(Json.text(note, "position")));
  }

  /** Does everything that is due at or before the time, in order, and moves the clock along. */
  public void runUntil(Instant time) {
    world.refresh();
    dispatch();
    play(time);
    clock.set(time);
  }

  /** When something happens next; {@link Instant#MAX} when nothing does. */
  public Instant nextActionAt() {
    Instant next = nextActAt();
    for (Agenda agenda : controllers.values()) {
      Instant due = agenda.next().orElse(Instant.MAX);
      next = due.isBefore(next) ? due : next;
    }
    return next;
  }

  /** What this cluster's simulator did, oldest first. */
  public List<Deed> record() {
    return record.deeds();
  }

  /** Does something to the cluster now. */
  public void intervene(Consumer<Interventions> what) {
    store.atomically(() -> {
      world.refresh();
      what.accept(interventions);
      savePosition(true);
    });
    dispatch();
  }

  /** Releases nothing: the store belongs to the caller. */
  @Override
  public void close() {}

  private void play(Instant time) {
    for (Instant next = nextActionAt(); !next.isAfter(time); next = nextActionAt()) {
      clock.set(next);
      store.atomically(this::liveThroughNow);
    }
  }

  /** Runs under the store's lock, so nobody else writes in between. */
  private void liveThroughNow() {
    world.refresh();
    dispatch();
    boolean visible = !world.now().isBefore(start);
    while (!nextActAt().isAfter(world.now())) {
      scenario.act(nextAct++).ifPresent(act -> act.what().accept(interventions));
      dispatch();
    }
    for (boolean busy = true; busy; ) {
      busy = false;
      for (Map.Entry<Controller, Agenda> entry : controllers.entrySet()) {
        Agenda agenda = entry.getValue();
        Optional<Ref> due = agenda.takeDue(world.now());
        for (; due.isPresent(); due = agenda.takeDue(world.now())) {
          busy = true;
          Ref key = due.get();
          Instant again = entry.getKey().reconcile(key);
          if (again != null) {
            Instant soonest = world.now().plusMillis(1);
            agenda.at(key, again.isBefore(soonest) ? soonest : again);
          }
          dispatch();
        }
      }
    }
    savePosition(visible);
  }

  private Instant nextActAt() {
    return scenario.act(nextAct).map(act -> start.plus(act.at()).plus(shift)).orElse(Instant.MAX);
  }

  /** Tells every controller what changed. */
  private void dispatch() {
    for (Changed change : world.drainChanges()) {
      controllers.forEach((controller, agenda) -> controller.observe(change, agenda));
    }
    for (Cause cause : causes.drainMoved()) {
      controllers.forEach((controller, agenda) -> controller.causeMoved(cause, agenda));
    }
  }

  /** Has every controller look at everything that it may care for. */
  private void resync() {
    for (ResourceType type : ResourceTypes.all()) {
      for (ObjectNode object : world.list(type)) {
        Changed change = new Changed(Ref.of(type, object), null, object);
        controllers.forEach((controller, agenda) -> controller.observe(change, agenda));
      }
    }
  }

  private Agenda agenda(Controller controller) {
    Agenda agenda = controllers.get(controller);
    if (agenda == null) {
      throw new IllegalStateException("no agenda of " + controller.name());
    }
    return agenda;
  }

  private void savePosition(boolean visible) {
    ObjectNode note = Json.object();
    note.put("seed", world.dice().seed()).put("start", start.toString());
    note.put("position", world.now().toString()).put("nextAct", nextAct);
    note.put("shiftMillis", shift.toMillis()).put("visible", visible && isPastLived());
    store.note(NOTE, note);
  }

  /** All acts before the start are done. */
  private boolean isPastLived() {
    return !nextActAt().isBefore(start);
  }
}
