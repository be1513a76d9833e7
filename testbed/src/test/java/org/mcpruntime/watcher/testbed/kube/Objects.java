package org.mcpruntime.watcher.testbed.kube;

import tools.jackson.databind.node.ObjectNode;

/** Small objects for tests. */
final class Objects {
  private Objects() {}

  static ObjectNode pod(String namespace, String name) {
    ObjectNode pod = KubeObjects.named(namespace, name);
    ((ObjectNode) pod.get("metadata")).putObject("labels").put("app", name);
    pod.putObject("spec")
        .put("nodeName", "node-1")
        .putArray("containers")
        .addObject()
        .put("name", "main")
        .put("image", "registry.local/app:1.0");
    pod.putObject("status").put("phase", "Pending");
    return pod;
  }

  static ObjectNode node(String name) {
    return KubeObjects.named("", name);
  }

  static ObjectNode deployment(String namespace, String name, int replicas) {
    ObjectNode deployment = KubeObjects.named(namespace, name);
    deployment.putObject("spec").put("paused", false).put("replicas", replicas);
    return deployment;
  }

  static ObjectNode configMap(String namespace, String name, String value) {
    ObjectNode map = KubeObjects.named(namespace, name);
    map.putObject("data").put("value", value);
    return map;
  }
}
