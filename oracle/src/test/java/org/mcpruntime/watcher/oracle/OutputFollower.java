package org.mcpruntime.watcher.oracle;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** Reads along in what correlators write: to choose instants for kills, and to know how far they are. */
final class OutputFollower implements AutoCloseable {

  private final TopicNames topics;
  private final AvroDeserializer<WatcherStatus> statuses;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Thread thread;
  private final Map<String, Long> ticks = new HashMap<>();
  private long records;

  /** @param isolation {@code read_uncommitted} to see records before their transaction is committed */
  OutputFollower(Map<String, String> kafka, TopicNames topics, int partitions, String isolation) {
    this.topics = topics;
    statuses = new AvroDeserializer<>(WatcherStatus.class, RegistryClient.of(kafka));
    consumer = new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            kafka.getOrDefault("bootstrap.servers", ""),
            "isolation.level",
            isolation,
            "auto.offset.reset",
            "earliest",
            "fetch.max.wait.ms",
            50),
        new StringDeserializer(),
        new ByteArrayDeserializer());
    consumer.assign(Stream.of(topics.incidents(), topics.watcherStatus())
        .flatMap(topic -> IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition)))
        .toList());
    thread = new Thread(this::follow, "follower-" + isolation);
    thread.setDaemon(true);
    thread.start();
  }

  synchronized long records() {
    return records;
  }

  /** Waits for so many more records, or for the end of the limit; gives whether they came. */
  synchronized boolean awaitRecords(long more, Duration limit) throws InterruptedException {
    long wanted = records + more;
    long end = System.nanoTime() + limit.toNanos();
    while (records < wanted && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
    }
    return records >= wanted;
  }

  /** Number of the newest TICK through which a cluster is evaluated; 0 when there is none. */
  synchronized long tick(String cluster) {
    return ticks.getOrDefault(cluster, 0L);
  }

  private void follow() {
    try {
      while (true) {
        consumer.poll(Duration.ofSeconds(1)).forEach(this::seen);
      }
    } catch (WakeupException e) {
      consumer.close();
    }
  }

  private synchronized void seen(ConsumerRecord<String, byte[]> record) {
    if (record.topic().equals(topics.watcherStatus()) && record.key().indexOf('/') < 0) {
      WatcherStatus status = statuses.deserialize(record.topic(), record.value());
      ticks.put(
          record.key(), status == null || status.getLastTick() == null ? 0L : status.getLastTick());
    }
    records++;
    notifyAll();
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
