package org.mcpruntime.watcher.testbed.sim.world;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that is wrong now.
 *
 * @param id unique in the life of the cluster
 * @param namespace of the workload; empty for a node
 * @param name workload, Ingress or node; empty when the whole namespace is meant
 * @param image only containers with this image are meant; empty for any
 */
public record Cause(String id, CauseKind kind, String namespace, String name, String image) {
  boolean concerns(String otherNamespace, String otherName, String otherImage) {
    return namespace.equals(otherNamespace)
        && (name.isEmpty() || name.equals(otherName))
        && (image.isEmpty() || otherImage.isEmpty() || image.equals(otherImage));
  }

  ObjectNode toJson() {
    return Json.object()
        .put("kind", kind.name())
        .put("namespace", namespace)
        .put("name", name)
        .put("image", image);
  }

  static Cause fromJson(String id, JsonNode json) {
    return new Cause(
        id,
        CauseKind.valueOf(Json.text(json, "kind")),
        Json.text(json, "namespace"),
        Json.text(json, "name"),
        Json.text(json, "image"));
  }
}
