package org.mcpruntime.watcher.testbed.sim.operator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The desired state of an MCPServer with the operator's defaults, which stored objects need not
 * have, and the operator's rules for what it accepts.
 */
final class ServerSpec {
  private static final Pattern QUANTITY =
      Pattern.compile("^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$");

  private final String name;
  private final ObjectNode spec;

  private ServerSpec(String name, ObjectNode spec) {
    this.name = name;
    this.spec = spec;
  }

  static ServerSpec of(ObjectNode server, OperatorSettings settings) {
    ServerSpec result =
        new ServerSpec(Json.name(server), (ObjectNode) server.path("spec").deepCopy());
    result.applyDefaults(settings);
    return result;
  }

  private void applyDefaults(OperatorSettings settings) {
    defaultImageTag();
    replaceRegistry(settings);
    if (text("ingressHost").isEmpty() && text("publicPathPrefix").isEmpty()) {
      spec.put("ingressHost", settings.ingressHost());
    }
    absent(spec, "publicPathPrefix", name);
    absent(spec, "ingressClass", "traefik");
    resources(spec);
    for (JsonNode tool : spec.path("tools")) {
      absent((ObjectNode) tool, "requiredTrust", "low");
    }
    if (!isGatewayEnabled()) {
      return;
    }
    ObjectNode gateway = Json.child(spec, "gateway");
    absent(gateway, "image", settings.gatewayImage());
    if (!gateway.has("port")) {
      gateway.put("port", 8091);
    }
    absent(gateway, "upstreamURL", "http://127.0.0.1:" + port());
    resources(gateway);
    ObjectNode auth = Json.child(spec, "auth");
    absent(auth, "mode", "header");
    absent(auth, "humanIDHeader", "X-MCP-Human-ID");
    absent(auth, "agentIDHeader", "X-MCP-Agent-ID");
    absent(auth, "teamIDHeader", "X-MCP-Team-ID");
    absent(auth, "sessionIDHeader", "X-MCP-Agent-Session");
    absent(auth, "tokenHeader", "Authorization");
    ObjectNode policy = Json.child(spec, "policy");
    absent(policy, "mode", "allow-list");
    absent(policy, "defaultDecision", "deny");
    absent(policy, "enforceOn", "call_tool");
    absent(policy, "policyVersion", "v1");
    ObjectNode session = Json.child(spec, "session");
    absent(session, "store", "kubernetes");
    absent(session, "headerName", "X-MCP-Agent-Session");
    absent(session, "maxLifetime", "24h");
    absent(session, "idleTimeout", "1h");
    absent(session, "upstreamTokenHeader", "Authorization");
    if (spec.get("analytics") instanceof ObjectNode analytics) {
      absent(analytics, "ingestURL", settings.ingestUrl());
      absent(analytics, "source", name + "-gateway");
      absent(analytics, "eventType", "mcp.request");
    }
  }

  private void defaultImageTag() {
    String image = text("image");
    boolean tagged = image.indexOf(':', image.lastIndexOf('/') + 1) >= 0 || image.contains("@");
    if (!image.isEmpty() && !tagged) {
      String tag = text("imageTag");
      spec.put("image", image + ":" + (tag.isEmpty() ? "latest" : tag));
    }
  }

  private void replaceRegistry(OperatorSettings settings) {
    String registry = text("registryOverride");
    if (registry.isEmpty() && Json.flag(spec, "useProvisionedRegistry")) {
      registry = settings.pullHost();
    }
    String image = text("image");
    if (registry.isEmpty() || image.isEmpty()) {
      return;
    }
    int slash = image.indexOf('/');
    String first = image.substring(0, Math.max(0, slash));
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    spec.put("image", registry + "/" + (named ? image.substring(slash + 1) : image));
  }

  private static void resources(ObjectNode holder) {
    ObjectNode resources = Json.child(holder, "resources");
    ObjectNode limits = Json.child(resources, "limits");
    absent(limits, "cpu", "500m");
    absent(limits, "memory", "256Mi");
    ObjectNode requests = Json.child(resources, "requests");
    absent(requests, "cpu", "50m");
    absent(requests, "memory", "64Mi");
  }

  private static void absent(ObjectNode object, String member, String value) {
    if (Json.text(object, member).isEmpty() && !value.isEmpty()) {
      object.put(member, value);
    }
  }

