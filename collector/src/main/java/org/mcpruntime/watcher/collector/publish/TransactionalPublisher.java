package org.mcpruntime.watcher.collector.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.RecordHeaderNames;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * Writes one cluster's records, each in a transaction: the first record opens one, {@link #commit} ends it. All records
 * of a cluster go to its one partition. Any exception means that the transaction's fate may be unknown: close, and begin
 * anew from what the topics hold. One thread.
 */
public final class TransactionalPublisher implements Consumer<Outgoing>, AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  /** Beside the object: names, numbers, headers. */
  private static final int RECORD_OVERHEAD_BYTES = 300;

  private final TopicNames topics;
  private final int partition;
  private final KafkaProducer<String, SpecificRecord> producer;
  private boolean open;
  private long bytes;
  private @Nullable Future<RecordMetadata> newest;
  private @Nullable Future<RecordMetadata> newestEvent;

  /** Waits until no transaction of an earlier owner of this cluster is open, and keeps that owner from committing. */
  public TransactionalPublisher(
      String cluster, TopicNames topics, int partitions, Map<String, String> kafka) {
    this.topics = topics;
    this.partition = ClusterPartitioner.partition(cluster, partitions);
    this.producer = new KafkaProducer<>(
        KafkaSettings.producer(kafka, topics.collectorTransactionalId(cluster)));
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** Whether a transaction is open. */
  public boolean isOpen() {
    return open;
  }

  /** What the open transaction holds, roughly. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void accept(Outgoing record) {
    if (!open) {
      producer.beginTransaction();
      open = true;
      bytes = 0;
    }
    if (record instanceof Outgoing.Event event) {
      event(event);
    } else if (record instanceof Outgoing.State state) {
      send(new ProducerRecord<>(
          topics.collectorState(),
          partition,
          state.at().toEpochMilli(),
          state.key(),
          state.state()));
    } else if (record instanceof Outgoing.NoRow row) {
      send(new ProducerRecord<>(
          topics.snapshots(), partition, row.at().toEpochMilli(), row.key(), (SpecificRecord)
              null));
    } else if (record instanceof Outgoing.Dead dead) {
      send(new ProducerRecord<>(
          topics.deadLetters(),
          partition,
          dead.letter().getAt().toEpochMilli(),
          dead.key(),
          dead.letter()));
    }
  }

  /** Offset of the event that was sent last; waits for the broker. */
  public long newestEventOffset() throws InterruptedException {
    Future<RecordMetadata> sent = newestEvent;
    if (sent == null) {
      throw new IllegalStateException("nothing was sent");
    }
    producer.flush();
    try {
      return sent.get().offset();
    } catch (ExecutionException e) {
      throw kafka(e);
    }
  }

  /** Makes everything since the first record visible at once. */
  public void commit() {
    producer.commitTransaction();
    open = false;
    newestEvent = null;
  }

  /** An open transaction is aborted, here or, when Kafka cannot be reached, by whoever comes next. */
  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }

  private void event(Outgoing.Event outgoing) {
    ClusterEvent event = outgoing.event();
    long timestamp = event.getObservedAt().toEpochMilli();
    List<Header> headers = headers(event);
    send(new ProducerRecord<>(
        topics.events(), partition, timestamp, outgoing.key(), event, headers));
    newestEvent = newest;
    if (outgoing.table() != Outgoing.Table.UNTOUCHED) {
      ClusterEvent row = outgoing.table() == Outgoing.Table.PUT ? event : null;
      send(new ProducerRecord<>(
          topics.snapshots(), partition, timestamp, outgoing.key(), row, headers));
    }
    Utf8 object = event.getObject();
    bytes += RECORD_OVERHEAD_BYTES + (object == null ? 0 : object.getByteLength());
  }

  /**
   * A commit fails when any of its records did, so what becomes of one need not be awaited. But one that failed at once,
   * for want of metadata, has waited long already, and so would all that follow.
   */
  private void send(ProducerRecord<String, SpecificRecord> record) {
    Future<RecordMetadata> sent = producer.send(record);
    newest = sent;
    try {
      if (sent.isDone()) {
        sent.get();
      }
    } catch (ExecutionException e) {
      throw kafka(e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static KafkaException kafka(ExecutionException e) {
    return e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e);
  }

  private static List<Header> headers(ClusterEvent event) {
    List<Header> headers = new ArrayList<>(5);
    headers.add(new RecordHeader(
        RecordHeaderNames.OPERATION,
        event.getOperation().name().getBytes(StandardCharsets.US_ASCII)));
    add(headers, RecordHeaderNames.KIND, event.getKind());
    add(headers, RecordHeaderNames.NAMESPACE, event.getNamespace());
    add(headers, RecordHeaderNames.UID, event.getUid());
    add(headers, RecordHeaderNames.RESOURCE_VERSION, event.getResourceVersion());
    return headers;
  }

  private static void add(List<Header> headers, String name, @Nullable Utf8 value) {
    if (value != null) {
      byte[] bytes = new byte[value.getByteLength()];
      System.arraycopy(value.getBytes(), 0, bytes, 0, bytes.length);
      headers.add(new RecordHeader(name, bytes));
    }
  }
}
