package org.mcpruntime.watcher.oracle;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.kafka.TopicContents;

/**
 * Writes the log of one cluster as its collector does: in transactions of some records each, one after the other, and
 * through outages of the broker; after each it looks up what is committed.
 */
final class LogSender implements AutoCloseable {

  private static final int MOST_MILLIS = 150;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  /** It may look up what is committed at that time. */
  private static final Duration LONGEST_END = Duration.ofMinutes(4);

  private final Map<String, String> kafka;
  private final TopicNames topics;
  private final TopicPartition partition;
  private final String cluster;
  private final List<Oracle.Entry> log;
  private final Random random;
  private final Thread thread;

  /** Where what is committed stands in the partition. */
  private final List<Long> offsets = new ArrayList<>();

  private int limit;
  private boolean hurries;
  private boolean ends;
  private @Nullable RuntimeException failure;

  LogSender(
      Map<String, String> kafka,
      TopicNames topics,
      int partitions,
      String cluster,
      List<Oracle.Entry> log,
      Random random) {
    this.kafka = Map.copyOf(kafka);
    this.topics = topics;
    this.partition =
        new TopicPartition(topics.events(), ClusterPartitioner.partition(cluster, partitions));
    this.cluster = cluster;
    this.log = log;
    this.random = random;
    this.thread = new Thread(this::send, "sender-" + cluster);
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** Lets it write so many records in all, in its own time. */
  synchronized void until(int records) {
    limit = records;
    notifyAll();
  }

  /** From now on it loses no time. */
  synchronized void hurry() {
    hurries = true;
    notifyAll();
  }

  /** Waits until all it may write is committed; gives whether it is. */
  synchronized boolean await(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (offsets.size() < limit && failure == null && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
    }
    if (failure != null) {
      throw failure;
    }
    return offsets.size() >= limit;
  }

  private void send() {
    try {
      while (next() >= 0) {
        try {
          portions();
        } catch (KafkaException e) {
          // The broker is away, or was for too long; what it has decides where to go on.
          pause();
        }
      }
    } catch (RuntimeException | ExecutionException e) {
      fail(new IllegalStateException("the log of " + cluster + " cannot be written", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void portions() throws InterruptedException, ExecutionException {
    KafkaProducer<String, ClusterEvent> producer = producer();
    try {
      producer.initTransactions();
      lookUp();
      for (int end = next(); end >= 0; end = next()) {
        portion(producer, end);
      }
    } finally {
      producer.close(LONGEST_CLOSE);
    }
  }

  /** Waits until it may write; gives the end of what it may, or -1 when it is to end. */
  private synchronized int next() throws InterruptedException {
    while (offsets.size() >= limit && !ends) {
      wait();
    }
    return ends ? -1 : limit;
  }

  private void portion(KafkaProducer<String, ClusterEvent> producer, int end)
      throws InterruptedException, ExecutionException {
    int from = sent();
    int to = Math.min(end, from + 1 + random.nextInt(random.nextBoolean() ? 10 : 120));
    List<Future<RecordMetadata>> sends = new ArrayList<>();
    producer.beginTransaction();
    for (int i = from; i < to && isKnown(log.get(i).event().getBaseOffset(), from); i++) {
      sends.add(producer.send(record(log.get(i))));
    }
    producer.commitTransaction();
    for (Future<RecordMetadata> send : sends) {
      committed(send.get().offset());
    }
    pause();
  }

  /** Whether a base is committed, and so has an offset that a TICK can name. */
  private static boolean isKnown(@Nullable Long base, int sent) {
    return base == null || base < sent;
  }

  private ProducerRecord<String, ClusterEvent> record(Oracle.Entry entry) {
    ClusterEvent event = entry.event();
    if (event.getBaseOffset() != null) {
      event = ClusterEvent.newBuilder(event)
          .setBaseOffset(offset(event.getBaseOffset().intValue()))
          .build();
    }
    ProducerRecord<String, ClusterEvent> record = new ProducerRecord<>(
        topics.events(),
        partition.partition(),
        event.getObservedAt().toEpochMilli(),
        entry.key(),
        event);
    LogRecord.Stamp stamp = EngineRun.stamp(event);
    if (stamp != null) {
      record.headers().add("operation", stamp.operation().getBytes(StandardCharsets.UTF_8));
      record.headers().add("uid", stamp.uid().getBytes(StandardCharsets.UTF_8));
      record
          .headers()
          .add("resourceVersion", stamp.resourceVersion().getBytes(StandardCharsets.UTF_8));
    }
    return record;
  }

  private KafkaProducer<String, ClusterEvent> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            kafka.getOrDefault("bootstrap.servers", ""),
            "transactional.id",
            topics.collectorTransactionalId(cluster),
            "transaction.timeout.ms",
            5000,
            "max.block.ms",
            5000,
            "delivery.timeout.ms",
            5000,
            "request.timeout.ms",
            4000,
            "linger.ms",
            0),
        new StringSerializer(),
        new AvroSerializer<ClusterEvent>(RegistryClient.of(kafka)));
  }

  /** Its own last transaction has ended, so what is committed stands before the end. */
  private void lookUp() {
    List<Long> found = TopicContents.ofCluster(
            cluster,
            TopicContents.committed(
                kafka, partition.topic(), new StringDeserializer(), new ByteArrayDeserializer()))
        .stream()
        .map(ConsumerRecord::offset)
        .toList();
    found.subList(sent(), found.size()).forEach(this::committed);
  }

  private synchronized int sent() {
    return offsets.size();
  }

  private synchronized long offset(int number) {
    return offsets.get(number);
  }

  private synchronized void committed(long offset) {
    offsets.add(offset);
    notifyAll();
  }

  /** Time is what is seeded here. */
  private synchronized void pause() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS));
    while (!hurries && !ends && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
    }
  }

  private synchronized void fail(RuntimeException e) {
    failure = e;
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      ends = true;
      notifyAll();
    }
    try {
      thread.join(LONGEST_END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
