package org.mcpruntime.watcher.correlator.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store in memory, for replays and tests. Not thread-safe. */
public final class MemoryStore implements Store {

  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

  @Override
  public byte @Nullable [] get(String key) {
    return entries.get(bytes(key));
  }

  @Override
  public void put(String key, byte[] value) {
    entries.put(bytes(key), value);
  }

  @Override
  public void delete(String key) {
    entries.remove(bytes(key));
  }

  @Override
  public void scan(String prefix, Visitor visitor) {
    byte[] first = bytes(prefix);
    for (Map.Entry<byte[], byte[]> entry : entries.tailMap(first, true).entrySet()) {
      byte[] key = entry.getKey();
      if (key.length < first.length
          || !Arrays.equals(key, 0, first.length, first, 0, first.length)) {
        return;
      }
      visitor.visit(new String(key, StandardCharsets.UTF_8), entry.getValue());
    }
  }

  /** Entries held. */
  public int size() {
    return entries.size();
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
