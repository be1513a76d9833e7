package org.mcpruntime.watcher.cli.connect;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.mcpruntime.watcher.schemas.serde.AvroSerde;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;

/**
 * Reads one topic of ours from its beginning, committed records only, without a group: reading leaves no trace on the
 * broker. Confined to one thread, {@link #wakeup} excepted.
 */
public final class TopicReader<T extends SpecificRecord> implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<String, T> consumer;
  private final List<TopicPartition> partitions;

  private TopicReader(KafkaConsumer<String, T> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.partitions = List.copyOf(partitions);
  }

  /** All partitions, from their beginning. */
  public static <T extends SpecificRecord> TopicReader<T> open(
      Connection connection, String topic, Class<T> type) {
    KafkaConsumer<String, T> consumer = consumer(connection, type);
    List<TopicPartition> partitions = consumer.partitionsFor(topic, PATIENCE).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
    return begin(consumer, partitions);
  }

  /** The partition that holds one cluster. */
  public static <T extends SpecificRecord> TopicReader<T> ofCluster(
      Connection connection, String topic, Class<T> type, String cluster) {
    KafkaConsumer<String, T> consumer = consumer(connection, type);
    int partitions = consumer.partitionsFor(topic, PATIENCE).size();
    return begin(
        consumer,
        List.of(new TopicPartition(topic, ClusterPartitioner.partition(cluster, partitions))));
  }

  private static <T extends SpecificRecord> TopicReader<T> begin(
      KafkaConsumer<String, T> consumer, List<TopicPartition> partitions) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new TopicReader<>(consumer, partitions);
  }

  private static <T extends SpecificRecord> KafkaConsumer<String, T> consumer(
      Connection connection, Class<T> type) {
    Map<String, Object> settings = new TreeMap<>(connection.kafka());
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", "2000");
    settings.put("client.id", "cluster-watcher-reader");
    return new KafkaConsumer<>(
        settings,
        new StringDeserializer(),
        AvroSerde.of(type, connection.registry()).deserializer());
  }

  /**
   * Hands over everything up to what is the end now; null values are tombstones.
   *
   * @throws TimeoutException when the broker is there no more
   */
  public void readToEnd(Consumer<ConsumerRecord<String, T>> next) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    int silent = 0;
    for (long left = left(ends); left > 0; ) {
      consumer.poll(POLL).forEach(next);
      long now = left(ends);
      silent = now < left ? 0 : silent + 1;
      left = now;
      if (silent > PATIENCE.dividedBy(POLL)) {
        throw new TimeoutException(
            partitions.get(0).topic() + " gave nothing for " + PATIENCE.toSeconds() + "s");
      }
    }
  }

  /** Offsets between where we are and where it ends. */
  private long left(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey(), PATIENCE)))
        .sum();
  }

  /** Waits at most this long for more; false when nothing came. Throws WakeupException after {@link #wakeup}. */
  public boolean poll(Duration patience, Consumer<ConsumerRecord<String, T>> next) {
    ConsumerRecords<String, T> records = consumer.poll(patience);
    records.forEach(next);
    return !records.isEmpty();
  }

  /** Goes on from the first record of that time or later. */
  public void seekToTime(long epochMillis) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, epochMillis));
    consumer.offsetsForTimes(times, PATIENCE).forEach((partition, found) -> {
      if (found == null) {
        consumer.seekToEnd(List.of(partition));
      } else {
        consumer.seek(partition, found.offset());
      }
    });
  }

  /** Ends a waiting {@link #poll} from another thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
