package org.mcpruntime.watcher.collector.api;

import java.util.Comparator;

/**
 * What one list covers, and one watch: a kind in all namespaces, or in one.
 *
 * @param namespace empty for all, and for kinds without namespaces
 */
public record Scope(KindId kind, String namespace) implements Comparable<Scope> {
  private static final Comparator<Scope> ORDER =
      Comparator.comparing(Scope::kind).thenComparing(Scope::namespace);

  /** The whole kind. */
  public static Scope all(KindId kind) {
    return new Scope(kind, "");
  }

  /** {@code <group or core>/<Kind>}, and {@code /<namespace>} where it is only one. */
  public String text() {
    return namespace.isEmpty() ? kind.text() : kind.text() + '/' + namespace;
  }

  @Override
  public int compareTo(Scope other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return text();
  }
}
