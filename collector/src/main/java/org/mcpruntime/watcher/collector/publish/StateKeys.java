package org.mcpruntime.watcher.collector.publish;

import org.mcpruntime.watcher.collector.api.KindId;

/** Keys of the collector's own table. */
final class StateKeys {
  private StateKeys() {}

  static String leader(String cluster) {
    return cluster + "/leader";
  }

  static String kind(String cluster, KindId kind) {
    return cluster + "/kind/" + kind.text();
  }
}
