package org.mcpruntime.watcher.correlator.history;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;

/** Reads values of one type with our deserializer, or the one that the configuration puts in its place. */
final class ValueReader<T extends SpecificRecord> implements AutoCloseable {

  private final Class<T> type;
  private final Deserializer<?> deserializer;

  /** @param settings may name another one as {@code value.deserializer} */
  ValueReader(Class<T> type, Map<String, String> settings) {
    this.type = type;
    String name = settings.getOrDefault(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, AvroDeserializer.class.getName());
    try {
      deserializer = Utils.newInstance(name, Deserializer.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no class " + name + " on the class path", e);
    }
    Map<String, Object> config = new HashMap<>(settings);
    config.put("specific.avro.reader", true);
    deserializer.configure(config, false);
  }

  /**
   * What these bytes say; null for null.
   *
   * @throws SerializationException when they are not of this type
   */
  @Nullable
  T read(String topic, byte @Nullable [] value) {
    Object read = value == null ? null : deserializer.deserialize(topic, value);
    if (read == null || type.isInstance(read)) {
      return type.cast(read);
    }
    throw new SerializationException("not a " + type.getSimpleName());
  }

  @Override
  public void close() {
    deserializer.close();
  }
}
