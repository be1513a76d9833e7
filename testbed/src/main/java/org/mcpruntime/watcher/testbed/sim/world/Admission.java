package org.mcpruntime.watcher.testbed.sim.world;

import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.node.ObjectNode;

/** What the API server and its admission plugins add to a new object, beyond plain defaults. */
final class Admission {
  private Admission() {}

  static void complete(World world, ResourceType type, ObjectNode object) {
    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    Defaults.apply(type, object);
    if (type.equals(ResourceTypes.SERVICE)) {
      assignClusterIp(world, object);
    } else if (type.equals(ResourceTypes.NAMESPACE)) {
      Json.child(Json.metadata(object), "labels")
          .put("kubernetes.io/metadata.name", Json.name(object));
      object.putObject("spec").putArray("finalizers").add("kubernetes");
      object.putObject("status").put("phase", "Active");
    } else if (type.equals(ResourceTypes.POD)) {
      completePod(object);
    }
  }

  private static void assignClusterIp(World world, ObjectNode service) {
    ObjectNode spec = Json.child(service, "spec");
    if (Json.text(spec, "type").equals("ExternalName")) {
      return;
    }
    if (!spec.has("clusterIP")) {
      spec.put(
          "clusterIP", freeClusterIp(world, Json.namespace(service) + "/" + Json.name(service)));
    }
    spec.putArray("clusterIPs").add(Json.text(spec, "clusterIP"));
  }

  private static String freeClusterIp(World world, String service) {
    for (long attempt = 0; ; attempt++) {
      long bits = world.dice().bits("cluster ip " + service, attempt);
      String ip = "10.43.%d.%d".formatted(bits >>> 8 & 0xff, 2 + Long.remainderUnsigned(bits, 250));
      boolean used = world.list(ResourceTypes.SERVICE).stream()
          .anyMatch(other -> Json.text(other, "spec", "clusterIP").equals(ip));
      if (!used) {
        return ip;
      }
    }
  }

  private static void completePod(ObjectNode pod) {
    ObjectNode spec = Json.child(pod, "spec");
    if (!spec.has("tolerations")) {
      spec.putArray("tolerations");
    }
    for (String taint : new String[] {"not-ready", "unreachable"}) {
      String key = "node.kubernetes.io/" + taint;
      if (Json.element(spec.get("tolerations"), "key", key) == null) {
        spec.withArray("tolerations")
            .addObject()
            .put("key", key)
            .put("operator", "Exists")
            .put("effect", "NoExecute")
            .put("tolerationSeconds", 300);
      }
    }
    spec.put("priority", Json.number(spec, 0, "priority"));
    spec.put("enableServiceLinks", true);
    spec.put("preemptionPolicy", "PreemptLowerPriority");
    ObjectNode status = Json.child(pod, "status");
    status.put("phase", "Pending").put("qosClass", qosClass(spec));
  }

  private static String qosClass(ObjectNode spec) {
    boolean some = false;
    boolean all = true;
    for (var container : spec.path("containers")) {
      var limits = Json.at(container, "resources", "limits");
      var requests = Json.at(container, "resources", "requests");
      some |= !limits.isEmpty() || !requests.isEmpty();
      all &= limits.has("cpu") && limits.has("memory") && limits.equals(requests);
    }
    return all ? "Guaranteed" : some ? "Burstable" : "BestEffort";
  }
}
