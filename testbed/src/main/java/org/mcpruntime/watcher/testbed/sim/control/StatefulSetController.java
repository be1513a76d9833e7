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

/** Keeps numbered pods, one after the other. Updates of the template are not rolled out. */
public final class StatefulSetController implements Controller {
  private static final Events.Source SOURCE = Events.Source.of("statefulset-controller");

  private final World world;
  private final Events events;

  public StatefulSetController(World world, Events events) {
    this.world = world;
    this.events = events;
  }

  @Override
  public String name() {
    return "statefulset";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    Pods.observe(ResourceTypes.STATEFUL_SET, change, agenda);
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode set = world.get(key);
    if (set == null) {
      return null;
    }
    int wanted = Json.number(set, 1, "spec", "replicas");
    for (int ordinal = 0; ordinal < wanted; ordinal++) {
      ObjectNode pod = world.get(ResourceTypes.POD, key.namespace(), key.name() + "-" + ordinal);
      if (pod == null) {
        create(set, ordinal);
        break;
      }
      if (!Pods.isReady(pod)) {
        break;
      }
    }
    writeStatus(set);
    return null;
  }

  private void create(ObjectNode set, int ordinal) {
    String name = Json.name(set) + "-" + ordinal;
    ObjectNode pod = Pods.fromTemplate(ResourceTypes.STATEFUL_SET, set, name, Json.name(set) + "-");
    Json.child(Json.metadata(pod), "labels")
        .put("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
        .put("controller-revision-hash", revisionName(set))
        .put("statefulset.kubernetes.io/pod-name", name);
    Json.child(pod, "spec")
        .put("hostname", name)
        .put("subdomain", Json.text(set, "spec", "serviceName"));
    Json.at(set, "spec", "volumeClaimTemplates").forEach(claim -> {
      ObjectNode volume = ((ObjectNode) pod.get("spec")).withArray("volumes").addObject();
      volume.put("name", Json.name(claim));
      volume.putObject("persistentVolumeClaim").put("claimName", Json.name(claim) + "-" + name);
    });
    try {
      Pods.create(world, pod);
      events.normal(
          SOURCE,
          set,
          "SuccessfulCreate",
          "create Pod %s in StatefulSet %s successful".formatted(name, Json.name(set)));
    } catch (ForbiddenException e) {
      events.warning(
          SOURCE,
          set,
          "FailedCreate",
          "create Pod %s in StatefulSet %s failed error: %s"
              .formatted(name, Json.name(set), e.getMessage()));
    }
  }

  private void writeStatus(ObjectNode set) {
    List<ObjectNode> pods =
        world.ownedBy(ResourceTypes.POD, set).stream().filter(Pods::isActive).toList();
    int ready = (int) pods.stream().filter(Pods::isReady).count();
    ObjectNode changed = set.deepCopy();
    ObjectNode status = changed.putObject("status");
    status.put("observedGeneration", Json.number(set, 1, "metadata", "generation"));
    status.put("replicas", pods.size());
    Counts.putPositive(status, "readyReplicas", ready);
    Counts.putPositive(status, "currentReplicas", pods.size());
    Counts.putPositive(status, "updatedReplicas", pods.size());
    status.put("currentRevision", revisionName(set)).put("updateRevision", revisionName(set));
    status.put("collisionCount", 0);
    status.put("availableReplicas", ready);
    world.updateStatus("k3s", ResourceTypes.STATEFUL_SET, changed);
  }

  private String revisionName(ObjectNode set) {
    return Json.name(set) + "-" + world.dice().suffix(9, "revision " + Json.name(set), 0);
  }
}
