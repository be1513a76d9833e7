package org.mcpruntime.watcher.schemas.redaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects of every kind with a secret in every place where one may stand. */
final class Canaries {
  /** Part of every planted secret and of nothing else. */
  static final String MARK = "Kq7Canary";

  /** Texts around a secret that announce it; {@code %s} is the secret. */
  private static final List<String> SHAPES = List.of(
      "Get \"https://bot:%s@registry.local/v2/\": x509",
      "postgres://crm:%s@db:5432/crm?sslmode=off",
      "amqp://%s@mq",
      "dial root:%s@tcp(127.0.0.1:3306)/crm",
      "https://u:pa/%s@host",
      "sent Bearer %s to the server",
      "header authorization: bearer %s",
      "Authorization: Basic %s=",
      "Proxy-Authorization: Custom a %s b",
      "Cookie: a=1; session=%s",
      "password=%s",
      "?user=a&api_key=%s&x=1",
      "{\"auths\":{\"r\":{\"auth\":\"%s\"}}}",
      "{\\\"password\\\": \\\"%s\\\"}",
      "DB_PASSWORD: '%s with blanks'",
      "clientSecret = %s",
      "client-secret=>%s",
      "X-Api-Key: %s",
      "X-Amz-Signature=%s",
      "curl -u admin:%s http://x",
      "login --password %s now",
      "login --token \"%s\"",
      "token eyJhbGciOi.%s.sig",
      "-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----",
      "-----BEGIN PRIVATE KEY-----\\n%s",
      "LS0tLS1CRUdJTiBSU0Eg%s",
      "cloned with ghp_A1%sxxxxxxxxxxx ok",
      "glpat-A1%sxxxxxxxxxxx",
      "hvs.A1%sxxxxxxxxxxx",
      "key AIzaSyA1%sxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      "é ü 世 password=%s");

  private final List<String> planted = new ArrayList<>();

  private String secret() {
    String secret = MARK + planted.size() + "x9";
    planted.add(secret);
    return secret;
  }

  /** One object per kind and purpose. */
  static Map<String, ObjectNode> objects() {
    Canaries canaries = new Canaries();
    Map<String, ObjectNode> objects = new LinkedHashMap<>();
    objects.put("Pod", canaries.workload("Pod", "spec"));
    for (String kind : List.of(
        "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController")) {
      objects.put(kind, canaries.workload(kind, "spec", "template", "spec"));
    }
    objects.put(
        "CronJob", canaries.workload("CronJob", "spec", "jobTemplate", "spec", "template", "spec"));
    objects.put("PodTemplate", canaries.workload("PodTemplate", "template", "spec"));
    objects.put(
        "ControllerRevision",
        canaries.workload("ControllerRevision", "data", "spec", "template", "spec"));
    objects.put(
        "Rollout", canaries.workload("Rollout", "spec", "pods", "anywhere", "deep", "spec"));
    objects.put("MCPServer", canaries.server());
    objects.put("MCPAccessGrant", canaries.subject("MCPAccessGrant"));
    objects.put("MCPAgentSession", canaries.subject("MCPAgentSession"));
    objects.put("Secret", canaries.payload("Secret", "crm"));
    objects.put("ConfigMap", canaries.payload("ConfigMap", "crm"));
    objects.put("policy", canaries.policy());
    objects.put("Unknown", canaries.payload("Unknown", "crm-gateway-policy"));
    objects.put("Middleware", canaries.middleware());
    objects.put("StorageClass", canaries.storageClass());
    objects.put("Mailer", canaries.unknownKind());
    objects.put("CustomResourceDefinition", canaries.definition());
    objects.put("PodList", canaries.list(objects.get("Pod").deepCopy()));
    objects.put("SecretList", canaries.list(canaries.payload("Secret", "x")));
    return objects;
  }

  private ObjectNode workload(String kind, String... path) {
    ObjectNode object = object(kind, "crm");
    ObjectNode spec = object;
    for (String step : path) {
      spec = spec.putObject(step);
    }
    for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
      spec.putArray(list).add(container());
    }
    spec.putObject("volumes").put("env", secret());
    ObjectNode csi = spec.putArray("inlineVolumes").addObject().putObject("csi");
    csi.putObject("volumeAttributes").put("share", secret()).putObject("odd").put("x", secret());
    spec.putObject("flexVolume").put("driver", secret()).putObject("options").put("x", secret());
    messages(object.putObject("status"));
    return object;
  }

