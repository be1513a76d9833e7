package org.mcpruntime.watcher.testbed.sim.operator;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ObjectNode;

/** The six questions that the operator asks about the children of an MCPServer. */
record Readiness(
    boolean deployment,
    boolean service,
    boolean ingress,
    boolean gateway,
    boolean policy,
    boolean canary) {
  /** As written with phase Error, whatever still serves. */
  static final Readiness NONE = new Readiness(false, false, false, false, false, false);

  /** The children that are looked up; null when there is none of the name. */
  record Children(
      @Nullable ObjectNode deployment,
      @Nullable ObjectNode canary,
      @Nullable ObjectNode service,
      @Nullable ObjectNode ingress,
      @Nullable ObjectNode policy) {}

  static Readiness of(ServerSpec spec, Children children, boolean permissive) {
    boolean deployment = isExactlyReady(children.deployment(), 1);
    ObjectNode service = children.service();
    ObjectNode policy = children.policy();
    return new Readiness(
        deployment,
        service != null && !Json.text(service, "spec", "clusterIP").isEmpty(),
        // With mTLS an IngressRouteTCP is looked for, which the operator itself never leaves there.
        !spec.isMtls() && isAdmitted(children.ingress(), permissive),
        spec.isGatewayEnabled() && deployment,
        spec.isGatewayEnabled() && policy != null && Json.at(policy, "data").has("policy.json"),
        spec.isCanary() && isExactlyReady(children.canary(), 0));
  }

  /** Neither generation nor surplus pods count: one ready pod too many is not ready. */
  private static boolean isExactlyReady(@Nullable ObjectNode deployment, int defaultReplicas) {
    return deployment != null
        && Json.number(deployment, 0, "status", "readyReplicas")
            == Json.number(deployment, defaultReplicas, "spec", "replicas");
  }

  private static boolean isAdmitted(@Nullable ObjectNode ingress, boolean permissive) {
    return ingress != null
        && (!Json.at(ingress, "status", "loadBalancer", "ingress").isEmpty()
            || (permissive && !Json.at(ingress, "spec", "rules").isEmpty()));
  }

  String phase(ServerSpec spec) {
    boolean ready = deployment
        && service
        && ingress
        && (!spec.isGatewayEnabled() || (gateway && policy))
        && (!spec.isCanary() || canary);
    if (ready) {
      return "Ready";
    }
    return equals(NONE) ? "Pending" : "PartiallyReady";
  }
}
