package org.mcpruntime.watcher.schemas.redaction;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects that nobody would write: names that mean something in places where they mean something else. */
final class RandomObjects {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> HEADS = List.of(
      "v1 Pod",
      "apps/v1 Deployment",
      "v1 ConfigMap",
      "v1 Secret",
      "storage.k8s.io/v1 StorageClass",
      "apiextensions.k8s.io/v1 CustomResourceDefinition",
      "example.com/v1 Mailer",
      "mcpruntime.org/v1alpha1 MCPServer");

  private static final List<String> NAMES = List.of(
      "annotations",
      "apiKey",
      "API_KEY",
      "args",
      "auth",
      "binaryData",
      "botToken",
      "command",
      "configMapKeyRef",
      "containers",
      "created-by",
      "credentials",
      "customRequestHeaders",
      "data",
      "default",
      "env",
      "envVars",
      "example",
      "example.com/token",
      "flexVolume",
      "httpHeaders",
      "humanID",
      "image",
      "ingressAnnotations",
      "key",
      "kubernetes.io/change-cause",
      "kubectl.kubernetes.io/last-applied-configuration",
      "labels",
      "managedFields",
      "message",
      "name",
      "note",
      "a/b~c",
      "ü €",
      "openAPIV3Schema",
      "optional",
      "parameters",
      "password",
      "platform.mcpruntime.org/user-id",
      "schema",
      "secret",
      "secretKeyRef",
      "secretName",
      "selector",
      "signingKey",
      "spec",
      "status",
      "stringData",
      "template",
      "token",
      "value",
      "valueFrom",
      "versions",
      "volumeAttributes",
      "x-snippet",
      "");

  private static final List<String> TEXTS = List.of(
      "",
      "plain",
      "MCP_CLUSTER_NAME",
      "KEY",
      "traefik",
      "--providers.docker",
      "--providers.x.token=abc",
      "--entrypoints.web.address=:80",
      "--port=1",
      "password=abc",
      "https://u:p@host/x",
      "Bearer abc.def",
      "{\"a\":1}",
      " [1]",
      "apiVersion: v1",
      "H4sIAAAAAAAA/abcdefgh",
      "registry.local/token:1.2",
      "a\u0000b\n\t\"\\/",
      "é 世 \ud83d\ude00",
      "token is missing",
      "AKIAIOSFODNN7EXAMPLE",
      "glpat-A1b2c3d4e5f6g7",
      "eyJhbGciOiJIUzI1NiJ9.e30.x",
      "-----BEGIN KEY-----\nabc",
      "x".repeat(300));

  private final Random random;

  RandomObjects(long seed) {
    // Neighbouring seeds begin with nearly the same numbers, unless they are spread.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  /** An object with kind, API version and metadata. */
  ObjectNode object(int size) {
    String[] head = pick(HEADS).split(" ", -1);
    ObjectNode object = JSON.objectNode().put("kind", head[1]).put("apiVersion", head[0]);
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", random.nextInt(3) == 0 ? "a-gateway-policy" : "name").put("uid", "u");
    metadata.put("namespace", "n").put("resourceVersion", "1");
    if (head[1].equals("ConfigMap")) {
      ObjectNode data = object.putObject(random.nextBoolean() ? "data" : "binaryData");
      data.set("policy.json", leaf());
      members(data, size / 8, 1);
    }
    members(metadata, size / 8, 1);
    members(object, size, 0);
    return object;
  }

  private void members(ObjectNode object, int size, int depth) {
    int left = size;
    while (left > 0) {
      int part = Math.min(left, 1 + random.nextInt(1 + left));
      String name = pick(NAMES);
      if (!object.has(name) && !(depth == 1 && name.equals("name"))) {
        object.set(name, value(part, depth + 1));
      }
      left -= part;
    }
  }

  private JsonNode value(int size, int depth) {
    if (size <= 1 || depth > 60) {
      return leaf();
    }
    if (random.nextInt(3) == 0) {
      ArrayNode array = JSON.arrayNode();
      int left = size - 1;
      while (left > 0) {
        int part = Math.min(left, 1 + random.nextInt(1 + left));
        array.add(value(part, depth + 1));
        left -= part;
      }
      return array;
    }
    ObjectNode object = JSON.objectNode();
    members(object, size - 1, depth + 1);
    return object;
  }

  private JsonNode leaf() {
    return switch (random.nextInt(8)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt());
      case 3 -> random.nextBoolean() ? JSON.objectNode() : JSON.arrayNode();
      default -> JSON.stringNode(pick(TEXTS));
    };
  }

  /** The bytes of a value with white space and escapes anywhere; now and then a member stands twice. */
  byte[] write(JsonNode value) {
    StringBuilder out = new StringBuilder();
    write(out, value, false);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write(StringBuilder out, JsonNode value, boolean repeats) {
    gap(out);
    if (value.isObject()) {
      String before = "{";
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        for (int times = repeats && random.nextInt(20) == 0 ? 2 : 1; times > 0; times--) {
          out.append(before);
          gap(out);
          text(out, member.getKey());
          gap(out);
          out.append(':');
          write(out, member.getValue(), true);
          before = ",";
        }
      }
      out.append(before.equals("{") ? "{" : "");
      gap(out);
      out.append('}');
    } else if (value.isArray()) {
      out.append('[');
      for (int i = 0; i < value.size(); i++) {
        out.append(i == 0 ? "" : ",");
        write(out, value.get(i), true);
      }
      gap(out);
      out.append(']');
    } else if (value.isString()) {
      text(out, value.stringValue());
    } else {
      out.append(value);
    }
    gap(out);
  }

  private void gap(StringBuilder out) {
    if (random.nextInt(6) == 0) {
      out.append(pick(List.of(" ", "\n", "\t\r\n  ")));
    }
  }

  private void text(StringBuilder out, String text) {
    int escaped = random.nextInt(4) == 0 ? 2 : 40;
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lone = Character.isSurrogate(c);
      if (c < ' ' || c == '"' || c == '\\' || (!lone && random.nextInt(escaped) == 0)) {
        out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
