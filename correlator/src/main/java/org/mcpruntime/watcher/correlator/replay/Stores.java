package org.mcpruntime.watcher.correlator.replay;

import java.util.EnumMap;
import java.util.Map;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.MemoryStore;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;

/** What an engine off line remembers, in memory: bounded by the objects of one cluster. */
final class Stores {

  private final Map<StoreName, Store> stores = new EnumMap<>(StoreName.class);

  Stores() {
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
  }

  /** An engine that goes on with what is stored. */
  IncidentEngine engine(EngineSettings settings) {
    return engine(settings, settings.rules().hash(settings.factsVersion()));
  }

  /** @param rulesHash what incidents name their rules by */
  IncidentEngine engine(EngineSettings settings, String rulesHash) {
    return new IncidentEngine(settings, rulesHash, name -> {
      Store store = stores.get(name);
      if (store == null) {
        throw new IllegalStateException(name.text());
      }
      return store;
    });
  }
}
