package org.mcpruntime.watcher.checks.facts;

import org.jspecify.annotations.Nullable;

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
    return (group.isEmpty() ? "core" : group) + "/" + words();
  }

  /** {@code Deployment/shop/cart}: what a reader types. */
  public String words() {
    return kind + "/" + (namespace.isEmpty() ? "-" : namespace) + "/" + name;
  }

  /** The inverse of {@link #text()}. */
  public static ObjectRef parse(String text) {
    return parse(text, 0);
  }

  /** Of what follows {@code from}. */
  public static ObjectRef parse(String text, int from) {
    int kind = text.indexOf('/', from) + 1;
    int namespace = kind == 0 ? 0 : text.indexOf('/', kind) + 1;
    int name = namespace == 0 ? 0 : text.indexOf('/', namespace) + 1;
    if (name == 0) {
      throw new IllegalArgumentException("not an object reference: " + text.substring(from));
    }
    String group = text.substring(from, kind - 1);
    String space = text.substring(namespace, name - 1);
    return new ObjectRef(
        group.equals("core") ? "" : group,
        text.substring(kind, namespace - 1),
        space.equals("-") ? "" : space,
        text.substring(name));
  }

  /** What differs most is compared first: this is the key of every table. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ObjectRef ref
            && name.equals(ref.name)
            && namespace.equals(ref.namespace)
            && kind.equals(ref.kind)
            && group.equals(ref.group));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * name.hashCode() + namespace.hashCode()) + kind.hashCode())
        + group.hashCode();
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
