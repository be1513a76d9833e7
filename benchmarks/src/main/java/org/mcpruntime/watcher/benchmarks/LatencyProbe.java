package org.mcpruntime.watcher.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes at a fixed rate and times each write until a read_committed reader has its record; both ends on one clock, in a
 * process that is not the measured one. A writer that cannot keep the rate goes on as fast as it can, and each write
 * counts from when it really began: what waits for the writer is not in the figure.
 */
final class LatencyProbe implements AutoCloseable {
  /** The header in which the collector's records carry what a write returns here. */
  static final String ID_HEADER = "resourceVersion";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Function<ConsumerRecord<byte[], byte[]>, @Nullable String> ids;

  private LatencyProbe(
      KafkaConsumer<byte[], byte[]> consumer,
      Function<ConsumerRecord<byte[], byte[]>, @Nullable String> ids) {
    this.consumer = consumer;
    this.ids = ids;
  }

  /** Reads from the topic's present end. */
  static LatencyProbe ofTopic(String servers, String topic, int partition) {
    return ofTopic(servers, topic, partition, LatencyProbe::header);
  }

  /** @param ids what a write returned whose record this is; null when it is of none */
  static LatencyProbe ofTopic(
      String servers,
      String topic,
      int partition,
      Function<ConsumerRecord<byte[], byte[]>, @Nullable String> ids) {
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            servers,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
    TopicPartition place = new TopicPartition(topic, partition);
    consumer.assign(List.of(place));
    consumer.seekToEnd(List.of(place));
    consumer.position(place);
    return new LatencyProbe(consumer, ids);
  }

  /**
   * Returns µs from each write to its record.
   *
   * @param write does one and returns its id
   */
  long[] measure(int perSecond, int writes, Supplier<String> write)
      throws InterruptedException, ExecutionException {
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    String[] ids = new String[writes];
    long[] began = new long[writes];
    CountDownLatch written = new CountDownLatch(1);
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Map<String, Long>> read = reader.submit(() -> read(writes, written));
      long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
      for (int i = 0; i < writes; i++) {
        long due = begin + i * interval;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        began[i] = System.nanoTime();
        ids[i] = write.get();
      }
      written.countDown();
      Map<String, Long> seen = read.get();
      long[] micros = new long[writes];
      for (int i = 0; i < writes; i++) {
        micros[i] = TimeUnit.NANOSECONDS.toMicros(seen.getOrDefault(ids[i], 0L) - began[i]);
      }
      return micros;
    } finally {
      reader.shutdownNow();
    }
  }

  /** When each id was first seen. */
  private Map<String, Long> read(int writes, CountDownLatch written) {
    Map<String, Long> seen = new HashMap<>();
    long silentSince = System.nanoTime();
    while (seen.size() < writes) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        String id = ids.apply(record);
        if (id != null) {
          silentSince = System.nanoTime();
          seen.putIfAbsent(id, silentSince);
        }
      }
      if (written.getCount() == 0 && System.nanoTime() - silentSince > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            seen.size() + " of " + writes + " writes came back within " + PATIENCE);
      }
    }
    return seen;
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record) {
    Header id = record.headers().lastHeader(ID_HEADER);
    return id == null ? null : new String(id.value(), StandardCharsets.UTF_8);
  }

  static byte[] bytes(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
