package org.mcpruntime.watcher.testbed.sim.world;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Owner references of controllers. */
public final class Owners {
  private Owners() {}

  public static void setController(ObjectNode object, ResourceType ownerType, ObjectNode owner) {
    Json.metadata(object)
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", ownerType.apiVersion())
        .put("kind", ownerType.kind())
        .put("name", Json.name(owner))
        .put("uid", Json.uid(owner))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }

  /** The reference to the controller; null when nothing controls the object. */
  public static @Nullable JsonNode controller(JsonNode object) {
    for (JsonNode reference : Json.at(object, "metadata", "ownerReferences")) {
      if (Json.flag(reference, "controller")) {
        return reference;
      }
    }
    return null;
  }

  public static boolean isControlledBy(JsonNode object, String uid) {
    JsonNode controller = controller(object);
    return controller != null && Json.text(controller, "uid").equals(uid);
  }

  /** Names the controller of an object; null when there is none or its type is unknown here. */
  public static @Nullable Ref controllerRef(JsonNode object) {
    JsonNode controller = controller(object);
    if (controller == null) {
      return null;
    }
    return ResourceTypes.of(Json.text(controller, "apiVersion"), Json.text(controller, "kind"))
        .map(type -> new Ref(
            type, type.namespaced() ? Json.namespace(object) : "", Json.text(controller, "name")))
        .orElse(null);
  }
}
