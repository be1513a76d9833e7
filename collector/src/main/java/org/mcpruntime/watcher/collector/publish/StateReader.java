package org.mcpruntime.watcher.collector.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;
import org.mcpruntime.watcher.schemas.topics.RecordHeaderNames;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * Reads what is committed of one cluster. Of the table of objects only keys and headers are looked at; the values go by
 * undecoded. Other clusters share the partition and are skipped.
 */
public final class StateReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String cluster;
  private final TopicNames topics;
  private final int partitions;
  private final Map<String, String> kafka;

  public StateReader(String cluster, TopicNames topics, int partitions, Map<String, String> kafka) {
    this.cluster = cluster;
    this.topics = topics;
    this.partitions = partitions;
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * What each topic that the collector writes lacks; empty when it can begin. A wrong number of partitions cannot be put
   * right by waiting.
   */
  public List<TopicProblem> verifyTopics() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      return List.of(
              topics.events(), topics.snapshots(), topics.collectorState(), topics.deadLetters())
          .stream()
          .map(topic ->
              new TopicProblem(topic, partitions, consumer.partitionsFor(topic).size()))
          .filter(problem -> problem.found() != problem.expected())
          .toList();
    }
  }

  /**
   * A topic that is not as it must be.
   *
   * @param found how many partitions it has; 0 when it does not exist
   */
  public record TopicProblem(String topic, int expected, int found) {}

  /**
   * Reads to the end, as it is when this is called. That is the high watermark, not the last stable offset: an open
   * transaction of another cluster may stand before our own newest records, and they count.
   */
  public Committed read() {
    int partition = ClusterPartitioner.partition(cluster, partitions);
    List<TopicPartition> places = Stream.of(topics.collectorState(), topics.snapshots())
        .map(topic -> new TopicPartition(topic, partition))
        .toList();
    Map<TopicPartition, Long> ends;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
      ends = consumer.endOffsets(places);
    }
    Committed committed = new Committed();
    try (Deserializer<CollectorState> deserializer = deserializer();
        KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      for (TopicPartition place : places) {
        boolean state = place.topic().equals(topics.collectorState());
        replay(consumer, place, ends.getOrDefault(place, 0L), record -> {
          if (state) {
            state(record, deserializer, committed);
          } else {
            object(record, committed);
          }
        });
      }
    }
    return committed;
  }

  private void state(
      ConsumerRecord<byte[], byte[]> record,
      Deserializer<CollectorState> deserializer,
      Committed committed) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    boolean leader = key.equals(StateKeys.leader(cluster));
    Scope scope = StateKeys.scope(cluster, key);
    if (!leader && scope == null) {
      return;
    }
    CollectorState entry = record.value() == null
        ? null
        : deserializer.deserialize(record.topic(), record.headers(), record.value());
    if (scope == null) {
      committed.leader(entry);
    } else {
      committed.scope(scope, entry);
    }
  }

  private void object(ConsumerRecord<byte[], byte[]> record, Committed committed) {
    ObjectKey key = ObjectKey.parse(new String(record.key(), StandardCharsets.UTF_8));
    Inventory inventory = committed.inventory(new KindId(key.group(), key.kind()));
    if (record.value() == null) {
      inventory.remove(key.namespace(), key.name());
    } else {
      inventory.put(
          key.namespace(),
          key.name(),
          header(record, RecordHeaderNames.UID),
          header(record, RecordHeaderNames.RESOURCE_VERSION),
          false);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private void replay(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition place,
      long end,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    byte[] prefix = (cluster + '/').getBytes(StandardCharsets.UTF_8);
    consumer.assign(List.of(place));
    consumer.seekToBeginning(List.of(place));
    long reached = consumer.position(place);
    long since = System.nanoTime();
    while (reached < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (startsWith(record.key(), prefix)) {
          each.accept(record);
        }
      }
      long position = consumer.position(place);
      if (position > reached) {
        reached = position;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
        throw new TimeoutException("reading " + place.topic() + " made no progress");
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    return new KafkaConsumer<>(KafkaSettings.consumer(kafka, isolation));
  }

  private Deserializer<CollectorState> deserializer() {
    Map<String, Object> settings = KafkaSettings.deserializer(kafka);
    Object name = settings.get(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
    @SuppressWarnings("unchecked")
    Deserializer<CollectorState> deserializer =
        (Deserializer<CollectorState>) newInstance(String.valueOf(name));
    deserializer.configure(settings, false);
    return deserializer;
  }

  private static Deserializer<?> newInstance(String name) {
    try {
      return Utils.newInstance(name, Deserializer.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no such deserializer on the class path: " + name, e);
    }
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    if (key == null || key.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (key[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
