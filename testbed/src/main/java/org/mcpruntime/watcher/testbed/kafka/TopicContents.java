package org.mcpruntime.watcher.testbed.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** All that a topic holds. */
public final class TopicContents {
  /** More than a transaction may last: what its writer leaves open, the broker ends. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration POLL = Duration.ofMillis(100);

  private TopicContents() {}

  /** Everything committed up to now, by partition and offset. */
  public static <K, V> List<ConsumerRecord<K, V>> committed(
      Map<String, ?> kafka, String topic, Deserializer<K> keys, Deserializer<V> values) {
    return read(kafka, topic, "read_committed", keys, values);
  }

  /** Everything written up to now, by partition and offset; what was never committed, too. */
  public static <K, V> List<ConsumerRecord<K, V>> written(
      Map<String, ?> kafka, String topic, Deserializer<K> keys, Deserializer<V> values) {
    return read(kafka, topic, "read_uncommitted", keys, values);
  }

  /** Those of one cluster. */
  public static <V> List<ConsumerRecord<String, V>> ofCluster(
      String cluster, List<ConsumerRecord<String, V>> records) {
    return records.stream()
        .filter(record -> record.key().startsWith(cluster + "/"))
        .toList();
  }

  private static <K, V> List<ConsumerRecord<K, V>> read(
      Map<String, ?> kafka,
      String topic,
      String isolation,
      Deserializer<K> keys,
      Deserializer<V> values) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    List<ConsumerRecord<K, V>> records = new ArrayList<>();
    try (KafkaConsumer<K, V> consumer = new KafkaConsumer<>(settings, keys, values)) {
      List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
          .map(info -> new TopicPartition(topic, info.partition()))
          .sorted(Comparator.comparingInt(TopicPartition::partition))
          .toList();
      Map<TopicPartition, Long> ends = ends(kafka, partitions);
      for (TopicPartition partition : partitions) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        read(consumer, partition, ends.getOrDefault(partition, 0L), records);
      }
    }
    return records;
  }

  private static <K, V> void read(
      KafkaConsumer<K, V> consumer,
      TopicPartition partition,
      long end,
      List<ConsumerRecord<K, V>> records) {
    long last = System.nanoTime();
    for (long position = consumer.position(partition); position < end; ) {
      ConsumerRecords<K, V> batch = consumer.poll(POLL);
      batch.forEach(records::add);
      long next = consumer.position(partition);
      if (next > position) {
        position = next;
        last = System.nanoTime();
      } else if (System.nanoTime() - last > PATIENCE.toNanos()) {
        throw new IllegalStateException("a reader of " + partition + " stands still at offset "
            + position + " of " + end + ": a transaction that nobody ends");
      }
    }
  }

  /** Behind everything written: a commit is answered before it is marked, and so before committed readers see it. */
  private static Map<TopicPartition, Long> ends(
      Map<String, ?> kafka, List<TopicPartition> partitions) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
        Map.copyOf(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(partitions);
    }
  }
}
