package org.mcpruntime.watcher.collector.api;

import java.util.Comparator;

/**
 * A kind of object, whatever version it is served in.
 *
 * @param group API group; empty for the core group
 * @param kind such as {@code Pod}
 */
public record KindId(String group, String kind) implements Comparable<KindId> {
  private static final Comparator<KindId> ORDER =
      Comparator.comparing(KindId::group).thenComparing(KindId::kind);

  public KindId {
    if (kind.isEmpty() || kind.indexOf('/') >= 0 || group.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a kind: \"" + group + "/" + kind + "\"");
    }
  }

  /** {@code <group or core>/<Kind>}, as in record keys. */
  public String text() {
    return (group.isEmpty() ? "core" : group) + '/' + kind;
  }

  @Override
  public int compareTo(KindId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return text();
  }
}
