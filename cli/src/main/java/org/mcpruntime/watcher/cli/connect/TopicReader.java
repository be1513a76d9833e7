package org.mcpruntime.watcher.cli.connect;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.history.Unreadable;
import org.mcpruntime.watcher.schemas.serde.AvroSerde;
import org.mcpruntime.watcher.schemas.serde.RegistryException;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;

/**
 * Reads one topic of ours from its beginning, committed records only, without a group: reading leaves no trace on the
 * broker. Anybody may have written there: a record that nobody can read is told and passed over. Confined to one thread,
 * {@link #wakeup} excepted.
 */
public final class TopicReader<T extends SpecificRecord> implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * One record as it was read.
   *
   * @param value null for a tombstone
   */
  public record Row<T>(
      ConsumerRecord<byte[], byte[]> record,
      String key,
      @Nullable T value) {

    /** Milliseconds. */
    public long timestamp() {
      return record.timestamp();
    }

    /** It can be read, but means nothing. */
    public Unreadable unreadable(String why) {
      return Unreadable.of(record, why);
    }
  }

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deserializer<T> deserializer;
  private final Consumer<Unreadable> unreadable;
  private final List<TopicPartition> partitions;

  private TopicReader(
      Connection connection,
      Class<T> type,
      Consumer<Unreadable> unreadable,
      Function<KafkaConsumer<byte[], byte[]>, List<TopicPartition>> choose) {
    this.unreadable = unreadable;
    deserializer = AvroSerde.of(type, connection.registry()).deserializer();
    consumer = consumer(connection);
    partitions = choose.apply(consumer);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * All partitions, from their beginning.
   *
   * @param unreadable takes what nobody can read
   */
  public static <T extends SpecificRecord> TopicReader<T> open(
      Connection connection, String topic, Class<T> type, Consumer<Unreadable> unreadable) {
    return new TopicReader<>(
        connection, type, unreadable, consumer -> consumer.partitionsFor(topic, PATIENCE).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList());
  }

  /**
   * The partition that holds one cluster.
   *
   * @param unreadable takes what nobody can read
   */
  public static <T extends SpecificRecord> TopicReader<T> ofCluster(
      Connection connection,
      String topic,
      Class<T> type,
      String cluster,
      Consumer<Unreadable> unreadable) {
    return new TopicReader<>(connection, type, unreadable, consumer -> {
      int partitions = consumer.partitionsFor(topic, PATIENCE).size();
      return List.of(new TopicPartition(topic, ClusterPartitioner.partition(cluster, partitions)));
    });
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Connection connection) {
    Map<String, Object> settings = new TreeMap<>(connection.kafka());
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", "2000");
    settings.put("client.id", "cluster-watcher-reader");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Hands over everything up to what is the end now.
   *
   * @throws TimeoutException when the broker is there no more
   */
  public void readToEnd(Consumer<Row<T>> next) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    int silent = 0;
    for (long left = left(ends); left > 0; ) {
      consumer.poll(POLL).forEach(record -> hand(record, next));
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
  public boolean poll(Duration patience, Consumer<Row<T>> next) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
    records.forEach(record -> hand(record, next));
    return !records.isEmpty();
  }

  private void hand(ConsumerRecord<byte[], byte[]> record, Consumer<Row<T>> next) {
    Row<T> row;
    try {
      row = new Row<>(
          record,
          Unreadable.key(record),
          record.value() == null ? null : deserializer.deserialize(record.topic(), record.value()));
    } catch (RegistryException e) {
      throw e;
    } catch (SerializationException e) {
      unreadable.accept(Unreadable.of(record, String.valueOf(e.getMessage())));
      return;
    }
    next.accept(row);
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
