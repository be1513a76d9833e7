package org.mcpruntime.watcher.testbed.kube;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object in one version: its JSON and the little that is needed without parsing it. Immutable;
 * the bytes are shared by the store, its history and all readers, and must not be written to.
 */
final class StoredObject {
  private final ResourceType type;
  private final String namespace;
  private final String name;
  private final long resourceVersion;
  private final byte[] json;
  private final int memberOffset;

  /**
   * @param memberOffset position behind the {@code kind} and {@code apiVersion} members, which
   *     lead the JSON
   */
  StoredObject(
      ResourceType type,
      String namespace,
      String name,
      long resourceVersion,
      byte[] json,
      int memberOffset) {
    this.type = type;
    this.namespace = namespace;
    this.name = name;
    this.resourceVersion = resourceVersion;
    this.json = json;
    this.memberOffset = memberOffset;
  }

  ResourceType type() {
    return type;
  }

  String namespace() {
    return namespace;
  }

  String name() {
    return name;
  }

  /** Orders as etcd does: by namespace, then name. */
  String key() {
    return key(namespace, name);
  }

  static String key(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  long resourceVersion() {
    return resourceVersion;
  }

  byte[] json() {
    return json;
  }

  /** The object as a version of its type shows it; the versions differ only in their name. */
  byte[] json(ResourceType version) {
    if (version.version().equals(type.version())) {
      return json;
    }
    byte[] head = ObjectShape.head(version);
    byte[] shown = Arrays.copyOf(head, head.length + json.length - memberOffset);
    System.arraycopy(json, memberOffset, shown, head.length, json.length - memberOffset);
    return shown;
  }

  int memberOffset() {
    return memberOffset;
  }

  /** The same content at another position, without parsing. */
  StoredObject at(long position) {
    byte[] old = versionMember(resourceVersion);
    byte[] fresh = versionMember(position);
    int begin = indexOf(old);
    byte[] next = new byte[json.length - old.length + fresh.length];
    System.arraycopy(json, 0, next, 0, begin);
    System.arraycopy(fresh, 0, next, begin, fresh.length);
    int rest = begin + old.length;
    System.arraycopy(json, rest, next, begin + fresh.length, json.length - rest);
    return new StoredObject(type, namespace, name, position, next, memberOffset);
  }

  /** Its first occurrence is the metadata's own: quotes within strings are escaped. */
  private static byte[] versionMember(long position) {
    return ("\"resourceVersion\":\"" + position + "\"").getBytes(StandardCharsets.US_ASCII);
  }

  private int indexOf(byte[] member) {
    for (int i = memberOffset; i <= json.length - member.length; i++) {
      if (Arrays.equals(json, i, i + member.length, member, 0, member.length)) {
        return i;
      }
    }
    throw new IllegalStateException("no resourceVersion in " + key());
  }

  ObjectNode tree() {
    return ObjectShape.parse(json);
  }
}
