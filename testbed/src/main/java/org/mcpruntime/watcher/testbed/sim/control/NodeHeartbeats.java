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
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The kubelets' signs of life: a Lease every 10 s and, since nothing else changes, the node's
 * status every 5 minutes. All nodes do so at the same instants, which costs a player of history
 * least.
 */
public final class NodeHeartbeats implements Controller {
  private static final Duration RENEW = Duration.ofSeconds(10);
  private static final Duration REPORT = Duration.ofMinutes(5);

  private final World world;
  private final Causes causes;
  private final Images images;
  private boolean running;

  public NodeHeartbeats(World world, Causes causes) {
    this.world = world;
    this.causes = causes;
    this.images = new Images(world, causes);
  }

  @Override
  public String name() {
    return "node-heartbeats";
  }

  /** Before this, nodes report once and then live through their past in silence. */
  public void start(Agenda agenda) {
    running = true;
    for (ObjectNode node : world.list(ResourceTypes.NODE)) {
      agenda.at(Ref.of(ResourceTypes.NODE, node), world.now());
    }
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.ref().type().equals(ResourceTypes.NODE) && change.before() == null) {
      agenda.soon(change.ref(), 100, 300);
    }
  }

  @Override
  public void causeMoved(Cause cause, Agenda agenda) {
    if (cause.kind() == CauseKind.NODE_DOWN) {
      agenda.soon(new Ref(ResourceTypes.NODE, "", cause.name()), 500, 1500);
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode node = world.get(key);
    if (node == null || causes.isDown(key.name())) {
      return null;
    }
    renew(node);
    ObjectNode ready = Json.condition(node, "Ready");
    String heard = ready == null ? "" : Json.text(ready, "lastHeartbeatTime");
    if (heard.isEmpty()
        || !Json.conditionIs(node, "Ready", "True")
        || !Instant.parse(heard).plus(REPORT).isAfter(world.now())) {
      report(node);
    }
    long next = (world.now().toEpochMilli() / RENEW.toMillis() + 1) * RENEW.toMillis();
    return running ? Instant.ofEpochMilli(next) : null;
  }

  private void renew(ObjectNode node) {
    String name = Json.name(node);
    String time = world.timestamp().replace("Z", "") + ".000000Z";
    ObjectNode present = world.get(ResourceTypes.LEASE, "kube-node-lease", name);
    ObjectNode lease = present == null ? Json.object() : present.deepCopy();
    if (present == null) {
      ObjectNode metadata = Json.metadata(lease);
      metadata.put("name", name).put("namespace", "kube-node-lease");
      metadata
          .putArray("ownerReferences")
          .addObject()
          .put("apiVersion", "v1")
          .put("kind", "Node")
          .put("name", name)
          .put("uid", Json.uid(node));
    }
    ObjectNode spec = Json.child(lease, "spec");
    spec.put("holderIdentity", name).put("leaseDurationSeconds", 40).put("renewTime", time);
    if (present == null) {
      world.create("k3s", ResourceTypes.LEASE, lease);
    } else {
      world.update("k3s", ResourceTypes.LEASE, lease);
    }
  }

  private void report(ObjectNode node) {
    ObjectNode changed = node.deepCopy();
    ObjectNode status = Json.child(changed, "status");
    ArrayNode conditions = Json.array();
    condition(
        conditions,
        node,
        "MemoryPressure",
        "False",
        "KubeletHasSufficientMemory",
        "kubelet has sufficient memory available");
    condition(
        conditions,
        node,
        "DiskPressure",
        "False",
        "KubeletHasNoDiskPressure",
        "kubelet has no disk pressure");
    condition(
        conditions,
        node,
        "PIDPressure",
        "False",
        "KubeletHasSufficientPID",
        "kubelet has sufficient PID available");
    condition(conditions, node, "Ready", "True", "KubeletReady", "kubelet is posting ready status");
    status.set("conditions", conditions);
    ArrayNode present = status.putArray("images");
    images.on(Json.name(node)).properties().forEach(image -> {
      ObjectNode entry = present.addObject();
      entry
          .putArray("names")
          .add(Images.repository(image.getKey()) + "@" + images.digest(image.getKey()))
          .add(image.getKey());
      entry.put("sizeBytes", image.getValue().intValue());
    });
    world.updateStatus("k3s", ResourceTypes.NODE, changed);
  }

  private void condition(
      ArrayNode conditions,
      JsonNode node,
      String type,
      String value,
      String reason,
      String message) {
    ObjectNode old = Json.condition(node, type);
    String since = old != null && Json.text(old, "status").equals(value)
        ? Json.text(old, "lastTransitionTime")
        : world.timestamp();
    conditions
        .addObject()
        .put("type", type)
        .put("status", value)
        .put("lastHeartbeatTime", world.timestamp())
        .put("lastTransitionTime", since)
        .put("reason", reason)
        .put("message", message);
  }
}
