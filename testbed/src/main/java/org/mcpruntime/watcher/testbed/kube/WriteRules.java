package org.mcpruntime.watcher.testbed.kube;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.mcpruntime.watcher.testbed.kube.StoreException.Reason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API server makes of an object that is written: its name, its uid, its generation, and whether it may be written at
 * all. What it makes up follows from what, where and when, so that a repeated history has the same names and uids.
 */
final class WriteRules {
  private static final int SUFFIX_LENGTH = 5;
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private WriteRules() {}

  /** A copy as deep as the store changes it. */
  static ObjectNode withOwnMetadata(ResourceType type, ObjectNode object) {
    if (object.get("metadata") instanceof ObjectNode metadata) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      result.setAll(object);
      result.set("metadata", metadata.deepCopy());
      return result;
    }
    throw new StoreException(Reason.INVALID, type.kind() + " without metadata");
  }

  static String key(ResourceType type, ObjectNode metadata) {
    String name = metadata.path("name").asString("");
    String namespace = metadata.path("namespace").asString("");
    if (name.isEmpty() || namespace.isEmpty() == type.namespaced()) {
      throw new StoreException(
          Reason.INVALID,
          "%s needs a name and %s namespace: \"%s\" in \"%s\""
              .formatted(type.kind(), type.namespaced() ? "a" : "no", name, namespace));
    }
    return StoredObject.key(namespace, name);
  }

  /** Gives a name that begins with {@code metadata.generateName} where there is none. */
  static void nameIfGenerated(ObjectNode metadata, long position, Instant now) {
    String prefix = metadata.path("generateName").asString("");
    if (metadata.has("name") || prefix.isEmpty()) {
      return;
    }
    StringBuilder name = new StringBuilder(prefix);
    long bits = uid(ResourceTypes.NAMESPACE, prefix, position, now).hashCode() & 0x7fffffffL;
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      name.append(SUFFIX_LETTERS.charAt((int) (bits % SUFFIX_LETTERS.length())));
      bits /= SUFFIX_LETTERS.length();
    }
    metadata.put("name", name.toString());
  }

  /** Unique in a store: no two writes have one position. */
  static String uid(ResourceType type, String key, long position, Instant now) {
    String source = type.path() + " " + key + " " + position + " " + now;
    String hash =
        UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8)).toString();
    // Version 4, as the real server's; the generated one says 3.
    return hash.substring(0, 14) + "4" + hash.substring(15);
  }

  /** Refuses an update of another object, or of another version, than the stored one. */
  static void requireStored(ResourceType type, String key, ObjectNode given, ObjectNode stored) {
    for (String guarded : List.of("resourceVersion", "uid")) {
      JsonNode value = given.get(guarded);
      if (value != null && !value.equals(stored.get(guarded))) {
        throw new StoreException(
            Reason.CONFLICT,
            "the object has been modified: %s \"%s\", %s %s is not %s"
                .formatted(type.plural(), key, guarded, value, stored.get(guarded)));
      }
    }
  }

  /** What no update changes. */
  static void keepIdentity(ObjectNode metadata, ObjectNode stored) {
    for (String kept : List.of("uid", "creationTimestamp", "generation", "resourceVersion")) {
      JsonNode value = stored.get(kept);
      if (value != null) {
        metadata.set(kept, value);
      }
    }
  }

  /** Desired state: the spec; without one, all but metadata and status. */
  static boolean sameDesiredState(ObjectNode before, ObjectNode after) {
    return ObjectShape.same(desiredState(before), desiredState(after));
  }

  private static JsonNode desiredState(ObjectNode object) {
    JsonNode spec = object.get("spec");
    if (spec != null) {
      return spec;
    }
    ObjectNode rest = object.deepCopy();
    rest.remove(List.of("kind", "apiVersion", "metadata", "status"));
    return rest;
  }
}
