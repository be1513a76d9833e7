package org.mcpruntime.watcher.checks.facts;

/** A kind, whatever its version. {@code group} is empty for the core group. */
public record KindRef(String group, String kind) implements Comparable<KindRef> {

  /** {@code apps/Deployment}, {@code core/Pod}. */
  public String text() {
    return named() + "/" + kind;
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
