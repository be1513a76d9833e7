package org.mcpruntime.watcher.testbed.sim.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The arithmetic of a rolling update: how far the new may grow and the old may shrink. */
final class Rollout {
  private Rollout() {}

  static int replicas(ObjectNode deployment) {
    return Json.number(deployment, 1, "spec", "replicas");
  }

  static int maxSurge(ObjectNode deployment) {
    return rolls(deployment) ? amount(deployment, "maxSurge", true) : 0;
  }

  /** At least 1 when there is no surge: a rollout must be able to move. */
  static int maxUnavailable(ObjectNode deployment) {
    if (!rolls(deployment) || replicas(deployment) == 0) {
      return 0;
    }
    int unavailable = amount(deployment, "maxUnavailable", false);
    return unavailable == 0 && maxSurge(deployment) == 0 ? 1 : unavailable;
  }

  private static boolean rolls(ObjectNode deployment) {
    return Json.text(deployment, "spec", "strategy", "type").equals("RollingUpdate");
  }

  private static int amount(ObjectNode deployment, String name, boolean up) {
    JsonNode value = Json.at(deployment, "spec", "strategy", "rollingUpdate", name);
    if (value.isNumber()) {
      return value.intValue();
    }
    int percent = Integer.parseInt(value.asString("25%").replace("%", ""));
    double exact = replicas(deployment) * percent / 100.0;
    return (int) (up ? Math.ceil(exact) : Math.floor(exact));
  }

  /** Size that the newest ReplicaSet of the given size should have now. */
  static int newReplicas(ObjectNode deployment, List<ObjectNode> sets, int size) {
    int wanted = replicas(deployment);
    if (size >= wanted) {
      return wanted;
    }
    int room = wanted + maxSurge(deployment) - total(sets, "spec", "replicas");
    return size + Math.max(0, Math.min(room, wanted - size));
  }

  /** By how much each old ReplicaSet may shrink now, by name. */
  record Shrink(Map<String, Integer> byName) {
    int by(String name) {
      return byName.getOrDefault(name, 0);
    }
  }

  /** Takes the unhealthy first, then as many healthy ones as availability can spare. */
  static Shrink shrink(
      ObjectNode deployment,
      List<ObjectNode> sets,
      @Nullable ObjectNode current,
      List<ObjectNode> old) {
    Map<String, Integer> by = new LinkedHashMap<>();
    int minAvailable = replicas(deployment) - maxUnavailable(deployment);
    int newUnavailable = current == null
        ? 0
        : Json.number(current, 0, "spec", "replicas")
            - Json.number(current, 0, "status", "availableReplicas");
    int spare = total(sets, "spec", "replicas") - minAvailable - newUnavailable;
    for (ObjectNode set : old) {
      int size = Json.number(set, 0, "spec", "replicas");
      int unhealthy = size - Json.number(set, 0, "status", "availableReplicas");
      int taken = Math.max(0, Math.min(spare, unhealthy));
      by.put(Json.name(set), taken);
      spare -= taken;
    }
    if (spare > 0) {
      int healthy = total(sets, "status", "availableReplicas") - minAvailable;
      for (ObjectNode set : old) {
        int taken = by.getOrDefault(Json.name(set), 0);
        int more = Math.max(0, Math.min(healthy, Json.number(set, 0, "spec", "replicas") - taken));
        by.put(Json.name(set), taken + more);
        healthy -= more;
      }
    }
    return new Shrink(Map.copyOf(by));
  }

  static int total(List<ObjectNode> sets, String... path) {
    return sets.stream().mapToInt(set -> Json.number(set, 0, path)).sum();
  }
}
