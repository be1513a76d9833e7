package org.mcpruntime.watcher.testbed.kube;

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

  int memberOffset() {
    return memberOffset;
  }

  ObjectNode tree() {
    return ObjectShape.parse(json);
  }
}
