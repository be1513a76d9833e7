package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Cause;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Causes;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Events;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Owners;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives up a node that is silent for 40 s: conditions Unknown, taints, its pods not ready; five
 * minutes later its pods are deleted. When it is heard again the taints go.
 */
public final class NodeLifecycle implements Controller {
  private static final Events.Source SOURCE = Events.Source.of("node-controller");
  private static final Duration GRACE = Duration.ofSeconds(40);
  private static final Duration TOLERATED = Duration.ofMinutes(5);
  private static final String TAINT = "node.kubernetes.io/unreachable";

  private final World world;
  private final Events events;
  private final Causes causes;

  public NodeLifecycle(World world, Events events, Causes causes) {
    this.world = world;
    this.events = events;
    this.causes = causes;
  }

  @Override
  public String name() {
    return "node-lifecycle";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.ref().type().equals(ResourceTypes.NODE)
        && !change.isDeletion()
        && (change.before() == null || isTainted(change.object()))) {
      agenda.soon(change.ref(), 5, 20);
    }
  }

  @Override
  public void causeMoved(Cause cause, Agenda agenda) {
    if (cause.kind() == CauseKind.NODE_DOWN) {
      agenda.soon(new Ref(ResourceTypes.NODE, "", cause.name()), 2000, 4000);
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode node = world.get(key);
    if (node == null) {
      return null;
    }
    if (!causes.isDown(key.name())) {
      if (isTainted(node) && Json.conditionIs(node, "Ready", "True")) {
        ObjectNode changed = node.deepCopy();
        Json.child(changed, "spec").remove("taints");
        world.update("k3s", ResourceTypes.NODE, changed);
        events.normal(
            SOURCE, changed, "NodeReady", "Node " + key.name() + " status is now: NodeReady");
      }
      return null;
    }
    Instant lost = lastHeard(key).plus(GRACE);
    if (world.now().isBefore(lost)) {
      return lost;
    }
    if (!Json.conditionIs(node, "Ready", "Unknown")) {
      giveUp(node);
    }
    Instant eviction = lost.plus(TOLERATED);
    if (world.now().isBefore(eviction)) {
      return eviction;
    }
    for (ObjectNode pod : world.list(ResourceTypes.POD)) {
      if (runsOn(pod, key.name()) && !isOfDaemonSet(pod) && !Json.isDeleting(pod)) {
        events.normal(
            Events.Source.of("taint-eviction-controller"),
            pod,
            "TaintManagerEviction",
            "Marking for deletion Pod %s/%s".formatted(Json.namespace(pod), Json.name(pod)));
        world.delete(Ref.of(ResourceTypes.POD, pod));
      }
    }
    return null;
  }

  private Instant lastHeard(Ref node) {
    ObjectNode lease = world.get(ResourceTypes.LEASE, "kube-node-lease", node.name());
    String time = lease == null ? "" : Json.text(lease, "spec", "renewTime");
    return time.isEmpty() ? world.now() : Instant.parse(time);
  }

  private void giveUp(ObjectNode node) {
    ObjectNode changed = node.deepCopy();
    for (JsonNode condition : Json.at(changed, "status", "conditions")) {
      ((ObjectNode) condition)
          .put("status", "Unknown")
          .put("lastTransitionTime", world.timestamp())
          .put("reason", "NodeStatusUnknown")
          .put("message", "Kubelet stopped posting node status.");
    }
    ArrayNode taints = Json.child(changed, "spec").putArray("taints");
    for (String effect : new String[] {"NoSchedule", "NoExecute"}) {
      taints
          .addObject()
          .put("key", TAINT)
          .put("effect", effect)
          .put("timeAdded", world.timestamp());
    }
    world.updateStatus("k3s", ResourceTypes.NODE, changed);
    String name = Json.name(node);
    events.normal(SOURCE, changed, "NodeNotReady", "Node " + name + " status is now: NodeNotReady");
    for (ObjectNode pod : world.list(ResourceTypes.POD)) {
      ObjectNode ready = runsOn(pod, name) ? Json.condition(pod, "Ready") : null;
      if (ready != null && Json.text(ready, "status").equals("True")) {
        ObjectNode lost = pod.deepCopy();
        ObjectNode condition = Json.condition(lost, "Ready");
        if (condition != null) {
          condition.put("status", "False").put("lastTransitionTime", world.timestamp());
          world.updateStatus("k3s", ResourceTypes.POD, lost);
          events.warning(SOURCE, pod, "NodeNotReady", "Node is not ready");
        }
      }
    }
  }

  private static boolean isTainted(JsonNode node) {
    return Json.element(Json.at(node, "spec", "taints"), "key", TAINT) != null;
  }

  private static boolean runsOn(ObjectNode pod, String node) {
    return Json.text(pod, "spec", "nodeName").equals(node);
  }

  private static boolean isOfDaemonSet(ObjectNode pod) {
    JsonNode owner = Owners.controller(pod);
    return owner != null && Json.text(owner, "kind").equals("DaemonSet");
  }
}