  private ObjectNode container() {
    ObjectNode container =
        Fixture.JSON.createObjectNode().put("name", "traefik").put("image", "traefik:v3");
    ArrayNode env = container.putArray("env");
    env.addObject().put("name", "A").put("value", secret());
    env.addObject().put("value", secret()).put("name", "B");
    env.addObject().put("name", "C").putObject("value").put("x", secret());
    env.addObject().put("name", "D").put("valueFrom", secret());
    env.addObject()
        .put("name", "D")
        .putObject("valueFrom")
        .put("x", secret())
        .put("secretKeyRef", secret());
    env.addObject().put("name", "E").put("other", secret());
    env.addObject().put("name", "MCP_CLUSTER_NAME").put("value", "https://u:" + secret() + "@x");
    env.addObject().putArray("name").add(secret());
    env.addObject().put("value", secret());
    env.add(secret()).addArray().add(secret());
    container.putArray("command").add("sh").add("-c").add(secret()).addObject().put("x", secret());
    container
        .putArray("args")
        .add("--x=" + secret())
        .add("--providers.consul.token=" + secret())
        .add("--entrypoints.web.http.redirections=http://u:" + secret() + "@x")
        .add("--providers.redis.password")
        .add(secret());
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      ObjectNode check = container.putObject(probe);
      check.putObject("exec").putArray("command").add(secret());
      check.putObject("httpGet").put("path", "/x?token=" + secret()).set("httpHeaders", headers());
    }
    ObjectNode lifecycle = container.putObject("lifecycle");
    lifecycle.putObject("postStart").putObject("exec").putArray("command").add(secret());
    lifecycle.putObject("preStop").putObject("httpGet").set("httpHeaders", headers());
    return container;
  }

  private ArrayNode headers() {
    ArrayNode headers = Fixture.JSON.createArrayNode();
    headers.addObject().put("name", "MCP_CLUSTER_NAME").put("value", secret());
    headers.add(secret());
    return headers;
  }

  private ObjectNode server() {
    ObjectNode server = object("MCPServer", "crm");
    ObjectNode spec = server.putObject("spec");
    spec.putArray("envVars").addObject().put("name", "A").put("value", secret());
    spec.putArray("secretEnvVars").addObject().put("name", "A").put("value", secret());
    spec.putObject("analytics")
        .put("ingestURL", "http://k:" + secret() + "@ingest/events")
        .put("apiKey", secret());
    spec.putObject("ingressAnnotations")
        .put("example.com/password", secret())
        .put("x", "{\"a\":\"" + secret() + "\"}");
    messages(server.putObject("status"));
    return server;
  }

  private ObjectNode subject(String kind) {
    ObjectNode object = object(kind, "crm");
    object
        .putObject("spec")
        .putObject("subject")
        .put("humanID", secret())
        .put("agentID", secret())
        .put("teamID", "t");
    return object;
  }

  private ObjectNode payload(String kind, String name) {
    ObjectNode object = object(kind, name);
    object.putObject("data").put("policy.json", secret()).putObject("odd").put("x", secret());
    object.putObject("binaryData").put("b", secret());
    object.putObject("stringData").put("s", secret());
    return object;
  }

  private ObjectNode policy() {
    ObjectNode object = object("ConfigMap", "crm-gateway-policy");
    ObjectNode policy = Fixture.JSON
        .createObjectNode()
        .put("schema_version", secret() + " ")
        .put("revision", secret());
    policy.putObject("server").put("name", secret()).put("namespace", secret());
    policy.putObject("policy").put("mode", "x " + secret());
    policy.putObject("auth").put("issuer_url", secret());
    policy.putArray("tools").addObject().put("name", secret());
    policy
        .putArray("grants")
        .addObject()
        .put("name", secret())
        .put("namespace", "n")
        .put("human_id", secret());
    policy
        .putArray("sessions")
        .addObject()
        .put("name", "s")
        .put("agent_id", secret())
        .put("human_id", secret());
    object.putObject("data").put("policy.json", Fixture.JSON.writeValueAsString(policy));
    return object;
  }

  private ObjectNode middleware() {
    ObjectNode object = object("Middleware", "auth");
    ObjectNode spec = object.putObject("spec");
    spec.putObject("headers")
        .putObject("customRequestHeaders")
        .put("X", secret())
        .putObject("Y")
        .put("z", secret());
    ObjectNode plugin = spec.putObject("plugin").putObject("p");
    for (String name : List.of(
        "password",
        "apiKey",
        "api_key",
        "API_KEY",
        "token",
        "access-token",
        "clientSecret",
        "secretAccessKey",
        "privateKey",
        "authorization",
        "auth",
        ".dockerconfigjson",
        "dockerConfigJson")) {
      plugin.put(name, secret());
    }
    plugin.putArray("passwd").add(secret());
    plugin.putObject("credentials").put("value", secret());
    return object;
  }

  private ObjectNode storageClass() {
    ObjectNode object = object("StorageClass", "fast").put("apiVersion", "storage.k8s.io/v1");
    object.putObject("parameters").put("restuserkey", secret()).putArray("x").add(secret());
    return object;
  }

  private ObjectNode unknownKind() {
    ObjectNode object = object("Mailer", "mail").put("apiVersion", "example.com/v1");
    ObjectNode spec = object.putObject("spec");
    for (String name : List.of(
        "smtpPassword",
        "SmtpPassword",
        "webhook-secret",
        "sharedSecret",
        "hmac_secret",
        "botToken",
        "signingKey",
        "ENCRYPTION_KEY",
        "connectionString",
        "dsn",
        "slackWebhookUrl",
        "sessionCookie")) {
      spec.put(name, secret());
    }
    spec.putArray("apiTokens").add(secret()).addObject().put("x", secret());
    spec.putObject("auth").put("upstreamToken", secret());
    return object;
  }

  private ObjectNode definition() {
    ObjectNode object = object("CustomResourceDefinition", "things.example.com");
    ObjectNode spec = object.putObject("spec");
    ObjectNode version = spec.putArray("versions").addObject();
    ObjectNode schema = version.putObject("schema").putObject("openAPIV3Schema");
    schema.put("description", "https://u:" + secret() + "@x").put("token", secret());
    ObjectNode thing = schema.putObject("properties").putObject("thing");
    thing.putObject("default").putObject("env").put("A", secret());
    thing.putObject("example").putArray("command").add(secret());
    spec.putObject("openAPIV3Schema").putObject("env").put("A", secret());
    spec.putObject("webhook").put("caBundle", "LS0tLS1CRUdJTi" + secret());
    return object;
  }

  private ObjectNode list(ObjectNode item) {
    ObjectNode list =
        Fixture.JSON.createObjectNode().put("kind", item.get("kind").stringValue() + "List");
    list.putObject("metadata").put("resourceVersion", "5");
    item.remove(List.of("kind", "apiVersion"));
    list.putArray("items").add(item);
    return list;
  }

  private ObjectNode object(String kind, String name) {
    ObjectNode object = Fixture.JSON.createObjectNode().put("kind", kind).put("apiVersion", "v1");
    ObjectNode metadata =
        object.putObject("metadata").put("name", name).put("namespace", "n").put("uid", "u");
    metadata
        .putObject("labels")
        .put("platform.mcpruntime.org/user-id", secret())
        .put("created-by", secret())
        .put("env", "prod");
    ObjectNode annotations = metadata.putObject("annotations");
    annotations.put(
        "kubectl.kubernetes.io/last-applied-configuration", "{\"env\":\"" + secret() + "\"}");
    annotations.put("example.com/applied", " [{\"env\":\"" + secret() + "\"}]");
    annotations.put("example.com/yaml", "apiVersion: v1\nvalue: " + secret());
    annotations.put("objectset.rio.cattle.io/applied", "H4sIAAAAAAAA/" + secret());
    annotations.put("example.com/api-key", secret());
    annotations.put("kubernetes.io/change-cause", "kubectl set env deploy/x A=" + secret());
    annotations.put(
        "nginx.ingress.kubernetes.io/configuration-snippet",
        "proxy_set_header X-Key " + secret() + ";");
    annotations.putObject("odd").put("x", secret());
    annotations.put("platform.mcpruntime.org/last-push-by", secret());
    metadata.putArray("managedFields").addObject().put("manager", secret());
    messages(annotations);
    return object;
  }

  private void messages(ObjectNode target) {
    int i = 0;
    for (String shape : SHAPES) {
      target.put("text-" + i++, shape.formatted(secret()));
    }
    ObjectNode status = target.putArray("conditions").addObject();
    status
        .put("message", SHAPES.get(0).formatted(secret()))
        .put("note", SHAPES.get(1).formatted(secret()));
    status.putObject("terminated").put("message", SHAPES.get(10).formatted(secret()));
  }

  static boolean contains(JsonNode tree) {
    return tree.toString().contains(MARK);
  }

  /** Texts with a planted secret in them, and where they stand. */
  static List<String> leaks(JsonNode tree) {
    List<String> leaks = new ArrayList<>();
    leaks("", tree, leaks);
    return leaks;
  }

  private static void leaks(String path, JsonNode node, List<String> leaks) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (member.getKey().contains(MARK)) {
        leaks.add(path + " as a name");
      }
      leaks(path + "/" + member.getKey(), member.getValue(), leaks);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        leaks(path + "/" + i, node.get(i), leaks);
      }
    } else if (node.isValueNode() && node.toString().contains(MARK)) {
      leaks.add(path + ": " + node);
    }
  }
}
