package org.mcpruntime.watcher.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.mcpruntime.watcher.collector.publish.KafkaSettings;

/**
 * The least that an exactly-once producer can do: one small record in a transaction of its own, with the collector's
 * settings. What it takes, nobody can go below.
 */
final class EmptyTransactions implements AutoCloseable {
  private static final byte[] VALUE = new byte[16];

  private final String topic;
  private final KafkaProducer<String, byte[]> producer;
  private long written;

  EmptyTransactions(String servers, String topic) {
    this.topic = topic;
    Map<String, Object> settings = new HashMap<>(
        KafkaSettings.producer(Map.of("bootstrap.servers", servers), "empty-" + topic));
    settings.put("value.serializer", ByteArraySerializer.class.getName());
    producer = new KafkaProducer<>(settings);
    producer.initTransactions();
  }

  String write() {
    String id = String.valueOf(++written);
    RecordHeaders headers = new RecordHeaders();
    headers.add(LatencyProbe.ID_HEADER, LatencyProbe.bytes(id));
    producer.beginTransaction();
    // The commit fails when it did.
    Future<RecordMetadata> unused =
        producer.send(new ProducerRecord<>(topic, 0, id, VALUE, headers));
    producer.commitTransaction();
    return id;
  }

  @Override
  public void close() {
    producer.close();
  }
}
