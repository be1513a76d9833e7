package org.mcpruntime.watcher.schemas.topics;

/**
 * The key of one Kubernetes object in our topics, as text {@code <cluster>/<group or core>/<Kind>/<namespace or
 * ->/<name>}. No part may hold a slash; Kubernetes allows none in any of them.
 *
 * @param cluster configured cluster name
 * @param group API group; empty for the core group
 * @param kind object kind, such as {@code Deployment}
 * @param namespace namespace; empty for cluster-scoped objects
 * @param name object name
 */
public record ObjectKey(String cluster, String group, String kind, String namespace, String name) {
  private static final String CORE = "core";
  private static final String NONE = "-";

  public ObjectKey {
    requirePart("cluster", cluster);
    requirePart("kind", kind);
    requirePart("name", name);
    if (group.indexOf('/') >= 0 || namespace.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "slash in group \"" + group + "\" or namespace \"" + namespace + "\"");
    }
  }

  /** The text used as record key, for example {@code prod/apps/Deployment/shop/cart}. */
  public String text() {
    return cluster
        + '/'
        + (group.isEmpty() ? CORE : group)
        + '/'
        + kind
        + '/'
        + (namespace.isEmpty() ? NONE : namespace)
        + '/'
        + name;
  }

  /**
   * Reads an object key.
   *
   * @throws IllegalArgumentException if {@code text} is no object key; keys of control records are none
   */
  public static ObjectKey parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 5 || parts[1].isEmpty() || parts[1].equals(NONE) || parts[3].isEmpty()) {
      throw new IllegalArgumentException("not an object key: \"" + text + "\"");
    }
    return new ObjectKey(
        parts[0],
        parts[1].equals(CORE) ? "" : parts[1],
        parts[2],
        parts[3].equals(NONE) ? "" : parts[3],
        parts[4]);
  }

  /**
   * The key of a control record: {@code <cluster>/-/<Operation>/-/-}.
   *
   * @param operation in CamelCase, such as {@code Tick} or {@code SnapshotBegin}
   */
  public static String control(String cluster, String operation) {
    return requirePart("cluster", cluster) + "/-/" + requirePart("operation", operation) + "/-/-";
  }

  /** The cluster of an object key, a control key, or any other key that begins with {@code <cluster>/}. */
  public static String clusterOf(String text) {
    int slash = text.indexOf('/');
    return slash < 0 ? text : text.substring(0, slash);
  }

  private static String requirePart(String part, String value) {
    if (value.isEmpty() || value.indexOf('/') >= 0) {
      throw new IllegalArgumentException(part + " is empty or holds a slash: \"" + value + "\"");
    }
    return value;
  }
}
