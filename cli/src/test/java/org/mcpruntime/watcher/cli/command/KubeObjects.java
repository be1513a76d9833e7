package org.mcpruntime.watcher.cli.command;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Objects of Kubernetes, as small as tests need them. */
final class KubeObjects {
  private static final JsonMapper JSON = JsonMapper.shared();

  private KubeObjects() {}

  /** @param namespace empty when it has none */
  static ObjectNode named(String namespace, String name) {
    ObjectNode object = JSON.createObjectNode();
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    return object;
  }

  /** Does not get its image. */
  static ObjectNode pullingPod(String name) {
    ObjectNode object = named("shop", name);
    object
        .putObject("spec")
        .put("nodeName", "n1")
        .putArray("containers")
        .addObject()
        .put("name", "app")
        .put("image", "registry.example.org/cart:1");
    ObjectNode status = object.putObject("status").put("phase", "Pending");
    ObjectNode container = status.putArray("containerStatuses").addObject();
    container.put("name", "app").put("image", "registry.example.org/cart:1").put("ready", false);
    container.putObject("state").putObject("waiting").put("reason", "ImagePullBackOff");
    return object;
  }
}
