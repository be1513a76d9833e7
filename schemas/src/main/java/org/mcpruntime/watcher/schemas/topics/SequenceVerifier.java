package org.mcpruntime.watcher.schemas.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.serde.RegistryException;

/**
 * Reads a log of events from its beginning to where it ended when the reading began, and proves that per cluster no
 * record is missing, repeated, out of order, stamped backwards or in a wrong partition. Memory does not grow with the
 * log. Commits no offsets and joins no group.
 */
public final class SequenceVerifier {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int SILENT_POLLS = 30;

  private final Map<String, Object> config;
  private final RegistryClient registry;

  /** Told after each batch, by the thread that verifies. */
  public interface Progress {
    /**
     * How far it is.
     *
     * @param records read until now
     * @param offsetsDone offsets passed; some hold no record
     * @param offsetsTotal offsets to pass
     */
    void read(long records, long offsetsDone, long offsetsTotal);
  }

  /**
   * A verifier over these client settings.
   *
   * @param kafka client settings, at least {@code bootstrap.servers}
   */
  public SequenceVerifier(Map<String, ?> kafka, RegistryClient registry) {
    this.config = new HashMap<>(kafka);
    this.registry = registry;
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
  }

  /**
   * Reads the log.
   *
   * @throws UnknownTopicOrPartitionException if there is no such topic
   * @throws TimeoutException if the broker gives nothing for {@value #SILENT_POLLS} seconds
   * @throws RegistryException if the registry does not tell the schemas
   */
  public SequenceReport verify(String topic, Progress progress) {
    Map<String, SequenceCheck> clusters = new TreeMap<>();
    long unreadable = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        AvroDeserializer<ClusterEvent> values =
            new AvroDeserializer<>(ClusterEvent.class, registry)) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      long total = left(consumer, ends);
      long records = 0;
      int silent = 0;
      for (long left = left(consumer, ends); left > 0; left = left(consumer, ends)) {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
        silent = batch.isEmpty() && left(consumer, ends) == left ? silent + 1 : 0;
        if (silent == SILENT_POLLS) {
          throw new TimeoutException("no records of " + topic + " for " + SILENT_POLLS
              + " seconds, " + left + " offsets before the end");
        }
        for (ConsumerRecord<byte[], byte[]> record : batch) {
          if (record.offset()
              < ends.getOrDefault(new TopicPartition(topic, record.partition()), 0L)) {
            records++;
            unreadable += accept(record, values, clusters, partitions.size()) ? 0 : 1;
          }
        }
        progress.read(records, total - left(consumer, ends), total);
      }
    }
    return new SequenceReport(
        topic, clusters.values().stream().map(SequenceCheck::result).toList(), unreadable);
  }

  /** Gives false if the record cannot be read. */
  private static boolean accept(
      ConsumerRecord<byte[], byte[]> record,
      AvroDeserializer<ClusterEvent> values,
      Map<String, SequenceCheck> clusters,
      int partitions) {
    ClusterEvent event;
    try {
      event = values.deserialize(record.topic(), record.value());
    } catch (RegistryException e) {
      throw e;
    } catch (SerializationException e) {
      return false;
    }
    if (event == null) {
      return false;
    }
    String cluster = event.getCluster().toString();
    clusters
        .computeIfAbsent(cluster, SequenceCheck::new)
        .accept(
            event.getSequence(),
            event.getObservedAt().toEpochMilli(),
            record.timestamp(),
            record.partition() == ClusterPartitioner.partition(cluster, partitions),
            event.getOperation() == Operation.FORGET);
    return true;
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist");
    }
    return partitions;
  }

  /** Offsets still to pass. A partition's position passes the marks of transactions too. */
  private static long left(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
        .sum();
  }
}
