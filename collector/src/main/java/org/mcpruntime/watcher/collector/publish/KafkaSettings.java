package org.mcpruntime.watcher.collector.publish;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;

/** Settings of the Kafka clients: what the operator gives, with what exactly-once needs put on top. */
public final class KafkaSettings {
  /** While a transaction is open read_committed readers wait behind it, so that a dead collector's ends soon. */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  private static final int REQUEST_TIMEOUT_MS = 5_000;
  private static final int DELIVERY_TIMEOUT_MS = 8_000;
  private static final int MAX_BLOCK_MS = 15_000;

  private KafkaSettings() {}

  /** Settings of the producer that owns one cluster. */
  public static Map<String, Object> producer(Map<String, String> given, String transactionalId) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, AvroSerializer.class.getName());
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 << 20);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    settings.putAll(given);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
    return settings;
  }

  static Map<String, Object> consumer(Map<String, String> given, String isolation) {
    Map<String, Object> settings = new HashMap<>(given);
    settings.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, MAX_BLOCK_MS);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "collector-" + UUID.randomUUID());
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return settings;
  }

  /** Settings of the deserializer for the collector's own table. */
  static Map<String, Object> deserializer(Map<String, String> given) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, AvroDeserializer.class.getName());
    settings.putAll(given);
    settings.put("specific.avro.reader", true);
    return settings;
  }
}
