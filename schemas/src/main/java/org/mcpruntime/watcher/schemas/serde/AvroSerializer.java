package org.mcpruntime.watcher.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of the contract in Confluent wire format: a zero byte, the schema id in four bytes (big endian), the
 * Avro binary. For values only. The first record of a topic asks the registry. Safe for use by many threads.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
  /** A buffer that grew beyond this for one large record is given up afterwards. */
  private static final int KEPT_BUFFER_BYTES = 1 << 20;

  private static final ThreadLocal<Buffer> BUFFERS = ThreadLocal.withInitial(Buffer::new);

  private final ConcurrentMap<String, Target> targets = new ConcurrentHashMap<>();
  private @Nullable RegistryClient registry;

  /** How the values of one topic are written. */
  private record Target(Class<?> type, int id, SpecificDatumWriter<Object> writer) {}

  /** For Kafka, which calls {@link #configure} next. */
  public AvroSerializer() {}

  public AvroSerializer(RegistryClient registry) {
    this.registry = registry;
  }

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    if (isKey) {
      throw new ConfigException("keys are plain UTF-8 text: use StringSerializer for them");
    }
    if (registry == null) {
      registry = RegistryClient.of(config);
    }
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T value) {
    if (value == null) {
      return null;
    }
    Target target = target(topic, value.getClass());
    Buffer buffer = BUFFERS.get();
    buffer.begin(target.id);
    try {
      buffer.encoder = EncoderFactory.get().directBinaryEncoder(buffer, buffer.encoder);
      target.writer.write(value, buffer.encoder);
      return buffer.toByteArray();
    } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException e) {
      throw new SerializationException("value for topic " + topic + " does not fit its schema", e);
    } finally {
      if (buffer.capacity() > KEPT_BUFFER_BYTES) {
        BUFFERS.remove();
      }
    }
  }

  private Target target(String topic, Class<?> type) {
    Target known = targets.get(topic);
    return known != null && known.type == type ? known : resolve(topic, type);
  }

  private Target resolve(String topic, Class<?> type) {
    RegistryClient client = registry;
    if (client == null) {
      throw new IllegalStateException("not configured");
    }
    RecordSchema record = RecordSchema.named(type.getName())
        .orElseThrow(() ->
            new SerializationException(type.getName() + " is no record type of this contract"));
    int id = client.idOf(topic + "-value", record);
    Target target = new Target(type, id, new SpecificDatumWriter<>(record.schema()));
    targets.put(topic, target);
    return target;
  }

  /** One thread's bytes under way. */
  private static final class Buffer extends ByteArrayOutputStream {
    private @Nullable BinaryEncoder encoder;

    Buffer() {
      super(4096);
    }

    void begin(int id) {
      reset();
      write(0);
      write(id >>> 24);
      write(id >>> 16);
      write(id >>> 8);
      write(id);
    }

    int capacity() {
      return buf.length;
    }
  }
}
