package org.mcpruntime.watcher.correlator.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was used last of a table, decoded. What is not here is read from the table's store, where every change goes at once. */
final class Recent<K, V> {

  private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final int kept;
  private final Share share;

  /** @param kept how many at most, of all that share them */
  Recent(int kept, Share share) {
    this.kept = kept;
    this.share = share;
  }

  /** Null when it is not here. */
  @Nullable
  V get(K key) {
    return entries.get(key);
  }

  void put(K key, V value) {
    entries.put(key, value);
    int most = share.of(kept);
    for (Iterator<V> eldest = entries.values().iterator(); entries.size() > most; ) {
      eldest.next();
      eldest.remove();
    }
  }

  void remove(K key) {
    entries.remove(key);
  }
}