  /** What the operator says when it does not accept the desired state; empty when it does. */
  Optional<String> refusal() {
    List<String> errors = new ArrayList<>();
    if (text("image").isEmpty()) {
      errors.add("spec.image: Required value: image is required");
    }
    if (isGatewayEnabled() && gatewayPort() == port()) {
      errors.add("spec.gateway.port: Invalid value: %d: gateway.port must differ from spec.port"
          .formatted(gatewayPort()));
    }
    String mode = authMode();
    if (mode.equals("oauth") && isGatewayEnabled() && text("auth", "issuerURL").isEmpty()) {
      errors.add("spec.auth.issuerURL: Required value: issuerURL is required for oauth");
    }
    if (mode.equals("mtls")) {
      if (!isGatewayEnabled()) {
        errors.add("spec.gateway.enabled: Required value: mtls needs the gateway");
      }
      if (text("auth", "trustDomain").isEmpty()) {
        errors.add("spec.auth.trustDomain: Required value: trustDomain is required for mtls");
      }
    }
    int canary = canaryReplicas();
    if (isCanary() && (canary <= 0 || canary >= replicas())) {
      errors.add(
          "spec.rollout.canaryReplicas: Invalid value: %d: canaryReplicas must be greater than 0 and less than replicas"
              .formatted(canary));
    }
    checkTools(errors);
    if (errors.isEmpty()) {
      return missingSetting();
    }
    String list = errors.size() == 1 ? errors.get(0) : "[" + String.join(", ", errors) + "]";
    return Optional.of("MCPServer.mcpruntime.org \"%s\" is invalid: %s".formatted(name, list));
  }

  private Optional<String> missingSetting() {
    if (isGatewayEnabled() && text("gateway", "image").isEmpty()) {
      return Optional.of("gateway.image is required when gateway.enabled is true");
    }
    if (isAnalyticsWanted() && text("analytics", "ingestURL").isEmpty()) {
      return Optional.of("analytics.ingestURL is required when spec.analytics is set");
    }
    return Optional.empty();
  }

  /** What is wrong with the amounts of cpu and memory; empty when nothing is. */
  Optional<String> quantityProblem() {
    for (String part : new String[] {"limits", "requests"}) {
      for (var amount : Json.at(spec, "resources", part).properties()) {
        if (!QUANTITY.matcher(amount.getValue().asString("")).matches()) {
          return Optional.of("quantities must match the regular expression '" + QUANTITY + "'");
        }
      }
    }
    return Optional.empty();
  }

  private void checkTools(List<String> errors) {
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode tool : spec.path("tools")) {
      String path = "spec.tools[%d]".formatted(index++);
      if (!names.add(Json.text(tool, "name"))) {
        errors.add("%s.name: Duplicate value: \"%s\"".formatted(path, Json.text(tool, "name")));
      }
      String effect = Json.text(tool, "sideEffect");
      if (effect.isEmpty()) {
        errors.add(path + ".sideEffect: Required value: sideEffect is required");
      } else if (!Set.of("read", "write", "destructive").contains(effect)) {
        errors.add(
            "%s.sideEffect: Unsupported value: \"%s\": supported values: \"read\", \"write\", \"destructive\""
                .formatted(path, effect));
      }
    }
  }

  ObjectNode json() {
    return spec;
  }

  String name() {
    return name;
  }

  String text(String... path) {
    return Json.text(spec, path);
  }

  int replicas() {
    return Json.number(spec, 1, "replicas");
  }

  int canaryReplicas() {
    return Json.number(spec, 0, "rollout", "canaryReplicas");
  }

  /** Replicas of the main Deployment. */
  int stableReplicas() {
    return isCanary() ? Math.max(0, replicas() - canaryReplicas()) : replicas();
  }

  boolean isCanary() {
    return text("rollout", "strategy").equals("Canary");
  }

  boolean isRecreate() {
    return text("rollout", "strategy").equals("Recreate");
  }

  boolean isGatewayEnabled() {
    return Json.flag(spec, "gateway", "enabled");
  }

  boolean isAnalyticsWanted() {
    return isGatewayEnabled() && spec.has("analytics") && !Json.flag(spec, "analytics", "disabled");
  }

  boolean isMtls() {
    return authMode().equals("mtls");
  }

  String authMode() {
    return text("auth", "mode");
  }

  int port() {
    return Json.number(spec, 8088, "port");
  }

  int servicePort() {
    return Json.number(spec, 80, "servicePort");
  }

  int gatewayPort() {
    return Json.number(spec, 8091, "gateway", "port");
  }

  /** The path that the ingress serves. */
  String path() {
    return "/" + text("publicPathPrefix").replaceAll("^/+|/+$", "") + "/mcp";
  }
}
