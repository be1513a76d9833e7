package org.mcpruntime.watcher.testbed.kube;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What every object of Kubernetes begins with. */
public final class KubeObjects {
  private KubeObjects() {}

  /**
   * An object with this name, and nothing else.
   *
   * @param namespace empty when it has none
   */
  public static ObjectNode named(String namespace, String name) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    return object;
  }
}
