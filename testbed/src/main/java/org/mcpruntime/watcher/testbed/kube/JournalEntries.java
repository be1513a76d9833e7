package org.mcpruntime.watcher.testbed.kube;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of entries in a store's journal, each with its writer; the store reads them. */
final class JournalEntries {
  private JournalEntries() {}

  /** Names a type for the entries after it. */
  static byte[] type(ResourceType type, long lastChange) {
    return bytes(entry("type")
        .put("id", type.path())
        .put("group", type.group())
        .put("version", type.version())
        .put("kind", type.kind())
        .put("plural", type.plural())
        .put("namespaced", type.namespaced())
        .put("bookmarks", type.bookmarks())
        .put("lastChange", lastChange));
  }

  static ResourceType readType(JsonNode entry) {
    return new ResourceType(
        entry.get("group").asString(),
        entry.get("version").asString(),
        entry.get("kind").asString(),
        entry.get("plural").asString(),
        entry.get("namespaced").asBoolean(),
        entry.get("bookmarks").asBoolean());
  }

  static byte[] put(StoredObject object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(object.json().length + 80);
    String head = "{\"op\":\"put\",\"type\":\"" + object.type().path() + "\",\"object\":";
    out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(object.json());
    out.write('}');
    return out.toByteArray();
  }

  static byte[] delete(StoredObject object) {
    return bytes(entry("delete")
        .put("type", object.type().path())
        .put("namespace", object.namespace())
        .put("name", object.name())
        .put("resourceVersion", object.resourceVersion()));
  }

  static byte[] note(String key, @Nullable JsonNode value) {
    ObjectNode entry = entry("note").put("key", key);
    if (value != null) {
      entry.set("value", value);
    }
    return bytes(entry);
  }

  static byte[] position(long resourceVersion) {
    return bytes(entry("position").put("resourceVersion", resourceVersion));
  }

  private static ObjectNode entry(String operation) {
    return JsonNodeFactory.instance.objectNode().put("op", operation);
  }

  private static byte[] bytes(ObjectNode entry) {
    return ObjectShape.JSON.writeValueAsBytes(entry);
  }
}
