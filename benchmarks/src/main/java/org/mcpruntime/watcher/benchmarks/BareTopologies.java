package org.mcpruntime.watcher.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
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
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.ParsedRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** The baselines: what Kafka Streams takes when it does nearly nothing with the events log. */
final class BareTopologies {
  private static final String STORE = "bare-table";
  private static final int VALUE_BYTES = 200;

  private BareTopologies() {}

  /** Reads each key's value from RocksDB and writes one of 200 bytes, which goes to a changelog too. */
  static Topology table(TopicNames topics) {
    return table(topics, () -> record -> 0);
  }

  /** The same, with what nobody can do without who wants to know what a record says: it is decoded, and its facts are taken. */
  static Topology facts(TopicNames topics, Map<String, String> clients) {
    return table(topics, () -> {
      AvroDeserializer<ClusterEvent> events = new AvroDeserializer<>();
      events.configure(clients, false);
      return record -> facts(record, topics.events(), events);
    });
  }

  private static Topology table(TopicNames topics, Supplier<Look> look) {
    return new Topology()
        .addSource(
            "source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.events())
        .addProcessor("table", () -> new GetAndPut(look.get()), "source")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of()),
            "table");
  }

  private static int facts(
      Record<byte[], byte[]> record, String topic, AvroDeserializer<ClusterEvent> events) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    LogRecord.Body body =
        () -> Objects.requireNonNull(events.deserialize(topic, record.value()), key);
    try {
      return ParsedRecord.of(new LogRecord(topic, 0, 0, record.timestamp(), key, null, body))
          .facts()
          .map(Facts::hashCode)
          .orElse(0);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(key, e);
    }
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

  /** Looks into a record; gives what makes sure that it did. */
  private interface Look {
    int at(Record<byte[], byte[]> record);
  }

  // The framework calls init before anything else.
  @SuppressWarnings("NullAway.Init")
  private static final class GetAndPut implements Processor<byte[], byte[], Void, Void> {
    private final Look look;
    private KeyValueStore<Bytes, byte[]> store;

    GetAndPut(Look look) {
      this.look = look;
    }

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
      int seen = before == null ? 0 : before[VALUE_BYTES - 1] + 1;
      after[VALUE_BYTES - 1] = (byte) (seen + look.at(record));
      store.put(key, after);
    }
  }
}
