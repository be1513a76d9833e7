package org.mcpruntime.watcher.testbed.kube;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes objects large. */
final class Padding {
  private Padding() {}

  /** The same object with an annotation of this size; the stored one is not changed. */
  static StoredObject of(StoredObject object, int bytes) {
    ObjectNode tree = object.tree();
    ObjectNode metadata = (ObjectNode) tree.get("metadata");
    JsonNode annotations = metadata.get("annotations");
    (annotations instanceof ObjectNode present ? present : metadata.putObject("annotations"))
        .put("testbed/padding", "x".repeat(bytes));
    return ObjectShape.store(object.type(), tree, object.resourceVersion());
  }
}
