package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Events;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Owners;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps as many pods as a ReplicaSet asks for. The status is of the pods as they were before this
 * look, as with the real controller, whose view lags; the changes it makes bring it back. When pods
 * are refused it tries again after 5 ms, 10 ms and so on up to 1000 s; lifting a quota wakes nobody.
 */
public final class ReplicaSetController implements Controller {
  private static final Events.Source SOURCE = Events.Source.of("replicaset-controller");
  private static final Duration MAX_RETRY = Duration.ofSeconds(1000);

  /** Which pods go first: those that serve least, then the youngest. */
  private static final Comparator<ObjectNode> LEAST_USEFUL = Comparator.comparing(
          (ObjectNode pod) -> !Json.text(pod, "spec", "nodeName").isEmpty())
      .thenComparing(pod -> Json.text(pod, "status", "phase").equals("Running"))
      .thenComparing(Pods::isReady)
      .thenComparing(
          pod -> Json.text(pod, "metadata", "creationTimestamp"), Comparator.reverseOrder())
      .thenComparing(Json::name);

  private final World world;
  private final Events events;

  /** Failed tries in a row, by ReplicaSet; starts anew with the process, as the real one does. */
  private final Map<Ref, Integer> failures = new HashMap<>();

  public ReplicaSetController(World world, Events events) {
    this.world = world;
    this.events = events;
  }

  @Override
  public String name() {
    return "replicaset";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.ref().type().equals(ResourceTypes.REPLICA_SET)) {
      if (!change.isDeletion()
          && (change.differs("spec", "replicas") || change.differs("metadata", "generation"))) {
        agenda.soon(change.ref(), 5, 20);
      }
    } else if (change.ref().type().equals(ResourceTypes.POD)
        && (change.before() == null
            || change.isDeletion()
            || change.differs("metadata", "deletionTimestamp")
            || change.differs("status", "phase")
            || Pods.isReady(change.before()) != Pods.isReady(change.object()))) {
      Ref owner = Owners.controllerRef(change.object());
      if (owner != null && owner.type().equals(ResourceTypes.REPLICA_SET)) {
        agenda.soon(owner, 5, 20);
      }
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode set = world.get(key);
    if (set == null || Json.isDeleting(set)) {
      failures.remove(key);
      return null;
    }
    List<ObjectNode> owned = world.ownedBy(ResourceTypes.POD, set);
    List<ObjectNode> active = owned.stream().filter(Pods::isActive).toList();
    int wanted = Json.number(set, 1, "spec", "replicas");
    String refusal = null;
    if (active.size() < wanted) {
      refusal = create(set, wanted - active.size());
    } else if (active.size() > wanted) {
      delete(set, active, active.size() - wanted);
    }
    int terminating = (int) owned.stream()
        .filter(pod -> Json.isDeleting(pod) && !Pods.hasEnded(pod))
        .count();
    writeStatus(set, active, terminating, refusal);
    if (refusal == null) {
      failures.remove(key);
      return null;
    }
    int failed = failures.merge(key, 1, Integer::sum);
    long millis = 5L << Math.min(failed - 1, 20);
    return world.now().plus(millis > MAX_RETRY.toMillis() ? MAX_RETRY : Duration.ofMillis(millis));
  }

  /** Starts with one and doubles the batch while that works; returns the message of a refusal. */
  private @Nullable String create(ObjectNode set, int missing) {
    String refusal = null;
    int left = missing;
    for (int batch = 1; left > 0 && refusal == null; batch = Math.min(2 * batch, left)) {
      for (int i = 0; i < Math.min(batch, missing); i++) {
        String suffix = world
            .dice()
            .suffix(
                5, "pod " + Json.uid(set) + " " + left + " " + i, world.now().toEpochMilli());
        String prefix = Json.name(set) + "-";
        ObjectNode pod = Pods.fromTemplate(ResourceTypes.REPLICA_SET, set, prefix + suffix, prefix);
        try {
          Pods.create(world, pod);
          events.normal(SOURCE, set, "SuccessfulCreate", "Created pod: " + prefix + suffix);
        } catch (ForbiddenException e) {
          refusal = refusal == null ? e.getMessage() : refusal;
          events.warning(SOURCE, set, "FailedCreate", "Error creating: " + e.getMessage());
        }
      }
      left -= batch;
    }
    return refusal;
  }

  private void delete(ObjectNode set, List<ObjectNode> active, int surplus) {
    active.stream().sorted(LEAST_USEFUL).limit(surplus).forEach(pod -> {
      world.delete(Ref.of(ResourceTypes.POD, pod));
      events.normal(SOURCE, set, "SuccessfulDelete", "Deleted pod: " + Json.name(pod));
    });
  }

  private void writeStatus(
      ObjectNode set, List<ObjectNode> active, int terminating, @Nullable String refusal) {
    ObjectNode changed = set.deepCopy();
    ObjectNode old = Json.child(changed, "status");
    ArrayNode conditions = Json.array();
    for (var condition : old.path("conditions")) {
      if (refusal != null || !Json.text(condition, "type").equals("ReplicaFailure")) {
        conditions.add(condition);
      }
    }
    if (refusal != null && Json.element(conditions, "type", "ReplicaFailure") == null) {
      conditions
          .addObject()
          .put("type", "ReplicaFailure")
          .put("status", "True")
          .put("lastTransitionTime", world.timestamp())
          .put("reason", "FailedCreate")
          .put("message", refusal);
    }
    int ready = (int) active.stream().filter(Pods::isReady).count();
    ObjectNode status = changed.putObject("status");
    status.put("replicas", active.size());
    Counts.putPositive(status, "fullyLabeledReplicas", active.size());
    Counts.putPositive(status, "readyReplicas", ready);
    Counts.putPositive(status, "availableReplicas", ready);
    status.put("terminatingReplicas", terminating);
    status.put("observedGeneration", Json.number(set, 1, "metadata", "generation"));
    if (!conditions.isEmpty()) {
      status.set("conditions", conditions);
    }
    world.updateStatus("k3s", ResourceTypes.REPLICA_SET, changed);
  }
}
