package org.mcpruntime.watcher.testbed.sim.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads and builds the trees that objects are made of. */
public final class Json {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** A tree from a YAML text with one document. */
  public static ObjectNode yaml(String text) {
    return (ObjectNode) YAML.readTree(text);
  }

  /** The trees of a YAML text with documents separated by lines of three dashes. */
  public static List<ObjectNode> documents(String text) {
    List<ObjectNode> result = new ArrayList<>();
    for (String document : text.split("(?m)^---\\s*$", -1)) {
      if (!document.isBlank()) {
        result.add(yaml(document));
      }
    }
    return result;
  }

  /** The node at a path; a missing node when there is none. */
  public static JsonNode at(JsonNode node, String... path) {
    JsonNode result = node;
    for (String name : path) {
      result = result.path(name);
    }
    return result;
  }

  /** The text at a path; empty when there is none. */
  public static String text(JsonNode node, String... path) {
    JsonNode value = at(node, path);
    return value.isString() ? value.stringValue() : "";
  }

  /** The number at a path, or the default. */
  public static int number(JsonNode node, int defaultValue, String... path) {
    JsonNode value = at(node, path);
    return value.isNumber() ? value.intValue() : defaultValue;
  }

  public static boolean flag(JsonNode node, String... path) {
    JsonNode value = at(node, path);
    return value.isBoolean() && value.booleanValue();
  }

  /** The object under a name, made when it is missing. */
  public static ObjectNode child(ObjectNode node, String name) {
    return node.get(name) instanceof ObjectNode present ? present : node.putObject(name);
  }

  public static ObjectNode metadata(ObjectNode object) {
    return child(object, "metadata");
  }

  public static String name(JsonNode object) {
    return text(object, "metadata", "name");
  }

  public static String namespace(JsonNode object) {
    return text(object, "metadata", "namespace");
  }

  public static String uid(JsonNode object) {
    return text(object, "metadata", "uid");
  }

  public static boolean isDeleting(JsonNode object) {
    return !text(object, "metadata", "deletionTimestamp").isEmpty();
  }

  /** The element of an array whose member has this text; null when there is none. */
  public static @Nullable ObjectNode element(JsonNode array, String member, String value) {
    for (JsonNode element : array) {
      if (text(element, member).equals(value)) {
        return (ObjectNode) element;
      }
    }
    return null;
  }

  /** The condition of a type in {@code status.conditions}; null when there is none. */
  public static @Nullable ObjectNode condition(JsonNode object, String type) {
    return element(at(object, "status", "conditions"), "type", type);
  }

  public static boolean conditionIs(JsonNode object, String type, String status) {
    ObjectNode condition = condition(object, type);
    return condition != null && text(condition, "status").equals(status);
  }

  /** Whether labels contain all members of a selector; an empty selector selects nothing here. */
  public static boolean selects(JsonNode selector, JsonNode labels) {
    if (!selector.isObject() || selector.isEmpty()) {
      return false;
    }
    return selector.properties().stream()
        .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
  }
}
