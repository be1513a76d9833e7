package org.mcpruntime.watcher.checks.facts;

/**
 * One object of one cluster by name. {@code group} is empty for the core group, {@code namespace} for cluster-scoped
 * objects.
 */
public record ObjectRef(String group, String kind, String namespace, String name)
    implements Comparable<ObjectRef> {

  public KindRef kindRef() {
    return new KindRef(group, kind);
  }

  /** {@code apps/Deployment/shop/cart}: the object key without the cluster. */
  public String text() {
    return (group.isEmpty() ? "core" : group) + "/" + kind + "/"
        + (namespace.isEmpty() ? "-" : namespace) + "/" + name;
  }

  /** The inverse of {@link #text()}. */
  public static ObjectRef parse(String text) {
    String[] parts = text.split("/", 4);
    if (parts.length != 4) {
      throw new IllegalArgumentException("not an object reference: " + text);
    }
    return new ObjectRef(
        parts[0].equals("core") ? "" : parts[0],
        parts[1],
        parts[2].equals("-") ? "" : parts[2],
        parts[3]);
  }

  /** By group, kind, namespace and name. */
  @Override
  public int compareTo(ObjectRef other) {
    int order = group.compareTo(other.group);
    order = order != 0 ? order : kind.compareTo(other.kind);
    order = order != 0 ? order : namespace.compareTo(other.namespace);
    return order != 0 ? order : name.compareTo(other.name);
  }
}
