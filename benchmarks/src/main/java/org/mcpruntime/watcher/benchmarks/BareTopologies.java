package org.mcpruntime.watcher.benchmarks;

import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** The baselines: what Kafka Streams takes when it does nearly nothing with the events log. */
final class BareTopologies {
  private static final String STORE = "bare-table";
  private static final int VALUE_BYTES = 200;

  private BareTopologies() {}

  /** Reads each key's value from RocksDB and writes one of 200 bytes, which goes to a changelog too. */
  static Topology table(TopicNames topics) {
    return new Topology()
        .addSource(
            "source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.events())
        .addProcessor("table", GetAndPut::new, "source")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of()),
            "table");
  }

  /** Writes each record as it came to another topic. */
  static Topology passThrough(TopicNames topics) {
    return new Topology()
        .addSource(
            "source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.events())
        .addSink(
            "sink",
            topics.incidents(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            "source");
  }

  // The framework calls init before anything else.
  @SuppressWarnings("NullAway.Init")
  private static final class GetAndPut implements Processor<byte[], byte[], Void, Void> {
    private KeyValueStore<Bytes, byte[]> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      Bytes key = Bytes.wrap(record.key());
      byte[] before = store.get(key);
      byte[] after = Arrays.copyOf(record.value(), VALUE_BYTES);
      // What was read has a part in what is written, so that it must have been read.
      after[VALUE_BYTES - 1] = (byte) (before == null ? 0 : before[VALUE_BYTES - 1] + 1);
      store.put(key, after);
    }
  }
}
