package org.mcpruntime.watcher.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;

/** Records of a log as they are in Kafka: encoded with the schema's id, and with headers. */
final class Wire {
  private final AvroSerializer<ClusterEvent> serializer;

  Wire(Bed bed) {
    serializer = new AvroSerializer<>(RegistryClient.of(bed.kafka()));
  }

  ProducerRecord<String, byte[]> of(LogRecord record, String topic, int partitions) {
    ClusterEvent event = decoded(record);
    return new ProducerRecord<>(
        topic,
        ClusterPartitioner.partition(record.cluster(), partitions),
        record.timestamp(),
        record.key(),
        Objects.requireNonNull(serializer.serialize(topic, event)),
        headers(event));
  }

  private static ClusterEvent decoded(LogRecord record) {
    try {
      return record.body().decode();
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(record.key(), e);
    }
  }

  /** As the collector's. */
  private static List<Header> headers(ClusterEvent event) {
    List<Header> headers = new ArrayList<>();
    headers.add(header("operation", event.getOperation().name()));
    add(headers, "kind", event.getKind());
    add(headers, "namespace", event.getNamespace());
    add(headers, "uid", event.getUid());
    add(headers, "resourceVersion", event.getResourceVersion());
    return headers;
  }

  private static void add(List<Header> headers, String name, @Nullable Utf8 value) {
    if (value != null) {
      headers.add(header(name, value.toString()));
    }
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
