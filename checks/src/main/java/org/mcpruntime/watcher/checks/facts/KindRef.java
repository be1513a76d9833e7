package org.mcpruntime.watcher.checks.facts;

/** A kind, whatever its version. {@code group} is empty for the core group. */
public record KindRef(String group, String kind) implements Comparable<KindRef> {

  /** {@code apps/Deployment}, {@code core/Pod}. */
  public String text() {
    return (group.isEmpty() ? "core" : group) + "/" + kind;
  }

  @Override
  public int compareTo(KindRef other) {
    return text().compareTo(other.text());
  }
}
