package org.mcpruntime.watcher.testbed.sim.world;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records who set which fields, as the API server does: objects would be half as large without.
 * Fields that a later update removed stay listed, which the real server would not do.
 */
final class ManagedFields {
  /** Metadata that belongs to the system and is never listed. */
  private static final List<String> UNMANAGED = List.of(
      "name",
      "namespace",
      "uid",
      "resourceVersion",
      "generation",
      "creationTimestamp",
      "deletionTimestamp",
      "deletionGracePeriodSeconds",
      "managedFields");

  private static final List<String> KEYS =
      List.of("type", "name", "uid", "ip", "containerPort", "port", "key");

  private ManagedFields() {}

  static void created(String manager, String time, String apiVersion, ObjectNode object) {
    ObjectNode content = content(object, false);
    ObjectNode entry = entry(manager, "", time, apiVersion);
    merge(entry.putObject("fieldsV1"), null, content);
    ArrayNode entries = Json.metadata(object).putArray("managedFields");
    entries.add(entry);
    if (object.get("status") instanceof ObjectNode status && !status.isEmpty()) {
      ObjectNode second = entry(manager, "status", time, apiVersion);
      merge(Json.child(second.putObject("fieldsV1"), "f:status"), null, status);
      entries.add(second);
    }
  }

  static void updated(
      String manager,
      String subresource,
      String time,
      String apiVersion,
      ObjectNode before,
      ObjectNode object) {
    ArrayNode entries = Json.metadata(object).get("managedFields") instanceof ArrayNode present
        ? present
        : Json.metadata(object).putArray("managedFields");
    ObjectNode entry = null;
    for (JsonNode candidate : entries) {
      if (Json.text(candidate, "manager").equals(manager)
          && Json.text(candidate, "subresource").equals(subresource)) {
        entry = (ObjectNode) candidate;
      }
    }
    if (entry == null) {
      entry = entry(manager, subresource, time, apiVersion);
      entry.putObject("fieldsV1");
      entries.add(entry);
    }
    entry.put("time", time);
    boolean status = !subresource.isEmpty();
    merge(Json.child(entry, "fieldsV1"), content(before, status), content(object, status));
  }

  private static ObjectNode entry(
      String manager, String subresource, String time, String apiVersion) {
    ObjectNode entry = Json.object();
    entry
        .put("manager", manager)
        .put("operation", manager.equals("kubectl") ? "Apply" : "Update")
        .put("apiVersion", apiVersion)
        .put("time", time)
        .put("fieldsType", "FieldsV1");
    if (!subresource.isEmpty()) {
      entry.put("subresource", subresource);
    }
    return entry;
  }

  private static ObjectNode content(ObjectNode object, boolean withStatus) {
    ObjectNode content = Json.object();
    object.properties().forEach(member -> {
      switch (member.getKey()) {
        case "apiVersion", "kind" -> {}
        case "metadata" -> {
          ObjectNode metadata = content.putObject("metadata");
          member.getValue().properties().forEach(field -> {
            if (!UNMANAGED.contains(field.getKey())) {
              metadata.set(field.getKey(), field.getValue());
            }
          });
          if (metadata.isEmpty()) {
            content.remove("metadata");
          }
        }
        case "status" -> {
          if (withStatus) {
            content.set("status", member.getValue());
          }
        }
        default -> content.set(member.getKey(), member.getValue());
      }
    });
    return content;
  }

  /** Adds the fields of the new tree that the old one lacks or has with another value. */
  private static void merge(ObjectNode fields, @Nullable JsonNode before, ObjectNode after) {
    after.properties().forEach(member -> {
      JsonNode old = before == null ? null : before.get(member.getKey());
      JsonNode value = member.getValue();
      if (value.equals(old)) {
        return;
      }
      ObjectNode field = Json.child(fields, "f:" + member.getKey());
      if (value instanceof ObjectNode object) {
        if (old == null
            && !member.getKey().equals("metadata")
            && !member.getKey().equals("spec")) {
          Json.child(field, ".");
        }
        merge(field, old, object);
      } else if (value instanceof ArrayNode array) {
        mergeArray(field, old, array);
      }
    });
  }

  /** Arrays whose elements have a known key are merged by it; others count as one value. */
  private static void mergeArray(ObjectNode field, @Nullable JsonNode before, ArrayNode after) {
    for (JsonNode element : after) {
      String key = element instanceof ObjectNode object ? key(object) : null;
      if (key == null) {
        return;
      }
      JsonNode old = null;
      if (before != null) {
        for (JsonNode candidate : before) {
          if (candidate instanceof ObjectNode object && key.equals(key(object))) {
            old = candidate;
          }
        }
      }
      if (!element.equals(old)) {
        ObjectNode part = Json.child(field, key);
        Json.child(part, ".");
        merge(part, old, (ObjectNode) element);
      }
    }
  }

  private static @Nullable String key(ObjectNode element) {
    for (String name : KEYS) {
      JsonNode value = element.get(name);
      if (value != null && (value.isString() || value.isNumber())) {
        return "k:{\"" + name + "\":" + value + "}";
      }
    }
    return null;
  }
}
