package org.mcpruntime.watcher.collector.campaign;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;

/** Reads along in the log while collectors write it: to choose instants for kills, and to know when all is told. */
final class Follower implements AutoCloseable {
  private final KafkaConsumer<String, ClusterEvent> consumer;
  private final Thread thread;
  private long records;
  private long lists;
  private final Map<String, ClusterEvent> ticks = new ConcurrentHashMap<>();
  private final Map<String, Integer> snapshots = new ConcurrentHashMap<>();

  /** @param isolation {@code read_uncommitted} to see records before their transaction is committed */
  Follower(Map<String, String> kafka, String topic, String isolation) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put("isolation.level", isolation);
    config.put("auto.offset.reset", "earliest");
    config.put("fetch.max.wait.ms", 50);
    AvroDeserializer<ClusterEvent> values =
        new AvroDeserializer<>(ClusterEvent.class, RegistryClient.of(config));
    consumer = new KafkaConsumer<>(config, new StringDeserializer(), values);
    consumer.assign(IntStream.range(0, CollectorProcess.PARTITIONS)
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList());
    thread = new Thread(this::follow, "follower-" + isolation);
    thread.setDaemon(true);
    thread.start();
  }

  /** How many records there were so far. */
  synchronized long records() {
    return records;
  }

  /** Waits for so many more records, or for the end of the limit. */
  synchronized void awaitRecords(long more, Duration limit) throws InterruptedException {
    long wanted = records + more;
    long end = System.nanoTime() + limit.toNanos();
    while (records < wanted && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
    }
  }

  /** Waits until one more list begins, or for the end of the limit. */
  synchronized void awaitList(Duration limit) throws InterruptedException {
    long wanted = lists + 1;
    long end = System.nanoTime() + limit.toNanos();
    while (lists < wanted && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
    }
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

  private void follow() {
    try {
      while (true) {
        for (ConsumerRecord<String, ClusterEvent> record : consumer.poll(Duration.ofSeconds(1))) {
          seen(record.value());
        }
      }
    } catch (WakeupException e) {
      consumer.close();
    }
  }

  private synchronized void seen(ClusterEvent event) {
    if (event.getOperation() == Operation.TICK) {
      ticks.put(event.getCluster().toString(), event);
    } else if (event.getOperation() == Operation.SNAPSHOT_BEGIN) {
      lists++;
    } else if (event.getOperation() == Operation.SNAPSHOT_END) {
      String group = event.getGroup().length() == 0 ? "core" : event.getGroup().toString();
      snapshots.merge(event.getCluster() + "/" + group + '/' + event.getKind(), 1, Integer::sum);
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
