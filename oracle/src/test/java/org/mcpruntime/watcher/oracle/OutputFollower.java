package org.mcpruntime.watcher.oracle;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.process.TopicFollower;

/** Reads along in what correlators write. */
final class OutputFollower implements AutoCloseable {

  private final TopicNames topics;
  private final AvroDeserializer<WatcherStatus> statuses;
  private final Map<String, Long> ticks = new ConcurrentHashMap<>();
  private final TopicFollower follower;

  /** @param isolation {@code read_uncommitted} to see records before their transaction is committed */
  OutputFollower(Map<String, String> kafka, TopicNames topics, int partitions, String isolation) {
    this.topics = topics;
    statuses = new AvroDeserializer<>(WatcherStatus.class, RegistryClient.of(kafka));
    follower = new TopicFollower(
        kafka,
        Stream.of(topics.incidents(), topics.watcherStatus())
            .flatMap(topic -> IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition)))
            .toList(),
        isolation,
        this::seen);
  }

  long records() {
    return follower.records();
  }

  /** Waits for so many more records, or for the end of the limit; gives whether they came. */
  boolean awaitRecords(long more, Duration limit) throws InterruptedException {
    return follower.awaitRecords(more, limit);
  }

  /** Number of the newest TICK through which a cluster is evaluated; 0 when there is none. */
  long tick(String cluster) {
    return ticks.getOrDefault(cluster, 0L);
  }

  private void seen(ConsumerRecord<String, byte[]> record) {
    if (record.topic().equals(topics.watcherStatus()) && record.key().indexOf('/') < 0) {
      WatcherStatus status = statuses.deserialize(record.topic(), record.value());
      ticks.put(
          record.key(), status == null || status.getLastTick() == null ? 0L : status.getLastTick());
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
