package org.mcpruntime.watcher.checks.facts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes MCPServers, applying the operator's defaults: stored objects may lack them. */
final class McpServerExtractor {

  private static final Map<McpServerFacts.Part, String> FIELDS = fields();

  private McpServerExtractor() {}

  static Optional<McpServerFacts> extract(Meta meta, Json object) throws ExtractionException {
    Json spec = object.at("spec");
    Json status = object.at("status");
    Json rollout = spec.at("rollout");
    String teamId = spec.text("teamID");
    String phase = status.text("phase");
    List<McpServerFacts.Part> ready = new ArrayList<>();
    for (Map.Entry<McpServerFacts.Part, String> field : FIELDS.entrySet()) {
      if (status.flag(field.getValue())) {
        ready.add(field.getKey());
      }
    }
    return Optional.of(new McpServerFacts(
        meta,
        spec.text("image"),
        spec.integer("replicas", 1),
        spec.at("gateway").flag("enabled"),
        rollout.text("strategy", "RollingUpdate"),
        spec.text("ingressClass", "traefik"),
        spec.at("auth").text("mode", "header"),
        teamId.isEmpty() ? null : teamId,
        phase,
        phase.equals("Error") ? Bounds.message(status.text("message")) : "",
        observedGeneration(status),
        ready));
  }

  private static long observedGeneration(Json status) throws ExtractionException {
    long lowest = Long.MAX_VALUE;
    for (Json condition : status.list("conditions")) {
      lowest = Math.min(lowest, condition.number("observedGeneration", 0));
    }
    return lowest == Long.MAX_VALUE ? 0 : lowest;
  }

  private static Map<McpServerFacts.Part, String> fields() {
    Map<McpServerFacts.Part, String> fields = new EnumMap<>(McpServerFacts.Part.class);
    fields.put(McpServerFacts.Part.DEPLOYMENT, "deploymentReady");
    fields.put(McpServerFacts.Part.SERVICE, "serviceReady");
    fields.put(McpServerFacts.Part.INGRESS, "ingressReady");
    fields.put(McpServerFacts.Part.GATEWAY, "gatewayReady");
    fields.put(McpServerFacts.Part.POLICY, "policyReady");
    fields.put(McpServerFacts.Part.CANARY, "canaryReady");
    return fields;
  }
}
