package org.mcpruntime.watcher.collector.publish;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.Scope;

/** Keys of the collector's own table. */
final class StateKeys {
  private StateKeys() {}

  static String leader(String cluster) {
    return cluster + "/leader";
  }

  static String scope(String cluster, Scope scope) {
    return scopes(cluster) + scope.text();
  }

  /** What the keys of all scopes begin with. */
  static String scopes(String cluster) {
    return cluster + "/kind/";
  }

  /** The scope of a key; null when it is not a scope's. */
  static @Nullable Scope scope(String cluster, String key) {
    if (!key.startsWith(scopes(cluster))) {
      return null;
    }
    String[] parts = key.substring(scopes(cluster).length()).split("/", -1);
    if (parts.length < 2 || parts.length > 3 || parts[1].isEmpty()) {
      return null;
    }
    KindId kind = new KindId(parts[0].equals("core") ? "" : parts[0], parts[1]);
    return new Scope(kind, parts.length == 3 ? parts[2] : "");
  }
}
