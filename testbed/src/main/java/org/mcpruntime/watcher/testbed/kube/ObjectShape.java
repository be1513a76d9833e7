package org.mcpruntime.watcher.testbed.kube;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes objects with their members in the order of the real server: built-in types as their Go
 * structs declare them, custom types sorted by name.
 */
final class ObjectShape {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final List<String> METADATA = List.of(
      "name",
      "generateName",
      "namespace",
      "uid",
      "resourceVersion",
      "generation",
      "creationTimestamp",
      "deletionTimestamp",
      "deletionGracePeriodSeconds",
      "labels",
      "annotations",
      "ownerReferences",
      "finalizers",
      "managedFields");

  private ObjectShape() {}

  static ObjectNode parse(byte[] json) {
    return (ObjectNode) JSON.readTree(json);
  }

  /** The object under a resourceVersion, which is set in the given tree as well. */
  static StoredObject store(ResourceType type, ObjectNode object, long resourceVersion) {
    ObjectNode metadata = (ObjectNode) object.get("metadata");
    metadata.put("resourceVersion", Long.toString(resourceVersion));
    ObjectNode members = type.custom() ? sorted(object) : declared(object);
    byte[] body = JSON.writeValueAsBytes(members);
    byte[] head = head(type);
    byte[] json = new byte[head.length + body.length - 1];
    System.arraycopy(head, 0, json, 0, head.length);
    System.arraycopy(body, 1, json, head.length, body.length - 1);
    return new StoredObject(
        type,
        metadata.path("namespace").asString(""),
        metadata.path("name").asString(""),
        resourceVersion,
        json,
        head.length);
  }

  /** What leads the JSON of an object: the opening brace, kind and apiVersion with their commas. */
  static byte[] head(ResourceType type) {
    String kind = "\"kind\":\"" + type.kind() + "\",";
    String apiVersion = "\"apiVersion\":\"" + type.apiVersion() + "\",";
    String head = type.custom() ? apiVersion + kind : kind + apiVersion;
    return ("{" + head).getBytes(StandardCharsets.UTF_8);
  }

  /** Members of a built-in object without kind and apiVersion. */
  private static ObjectNode declared(ObjectNode object) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = result.putObject("metadata");
    ObjectNode given = (ObjectNode) object.get("metadata");
    for (String name : METADATA) {
      JsonNode value = given.get(name);
      if (value != null) {
        metadata.set(name, value);
      }
    }
    given.properties().forEach(member -> {
      if (!metadata.has(member.getKey())) {
        metadata.set(member.getKey(), member.getValue());
      }
    });
    JsonNode spec = object.get("spec");
    if (spec != null) {
      result.set("spec", spec);
    }
    object.properties().forEach(member -> {
      if (!isHead(member.getKey()) && !result.has(member.getKey())) {
        result.set(member.getKey(), member.getValue());
      }
    });
    return result;
  }

  /** Members of a custom object without kind and apiVersion, sorted at every depth. */
  private static ObjectNode sorted(ObjectNode object) {
    ObjectNode result = (ObjectNode) sortedNode(object);
    result.remove(List.of("kind", "apiVersion"));
    return result;
  }

  private static JsonNode sortedNode(JsonNode node) {
    if (node instanceof ObjectNode object) {
      TreeMap<String, JsonNode> members = new TreeMap<>();
      object
          .properties()
          .forEach(member -> members.put(member.getKey(), sortedNode(member.getValue())));
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      members.forEach(result::set);
      return result;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode result = JsonNodeFactory.instance.arrayNode(array.size());
      array.forEach(element -> result.add(sortedNode(element)));
      return result;
    }
    return node;
  }

  private static boolean isHead(String member) {
    return member.equals("kind") || member.equals("apiVersion");
  }

  /** Whether two trees say the same; numbers compare by value, members in any order. */
  static boolean same(JsonNode left, JsonNode right) {
    return written(left).equals(written(right));
  }

  private static JsonNode written(JsonNode node) {
    return JSON.readTree(JSON.writeValueAsBytes(node));
  }
}
