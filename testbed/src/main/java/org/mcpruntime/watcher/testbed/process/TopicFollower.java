package org.mcpruntime.watcher.testbed.process;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads along in what processes write, from its beginning: to choose instants for kills, and to know how far they are. What
 * is known is changed and asked for under its lock.
 */
public final class TopicFollower implements AutoCloseable {
  private static final Duration CONSUMER_CLOSE = Duration.ofSeconds(5);

  /** More than a poll and the end of the consumer take. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Consumer<ConsumerRecord<String, byte[]>> known;
  private final Thread thread;
  private long records;

  /**
   * @param isolation {@code read_uncommitted} to see records before their transaction is committed
   * @param known gets each record, under the lock
   */
  public TopicFollower(
      Map<String, String> kafka,
      Collection<TopicPartition> partitions,
      String isolation,
      Consumer<ConsumerRecord<String, byte[]>> known) {
    this.known = known;
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
    consumer.assign(partitions);
    thread = new Thread(this::follow, "follower-" + isolation);
    thread.setDaemon(true);
    thread.start();
  }

  /** How many records there were so far. */
  public synchronized long records() {
    return records;
  }

  /** Waits for so many more records, or for the end of the limit; gives whether they came. */
  public synchronized boolean awaitRecords(long more, Duration limit) throws InterruptedException {
    long wanted = records + more;
    return await(() -> records >= wanted, limit);
  }

  /** Waits until this holds, or for the end of the limit; gives whether it does. */
  public synchronized boolean await(BooleanSupplier condition, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean() && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
    }
    return condition.getAsBoolean();
  }

  private void follow() {
    try {
      while (true) {
        consumer.poll(Duration.ofSeconds(1)).forEach(this::seen);
      }
    } catch (WakeupException e) {
      // It is told to end.
    } finally {
      consumer.close(CloseOptions.timeout(CONSUMER_CLOSE));
    }
  }

  private synchronized void seen(ConsumerRecord<String, byte[]> record) {
    known.accept(record);
    records++;
    notifyAll();
  }

  /** @throws IllegalStateException when whoever reads along does not let it end */
  @Override
  public void close() {
    close(LONGEST);
  }

  void close(Duration limit) {
    consumer.wakeup();
    try {
      thread.join(limit.toMillis());
      if (thread.isAlive()) {
        throw new IllegalStateException(
            thread.getName() + " has not ended within " + limit.toSeconds() + "s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
