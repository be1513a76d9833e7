package org.mcpruntime.watcher.correlator.history;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.OtherSerdes;
import org.mcpruntime.watcher.schemas.serde.RegistryException;

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
   * @throws UnreadableRecordException when they are not of this type
   */
  @Nullable
  T read(String topic, byte @Nullable [] value) throws UnreadableRecordException {
    Object read;
    try {
      read = value == null ? null : OtherSerdes.call(() -> deserializer.deserialize(topic, value));
    } catch (RegistryException e) {
      throw e;
    } catch (SerializationException e) {
      throw new UnreadableRecordException(String.valueOf(e.getMessage()), e);
    }
    if (read == null || type.isInstance(read)) {
      return type.cast(read);
    }
    throw new UnreadableRecordException("not a " + type.getSimpleName());
  }

  @Override
  public void close() {
    deserializer.close();
  }
}
