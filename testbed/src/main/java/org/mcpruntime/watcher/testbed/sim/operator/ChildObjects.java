package org.mcpruntime.watcher.testbed.sim.operator;

import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Defaults;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Owners;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects that an MCPServer should have, as the operator renders them. */
final class ChildObjects {
  static final String WORKLOAD_ACCOUNT = "mcp-workload";
  private static final int METRICS_PORT = 9103;
  private static final String POLICY_DIR = "/var/run/mcp-runtime/policy";

  private final ObjectNode server;
  private final ServerSpec spec;
  private final OperatorSettings settings;

  ChildObjects(ObjectNode server, ServerSpec spec, OperatorSettings settings) {
    this.server = server;
    this.spec = spec;
    this.settings = settings;
  }

  private ObjectNode object(String name, boolean labelled) {
    ObjectNode object = Json.object();
    ObjectNode metadata = Json.metadata(object);
    metadata.put("name", name).put("namespace", Json.namespace(server));
    if (labelled) {
      labels(metadata.putObject("labels"));
    }
    Owners.setController(object, ResourceTypes.MCP_SERVER, server);
    return object;
  }

  private ObjectNode labels(ObjectNode labels) {
    return labels.put("app", spec.name()).put("app.kubernetes.io/managed-by", "mcp-runtime");
  }

  ObjectNode policy(ObjectNode document) {
    ObjectNode map = object(policyName(spec), true);
    map.putObject("data").put("policy.json", GoJson.indented(document));
    return map;
  }

  static String policyName(ServerSpec spec) {
    return spec.name() + "-gateway-policy";
  }

  /** The main Deployment, or the one for the canary. */
  ObjectNode deployment(boolean canary) {
    String track = canary ? "canary" : "stable";
    ObjectNode deployment = object(spec.name() + (canary ? "-canary" : ""), true);
    Json.child(Json.metadata(deployment), "labels").put("mcpruntime.org/rollout-track", track);
    ObjectNode desired = deployment.putObject("spec");
    desired.put("replicas", canary ? spec.canaryReplicas() : spec.stableReplicas());
    desired
        .putObject("selector")
        .putObject("matchLabels")
        .put("app", spec.name())
        .put("mcpruntime.org/rollout-track", track);
    ObjectNode template = desired.putObject("template");
    labels(template.putObject("metadata").putObject("labels"))
        .put("mcpruntime.org/rollout-track", track);
    podSpec(template.putObject("spec"));
    ObjectNode strategy = desired.putObject("strategy");
    strategy.put("type", spec.isRecreate() ? "Recreate" : "RollingUpdate");
    if (!spec.isRecreate()) {
      ObjectNode rolling = strategy.putObject("rollingUpdate");
      amount(rolling, "maxUnavailable");
      amount(rolling, "maxSurge");
    }
    Defaults.apply(ResourceTypes.DEPLOYMENT, deployment);
    return deployment;
  }

  private void amount(ObjectNode rolling, String name) {
    String value = spec.text("rollout", name);
    if (value.isEmpty() || value.endsWith("%")) {
      rolling.put(name, value.isEmpty() ? "25%" : value);
    } else {
      rolling.put(name, Integer.parseInt(value));
    }
  }

  private void podSpec(ObjectNode pod) {
    if (spec.isGatewayEnabled()) {
      ObjectNode volume = pod.putArray("volumes").addObject().put("name", "gateway-policy");
      volume.putObject("configMap").put("name", policyName(spec));
    }
    ArrayNode containers = pod.putArray("containers");
    serverContainer(containers.addObject());
    if (spec.isGatewayEnabled()) {
      gatewayContainer(containers.addObject());
    }
    pod.put("serviceAccountName", WORKLOAD_ACCOUNT).put("automountServiceAccountToken", false);
    pod.putObject("securityContext")
        .put("runAsUser", 65532)
        .put("runAsNonRoot", true)
        .putObject("seccompProfile")
        .put("type", "RuntimeDefault");
    ArrayNode secrets = Json.array();
    if (!spec.json().path("imagePullSecrets").isEmpty()) {
      spec.json()
          .path("imagePullSecrets")
          .forEach(name -> secrets.addObject().put("name", name.asString("")));
    } else if (!settings.pullSecret().isEmpty()) {
      secrets.addObject().put("name", settings.pullSecret());
    }
    if (!secrets.isEmpty()) {
      pod.set("imagePullSecrets", secrets);
    }
  }

