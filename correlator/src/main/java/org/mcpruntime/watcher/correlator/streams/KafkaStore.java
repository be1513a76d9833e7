package org.mcpruntime.watcher.correlator.streams;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;

/** One of the engine's stores: the part of a Kafka Streams store whose keys begin with the store's letter. */
final class KafkaStore implements Store {

  private static final StringSerializer TEXT = new StringSerializer();

  private final KeyValueStore<Bytes, byte[]> store;
  private final char letter;

  KafkaStore(StoreName name, KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    this.letter = name.letter();
  }

  @Override
  public byte @Nullable [] get(String key) {
    return store.get(key(key));
  }

  @Override
  public void put(String key, byte[] value) {
    store.put(key(key), value);
  }

  @Override
  // The store takes null for a deletion; its delete() would read the old value first.
  @SuppressWarnings({"DataFlowIssue", "NullAway"})
  public void delete(String key) {
    store.put(key(key), null);
  }

  @Override
  public void scan(String prefix, Visitor visitor) {
    try (KeyValueIterator<Bytes, byte[]> entries = store.prefixScan(letter + prefix, TEXT)) {
      while (entries.hasNext()) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        byte[] key = entry.key.get();
        visitor.visit(new String(key, 1, key.length - 1, StandardCharsets.UTF_8), entry.value);
      }
    }
  }

  private Bytes key(String key) {
    return Bytes.wrap((letter + key).getBytes(StandardCharsets.UTF_8));
  }
}
