package org.mcpruntime.watcher.testbed.sim.operator;

import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the status of an MCPServer: false booleans are left out, all six conditions carry the
 * phase as reason and the same message, and a transition time moves only with its condition.
 */
final class ServerStatus {
  static final String RECONCILED = "All resources reconciled";

  private ServerStatus() {}

  static void write(
      ObjectNode server, String phase, String message, Readiness readiness, String time) {
    ObjectNode before = server.get("status") instanceof ObjectNode old ? old : Json.object();
    ObjectNode status = Json.object();
    status.put("phase", phase).put("message", message);
    ArrayNode conditions = status.putArray("conditions");
    add(status, conditions, before, "deploymentReady", readiness.deployment());
    add(status, conditions, before, "serviceReady", readiness.service());
    add(status, conditions, before, "ingressReady", readiness.ingress());
    add(status, conditions, before, "gatewayReady", readiness.gateway());
    add(status, conditions, before, "policyReady", readiness.policy());
    add(status, conditions, before, "canaryReady", readiness.canary());
    int generation = Json.number(server, 1, "metadata", "generation");
    conditions.forEach(element -> {
      ObjectNode condition = (ObjectNode) element;
      condition.put("reason", phase).put("message", message);
      condition.put("observedGeneration", generation);
      if (!condition.has("lastTransitionTime")) {
        condition.put("lastTransitionTime", time);
      }
    });
    server.set("status", status);
  }

  private static void add(
      ObjectNode status, ArrayNode conditions, ObjectNode before, String name, boolean value) {
    if (value) {
      status.put(name, true);
    }
    String type = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    String text = value ? "True" : "False";
    ObjectNode condition = conditions.addObject().put("type", type).put("status", text);
    ObjectNode old = Json.element(before.path("conditions"), "type", type);
    if (old != null && Json.text(old, "status").equals(text)) {
      condition.set("lastTransitionTime", old.get("lastTransitionTime"));
    }
  }
}
