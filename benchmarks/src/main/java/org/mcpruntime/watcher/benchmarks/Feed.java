package org.mcpruntime.watcher.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * Writes the same records into several logs, each in a transaction of its own that stays open until it is published. So
 * a reader gets all of them at one moment, and what writing them takes is over by then.
 */
final class Feed implements AutoCloseable {
  private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(14);

  private final int partitions;
  private final Wire wire;
  private final Map<TopicNames, Side> sides = new HashMap<>();
  private long records;
  private long bytes;

  private static final class Side {
    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<RecordMetadata>> sends = new ArrayList<>();

    Side(KafkaProducer<String, byte[]> producer) {
      this.producer = producer;
    }
  }

  /** @param partitions of each of the topics */
  Feed(Bed bed, int partitions, List<TopicNames> topics) {
    this.partitions = partitions;
    wire = new Wire(bed);
    for (TopicNames names : topics) {
      Side side = new Side(new KafkaProducer<>(
          settings(bed.servers(), names.events()),
          new StringSerializer(),
          new ByteArraySerializer()));
      side.producer.initTransactions();
      sides.put(names, side);
    }
  }

  private static Map<String, Object> settings(String servers, String topic) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        servers,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.BATCH_SIZE_CONFIG,
        256 * 1024,
        ProducerConfig.LINGER_MS_CONFIG,
        20,
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        "feed-" + topic,
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        (int) LONGEST_TRANSACTION.toMillis());
  }

  /** Writes a record to every log, for nobody to read yet. */
  void stage(LogRecord record) {
    sides.forEach((names, side) -> {
      ProducerRecord<String, byte[]> sent = wire.of(record, names.events(), partitions);
      records++;
      bytes += sent.value().length;
      if (side.sends.isEmpty()) {
        side.producer.beginTransaction();
      }
      side.sends.add(side.producer.send(sent));
    });
  }

  /** Waits until all that is staged is at the broker. */
  void flush() {
    sides.values().forEach(side -> side.producer.flush());
  }

  /** Makes readable what is staged for one log; returns how far its readers have to come. */
  Map<TopicPartition, Long> publish(TopicNames names)
      throws InterruptedException, ExecutionException {
    Side side = sides.get(names);
    if (side == null) {
      throw new IllegalArgumentException("not fed: " + names);
    }
    side.producer.commitTransaction();
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Future<RecordMetadata> send : side.sends) {
      RecordMetadata sent = send.get();
      ends.merge(new TopicPartition(sent.topic(), sent.partition()), sent.offset() + 1, Math::max);
    }
    side.sends.clear();
    return ends;
  }

  /** Size of a record's value in the mean. */
  long valueBytes() {
    return records == 0 ? 0 : bytes / records;
  }

  @Override
  public void close() {
    sides.values().forEach(side -> side.producer.close());
  }
}
