package org.mcpruntime.watcher.cli.command;

import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import tools.jackson.databind.node.ObjectNode;

/** Pods that an incident comes of, as small as tests need them. */
final class FailingPods {
  private FailingPods() {}

  /** Does not get its image. */
  static ObjectNode pulling(String name) {
    ObjectNode object = KubeObjects.named("shop", name);
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
