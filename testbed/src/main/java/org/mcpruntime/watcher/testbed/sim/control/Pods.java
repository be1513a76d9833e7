package org.mcpruntime.watcher.testbed.sim.control;

import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Owners;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What controllers ask about pods, and how they make them from a template. */
final class Pods {
  static final String MANAGER = "k3s";

  private Pods() {}

  /** Has an owner of pods looked at when its spec has changed, or a pod of it has. */
  static void observe(ResourceType ownerType, Changed change, Agenda agenda) {
    if (change.ref().type().equals(ownerType)) {
      if (!change.isDeletion() && change.differs("metadata", "generation")) {
        agenda.soon(change.ref(), 5, 20);
      }
    } else if (change.ref().type().equals(ResourceTypes.POD)) {
      Ref owner = Owners.controllerRef(change.object());
      if (owner != null && owner.type().equals(ownerType)) {
        agenda.soon(owner, 5, 20);
      }
    }
  }

  static boolean isReady(JsonNode pod) {
    return Json.conditionIs(pod, "Ready", "True");
  }

  /** Neither ended nor being deleted. */
  static boolean isActive(JsonNode pod) {
    return !hasEnded(pod) && !Json.isDeleting(pod);
  }

  static boolean hasEnded(JsonNode pod) {
    String phase = Json.text(pod, "status", "phase");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /** A pod from the template of its controller; not created yet. */
  static ObjectNode fromTemplate(
      ResourceType ownerType, ObjectNode owner, String name, String generateName) {
    JsonNode template = Json.at(owner, "spec", "template");
    ObjectNode pod = Json.object();
    ObjectNode metadata = Json.metadata(pod);
    metadata.put("name", name);
    if (!generateName.isEmpty()) {
      metadata.put("generateName", generateName);
    }
    metadata.put("namespace", Json.namespace(owner));
    for (String part : new String[] {"labels", "annotations"}) {
      JsonNode value = Json.at(template, "metadata", part);
      if (!value.isEmpty()) {
        metadata.set(part, value.deepCopy());
      }
    }
    Owners.setController(pod, ownerType, owner);
    pod.set("spec", template.get("spec").deepCopy());
    return pod;
  }

  /**
   * Creates the pod through quota admission.
   *
   * @throws ForbiddenException when a quota of the namespace is used up
   */
  static ObjectNode create(World world, ObjectNode pod) throws ForbiddenException {
    QuotaController.admit(world, pod);
    ObjectNode created = world.create(MANAGER, ResourceTypes.POD, pod);
    QuotaController.recount(world, "k3s", Json.namespace(pod));
    return created;
  }
}
