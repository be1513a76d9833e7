package org.mcpruntime.watcher.correlator.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was used last of a table, decoded. What is not here is read from the table's store, where every change goes at once. */
final class Recent<K, V> {

  private final Map<K, V> entries;

  /** @param kept how many at most */
  Recent(int kept) {
    entries = new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > kept;
      }
    };
  }

  /** Null when it is not here. */
  @Nullable
  V get(K key) {
    return entries.get(key);
  }

  void put(K key, V value) {
    entries.put(key, value);
  }

  void remove(K key) {
    entries.remove(key);
  }
}
