package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Binds pods to the ready node with the fewest pods, or to the one that a DaemonSet asks for. */
public final class Scheduler implements Controller {
  private final World world;
  private final Events events;

  public Scheduler(World world, Events events) {
    this.world = world;
    this.events = events;
  }

  @Override
  public String name() {
    return "scheduler";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.ref().type().equals(ResourceTypes.POD)) {
      if (!change.isDeletion() && isUnbound(change.object()) && change.before() == null) {
        agenda.soon(change.ref(), 5, 15);
      }
    } else if (change.ref().type().equals(ResourceTypes.NODE) && mayAcceptMore(change)) {
      world.list(ResourceTypes.POD).stream()
          .filter(Scheduler::isUnbound)
          .forEach(pod -> agenda.soon(Ref.of(ResourceTypes.POD, pod), 100, 900));
    }
  }

  private static boolean mayAcceptMore(Changed change) {
    return !change.isDeletion()
        && accepts(change.object())
        && (change.before() == null || !accepts(change.before()));
  }

  private static boolean isUnbound(ObjectNode pod) {
    return Json.text(pod, "spec", "nodeName").isEmpty() && Pods.isActive(pod);
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode pod = world.get(key);
    if (pod == null || !isUnbound(pod)) {
      return null;
    }
    String asked = Json.text(pod, "spec", "nodeSelector", "kubernetes.io/hostname");
    List<ObjectNode> nodes = List.copyOf(world.list(ResourceTypes.NODE));
    ObjectNode bound = pod.deepCopy();
    ObjectNode condition =
        Json.child(bound, "status").putArray("conditions").addObject().put("type", "PodScheduled");
    nodes.stream()
        .filter(node -> accepts(node) && (asked.isEmpty() || asked.equals(Json.name(node))))
        .map(Json::name)
        .min(Comparator.comparingLong((String node) -> siblingsOn(node, pod))
            .thenComparingLong(this::podsOn)
            .thenComparing(Comparator.naturalOrder()))
        .ifPresentOrElse(
            node -> bind(bound, condition, node), () -> refuse(bound, condition, nodes.size()));
    return null;
  }

  private static boolean accepts(ObjectNode node) {
    for (JsonNode taint : Json.at(node, "spec", "taints")) {
      if (Json.text(taint, "effect").startsWith("No")) {
        return false;
      }
    }
    return Json.conditionIs(node, "Ready", "True") && !Json.flag(node, "spec", "unschedulable");
  }

  /** Pods of one controller are spread. */
  private long siblingsOn(String node, ObjectNode pod) {
    JsonNode owner = Owners.controller(pod);
    return owner == null
        ? 0
        : world.list(ResourceTypes.POD, Json.namespace(pod)).stream()
            .filter(other -> Owners.isControlledBy(other, Json.text(owner, "uid"))
                && Json.text(other, "spec", "nodeName").equals(node)
                && Pods.isActive(other))
            .count();
  }

  private long podsOn(String node) {
    return world.list(ResourceTypes.POD).stream()
        .filter(pod -> Json.text(pod, "spec", "nodeName").equals(node) && Pods.isActive(pod))
        .count();
  }

  private void bind(ObjectNode pod, ObjectNode condition, String node) {
    Json.child(pod, "spec").put("nodeName", node);
    condition.put("observedGeneration", Json.number(pod, 1, "metadata", "generation"));
    condition.put("status", "True").putNull("lastProbeTime");
    condition.put("lastTransitionTime", world.timestamp());
    world.updateStatus("k3s", ResourceTypes.POD, pod);
    events.scheduled(
        pod,
        "Normal",
        "Scheduled",
        "Binding",
        "Successfully assigned %s/%s to %s".formatted(Json.namespace(pod), Json.name(pod), node));
  }

  private void refuse(ObjectNode pod, ObjectNode condition, int nodes) {
    String message =
        "0/%d nodes are available: %d node(s) were not ready or had untolerated taint(s)."
            .formatted(nodes, nodes);
    condition.put("observedGeneration", Json.number(pod, 1, "metadata", "generation"));
    condition.put("status", "False").putNull("lastProbeTime");
    condition
        .put("lastTransitionTime", world.timestamp())
        .put("reason", "Unschedulable")
        .put("message", message);
    world.updateStatus("k3s", ResourceTypes.POD, pod);
    events.scheduled(pod, "Warning", "FailedScheduling", "Scheduling", message);
  }
}
