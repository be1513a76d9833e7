package org.mcpruntime.watcher.checks.facts;

import org.jspecify.annotations.Nullable;

/** A kind, whatever its version. {@code group} is empty for the core group. */
public record KindRef(String group, String kind) implements Comparable<KindRef> {

  /** An object of this kind; {@code namespace} is empty where the kind has none. */
  public ObjectRef object(String namespace, String name) {
    return new ObjectRef(group, kind, namespace, name);
  }

  /** {@code apps/Deployment}, {@code core/Pod}. */
  public String text() {
    return named() + "/" + kind;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof KindRef ref && kind.equals(ref.kind) && group.equals(ref.group));
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + group.hashCode();
  }

  /** By group, then kind. */
  @Override
  public int compareTo(KindRef other) {
    int order = named().compareTo(other.named());
    return order != 0 ? order : kind.compareTo(other.kind);
  }

  private String named() {
    return group.isEmpty() ? "core" : group;
  }
}
