package org.mcpruntime.watcher.testbed.sim.operator;

import java.util.Locale;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the operator reads from its environment, which stands in its Deployment.
 *
 * @param running whether at least one replica is ready
 * @param ingressMode {@code strict} or {@code permissive}
 */
record OperatorSettings(
    boolean running,
    String ingressMode,
    String ingressHost,
    String entryPoints,
    String clusterName,
    String ingestUrl,
    String gatewayImage,
    String pullHost,
    String pullSecret) {
  static final Ref DEPLOYMENT =
      new Ref(ResourceTypes.DEPLOYMENT, "mcp-runtime", "mcp-runtime-operator-controller-manager");

  static OperatorSettings read(World world) {
    ObjectNode deployment = world.get(DEPLOYMENT);
    JsonNode env =
        deployment == null ? Json.array() : deployment.at("/spec/template/spec/containers/0/env");
    boolean running =
        deployment != null && Json.number(deployment, 0, "status", "readyReplicas") > 0;
    String mode = value(env, "MCP_INGRESS_READINESS_MODE", "").strip().toLowerCase(Locale.ROOT);
    return new OperatorSettings(
        running,
        mode.equals("permissive") ? mode : "strict",
        value(env, "MCP_DEFAULT_INGRESS_HOST", ""),
        value(env, "MCP_DEFAULT_INGRESS_ENTRYPOINTS", "web"),
        value(env, "MCP_CLUSTER_NAME", "local"),
        value(env, "MCP_SENTINEL_INGEST_URL", ""),
        value(env, "MCP_GATEWAY_PROXY_IMAGE", ""),
        value(
            env,
            "MCP_REGISTRY_PULL_HOST",
            value(env, "MCP_REGISTRY_ENDPOINT", "registry.registry.svc.cluster.local:5000")),
        value(env, "PROVISIONED_REGISTRY_SECRET_NAME", ""));
  }

  boolean isPermissive() {
    return ingressMode.equals("permissive");
  }

  private static String value(JsonNode env, String name, String absent) {
    ObjectNode variable = Json.element(env, "name", name);
    String value = variable == null ? "" : Json.text(variable, "value");
    return value.isEmpty() ? absent : value;
  }
}