  private void serverContainer(ObjectNode container) {
    container.put("name", spec.name()).put("image", spec.text("image"));
    container.putArray("ports").addObject().put("name", "http").put("containerPort", spec.port());
    ArrayNode env = Json.array();
    spec.json().path("envVars").forEach(variable -> env.addObject()
        .put("name", Json.text(variable, "name"))
        .put("value", Json.text(variable, "value")));
    spec.json()
        .path("secretEnvVars")
        .forEach(variable ->
            secretVariable(env, Json.text(variable, "name"), variable.path("secretKeyRef")));
    if (!env.isEmpty()) {
      container.set("env", env);
    }
    container.set("resources", spec.json().get("resources").deepCopy());
    tcpProbe(container.putObject("livenessProbe"), spec.port(), 5, 10);
    tcpProbe(container.putObject("readinessProbe"), spec.port(), 3, 5);
    securityContext(container, false);
  }

  private void gatewayContainer(ObjectNode container) {
    int port = spec.gatewayPort();
    container.put("name", "mcp-gateway").put("image", spec.text("gateway", "image"));
    ArrayNode ports = container.putArray("ports");
    ports.addObject().put("name", "gateway").put("containerPort", port);
    ports.addObject().put("name", "metrics").put("containerPort", METRICS_PORT);
    gatewayEnv(container.putArray("env"));
    container.set("resources", Json.at(spec.json(), "gateway", "resources").deepCopy());
    container
        .putArray("volumeMounts")
        .addObject()
        .put("name", "gateway-policy")
        .put("readOnly", true)
        .put("mountPath", POLICY_DIR);
    tcpProbe(container.putObject("livenessProbe"), port, 5, 10);
    ObjectNode readiness = container.putObject("readinessProbe");
    readiness.putObject("httpGet").put("path", "/ready").put("port", port);
    readiness.put("initialDelaySeconds", 3).put("periodSeconds", 5);
    securityContext(container, true);
  }

  private void gatewayEnv(ArrayNode env) {
    variable(env, "PORT", Integer.toString(spec.gatewayPort()));
    variable(env, "METRICS_PORT", Integer.toString(METRICS_PORT));
    variable(env, "UPSTREAM_URL", spec.text("gateway", "upstreamURL"));
    variable(env, "POLICY_FILE", POLICY_DIR + "/policy.json");
    variable(env, "MCP_SERVER_NAME", spec.name());
    variable(env, "MCP_SERVER_NAMESPACE", Json.namespace(server));
    variable(env, "MCP_CLUSTER_NAME", settings.clusterName());
    if (!spec.text("ingressHost").isEmpty()) {
      variable(env, "EXTERNAL_BASE_URL", "http://" + spec.text("ingressHost"));
    }
    variable(env, "POLICY_MODE", spec.text("policy", "mode"));
    variable(env, "POLICY_DEFAULT_DECISION", spec.text("policy", "defaultDecision"));
    variable(env, "POLICY_VERSION", spec.text("policy", "policyVersion"));
    variable(env, "HUMAN_ID_HEADER", spec.text("auth", "humanIDHeader"));
    variable(env, "AGENT_ID_HEADER", spec.text("auth", "agentIDHeader"));
    variable(env, "TEAM_ID_HEADER", spec.text("auth", "teamIDHeader"));
    variable(env, "SESSION_ID_HEADER", spec.text("auth", "sessionIDHeader"));
    variable(env, "AUTH_MODE", spec.authMode());
    if (!spec.text("gateway", "stripPrefix").isEmpty()) {
      variable(env, "STRIP_PREFIX", spec.text("gateway", "stripPrefix"));
    }
    if (spec.isAnalyticsWanted()) {
      variable(env, "ANALYTICS_INGEST_URL", spec.text("analytics", "ingestURL"));
      variable(env, "ANALYTICS_SOURCE", spec.text("analytics", "source"));
      variable(env, "ANALYTICS_EVENT_TYPE", spec.text("analytics", "eventType"));
      JsonNode key = Json.at(spec.json(), "analytics", "apiKeySecretRef");
      if (!key.isEmpty()) {
        secretVariable(env, "ANALYTICS_API_KEY", key);
      }
    }
  }

