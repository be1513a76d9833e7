package org.mcpruntime.watcher.collector.campaign;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.testbed.process.TopicFollower;

/** Reads along in the log while collectors write it. */
final class Follower implements AutoCloseable {
  private final AvroDeserializer<ClusterEvent> events;
  private final Map<String, ClusterEvent> ticks = new ConcurrentHashMap<>();
  private final Map<String, Integer> snapshots = new ConcurrentHashMap<>();
  private final TopicFollower follower;
  private final AtomicLong lists = new AtomicLong();

  /** @param isolation {@code read_uncommitted} to see records before their transaction is committed */
  Follower(Map<String, String> kafka, String topic, String isolation) {
    events = new AvroDeserializer<>(ClusterEvent.class, RegistryClient.of(kafka));
    follower = new TopicFollower(
        kafka,
        IntStream.range(0, CollectorProcess.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList(),
        isolation,
        this::seen);
  }

  /** How many records there were so far. */
  long records() {
    return follower.records();
  }

  /** Waits for so many more records, or for the end of the limit. */
  void awaitRecords(long more, Duration limit) throws InterruptedException {
    follower.awaitRecords(more, limit);
  }

  /** Waits until one more list begins, or for the end of the limit. */
  void awaitList(Duration limit) throws InterruptedException {
    long before = lists.get();
    follower.await(() -> lists.get() > before, limit);
  }

  /** The newest TICK of a cluster. */
  @Nullable
  ClusterEvent tick(String cluster) {
    return ticks.get(cluster);
  }

  /** How many complete lists there are of a kind, as in record keys. */
  int snapshots(String cluster, String kind) {
    return snapshots.getOrDefault(cluster + '/' + kind, 0);
  }

  private void seen(ConsumerRecord<String, byte[]> record) {
    ClusterEvent event = Objects.requireNonNull(events.deserialize(record.topic(), record.value()));
    if (event.getOperation() == Operation.TICK) {
      ticks.put(event.getCluster().toString(), event);
    } else if (event.getOperation() == Operation.SNAPSHOT_BEGIN) {
      lists.incrementAndGet();
    } else if (event.getOperation() == Operation.SNAPSHOT_END) {
      String group = event.getGroup().length() == 0 ? "core" : event.getGroup().toString();
      snapshots.merge(event.getCluster() + "/" + group + '/' + event.getKind(), 1, Integer::sum);
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
