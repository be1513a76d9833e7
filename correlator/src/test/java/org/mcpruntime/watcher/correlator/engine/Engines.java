package org.mcpruntime.watcher.correlator.engine;

import java.util.EnumMap;
import java.util.Map;
import org.mcpruntime.watcher.checks.check.Check;

/** Engines with empty stores. */
final class Engines {

  private Engines() {}

  static IncidentEngine fresh(Check<?>... checks) {
    Map<StoreName, Store> stores = new EnumMap<>(StoreName.class);
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    return new IncidentEngine(ClusterScript.settings(checks), stores::get);
  }
}
