package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Events;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.node.ObjectNode;

/** Keeps one pod on every node. Updates of the template are not rolled out. */
public final class DaemonSetController implements Controller {
  private static final Events.Source SOURCE = Events.Source.of("daemonset-controller");

  private final World world;
  private final Events events;

  public DaemonSetController(World world, Events events) {
    this.world = world;
    this.events = events;
  }

  @Override
  public String name() {
    return "daemonset";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    Pods.observe(ResourceTypes.DAEMON_SET, change, agenda);
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode set = world.get(key);
    if (set == null) {
      return null;
    }
    List<ObjectNode> pods = world.ownedBy(ResourceTypes.POD, set);
    for (ObjectNode node : world.list(ResourceTypes.NODE)) {
      boolean covered = pods.stream().anyMatch(pod -> asksFor(pod, Json.name(node)));
      if (!covered) {
        create(set, Json.name(node));
      }
    }
    writeStatus(set, pods.stream().filter(Pods::isActive).toList());
    return null;
  }

  private static boolean asksFor(ObjectNode pod, String node) {
    return Json.text(pod, "spec", "nodeSelector", "kubernetes.io/hostname").equals(node);
  }

  private void create(ObjectNode set, String node) {
    String prefix = Json.name(set) + "-";
    String suffix =
        world.dice().suffix(5, "pod " + Json.uid(set) + node, world.now().toEpochMilli());
    ObjectNode pod = Pods.fromTemplate(ResourceTypes.DAEMON_SET, set, prefix + suffix, prefix);
    Json.child(Json.metadata(pod), "labels")
        .put("controller-revision-hash", world.dice().suffix(9, "revision " + Json.name(set), 0))
        .put("pod-template-generation", "1");
    ObjectNode spec = Json.child(pod, "spec");
    Json.child(spec, "nodeSelector").put("kubernetes.io/hostname", node);
    for (String taint : new String[] {"not-ready", "unreachable"}) {
      spec.withArray("tolerations")
          .addObject()
          .put("key", "node.kubernetes.io/" + taint)
          .put("operator", "Exists")
          .put("effect", "NoExecute");
    }
    try {
      Pods.create(world, pod);
      events.normal(SOURCE, set, "SuccessfulCreate", "Created pod: " + prefix + suffix);
    } catch (ForbiddenException e) {
      events.warning(SOURCE, set, "FailedCreate", "Error creating: " + e.getMessage());
    }
  }

  private void writeStatus(ObjectNode set, List<ObjectNode> pods) {
    int nodes = world.list(ResourceTypes.NODE).size();
    int ready = (int) pods.stream().filter(Pods::isReady).count();
    ObjectNode changed = set.deepCopy();
    ObjectNode status = changed.putObject("status");
    status.put("currentNumberScheduled", pods.size()).put("numberMisscheduled", 0);
    status.put("desiredNumberScheduled", nodes).put("numberReady", ready);
    status.put("observedGeneration", Json.number(set, 1, "metadata", "generation"));
    Counts.putPositive(status, "updatedNumberScheduled", pods.size());
    Counts.putPositive(status, "numberAvailable", ready);
    Counts.putPositive(status, "numberUnavailable", nodes - ready);
    world.updateStatus("k3s", ResourceTypes.DAEMON_SET, changed);
  }
}