  private static void secretVariable(ArrayNode env, String name, JsonNode reference) {
    env.addObject()
        .put("name", name)
        .putObject("valueFrom")
        .putObject("secretKeyRef")
        .put("name", Json.text(reference, "name"))
        .put("key", Json.text(reference, "key"));
  }

  private static void variable(ArrayNode env, String name, String value) {
    env.addObject().put("name", name).put("value", value);
  }

  private static void tcpProbe(ObjectNode probe, int port, int initialDelay, int period) {
    probe.putObject("tcpSocket").put("port", port);
    probe.put("initialDelaySeconds", initialDelay).put("periodSeconds", period);
  }

  private static void securityContext(ObjectNode container, boolean readOnly) {
    ObjectNode context = container.putObject("securityContext");
    context.putObject("capabilities").putArray("drop").add("ALL");
    context.put("runAsNonRoot", true);
    if (readOnly) {
      context.put("readOnlyRootFilesystem", true);
    }
    context.put("allowPrivilegeEscalation", false);
  }

  ObjectNode service() {
    ObjectNode service = object(spec.name(), true);
    ObjectNode desired = service.putObject("spec");
    ArrayNode ports = desired.putArray("ports");
    port(
        ports,
        "http",
        spec.servicePort(),
        spec.isGatewayEnabled() ? spec.gatewayPort() : spec.port());
    if (spec.isGatewayEnabled()) {
      port(ports, "metrics", METRICS_PORT, METRICS_PORT);
      Json.metadata(service)
          .putObject("annotations")
          .put("prometheus.io/path", "/metrics")
          .put("prometheus.io/port", Integer.toString(METRICS_PORT))
          .put("prometheus.io/scrape", "true");
    }
    labels(desired.putObject("selector"));
    Defaults.apply(ResourceTypes.SERVICE, service);
    return service;
  }

  private static void port(ArrayNode ports, String name, int port, int target) {
    ports
        .addObject()
        .put("name", name)
        .put("protocol", "TCP")
        .put("port", port)
        .put("targetPort", target);
  }

  ObjectNode ingress() {
    ObjectNode ingress = object(spec.name(), false);
    ObjectNode annotations = Json.metadata(ingress).putObject("annotations");
    switch (spec.text("ingressClass")) {
      case "traefik" ->
        annotations.put("traefik.ingress.kubernetes.io/router.entrypoints", settings.entryPoints());
      case "nginx" -> annotations.put("nginx.ingress.kubernetes.io/ssl-redirect", "false");
      default -> annotations.put("nginx.ingress.kubernetes.io/rewrite-target", "/");
    }
    spec.json()
        .path("ingressAnnotations")
        .properties()
        .forEach(entry -> annotations.set(entry.getKey(), entry.getValue()));
    ObjectNode desired = ingress.putObject("spec");
    desired.put("ingressClassName", spec.text("ingressClass"));
    ObjectNode rule = desired.putArray("rules").addObject();
    if (!spec.text("ingressHost").isEmpty()) {
      rule.put("host", spec.text("ingressHost"));
    }
    ArrayNode paths = rule.putObject("http").putArray("paths");
    if (spec.authMode().equals("oauth")) {
      path(paths, "/.well-known/oauth-protected-resource" + spec.path());
    }
    path(paths, spec.path());
    return ingress;
  }

  private void path(ArrayNode paths, String path) {
    ObjectNode entry = paths.addObject().put("path", path).put("pathType", "Prefix");
    ObjectNode service = entry.putObject("backend").putObject("service");
    service.put("name", spec.name());
    service.putObject("port").put("number", spec.servicePort());
  }
}
