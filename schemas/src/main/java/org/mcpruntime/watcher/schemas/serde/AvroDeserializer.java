package org.mcpruntime.watcher.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of the contract from Confluent wire format. What an older version did not write gets its default, what
 * a newer one added is skipped, and an enum symbol it added is read as the default symbol. Each schema id asks the
 * registry once. Safe for use by many threads.
 *
 * <p>A record that can never be read is a {@link SerializationException}. A schema id that the registry does not know, or
 * cannot give now, is a {@link RegistryException}: reading the record again may help.
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  private static final String TYPE = "specific.avro.value.type";
  private static final int PREFIX_BYTES = 5;

  private static final ThreadLocal<@Nullable BinaryDecoder> DECODERS = new ThreadLocal<>();

  private final ConcurrentMap<Integer, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();
  private @Nullable RegistryClient registry;
  private @Nullable RecordSchema type;

  /**
   * For Kafka, which calls {@link #configure} next. The record type is what {@code specific.avro.value.type} names, or
   * without it what each record was written as.
   */
  public AvroDeserializer() {}

  public AvroDeserializer(Class<T> type, RegistryClient registry) {
    this.type = RecordSchema.of(type);
    this.registry = registry;
  }

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    if (isKey) {
      throw new ConfigException("keys are plain UTF-8 text: use StringDeserializer for them");
    }
    if (registry == null) {
      registry = RegistryClient.of(config);
      Object name = config.get(TYPE);
      type = name == null
          ? null
          : typeNamed(name instanceof Class<?> given ? given.getName() : name.toString());
    }
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] data) {
    if (data == null) {
      return null;
    }
    if (data.length < PREFIX_BYTES || data[0] != 0) {
      throw new SerializationException(
          "value on topic " + topic + " is not in Confluent wire format: " + data.length
              + " bytes, the first is not 0 or fewer than five");
    }
    int id = ByteBuffer.wrap(data, 1, 4).getInt();
    SpecificDatumReader<T> reader = reader(topic, id);
    BinaryDecoder decoder = DecoderFactory.get()
        .binaryDecoder(data, PREFIX_BYTES, data.length - PREFIX_BYTES, DECODERS.get());
    DECODERS.set(decoder);
    try {
      T value = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new AvroRuntimeException("bytes are left over");
      }
      return value;
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | UnsupportedOperationException e) {
      throw new SerializationException(
          "value on topic " + topic + " cannot be read with schema id " + id, e);
    }
  }

  private SpecificDatumReader<T> reader(String topic, int id) {
    SpecificDatumReader<T> known = readers.get(id);
    return known != null ? known : resolve(topic, id);
  }

  private SpecificDatumReader<T> resolve(String topic, int id) {
    RegistryClient client = registry;
    if (client == null) {
      throw new IllegalStateException("not configured");
    }
    Schema written = client.schema(id);
    RecordSchema wanted = type != null
        ? type
        : RecordSchema.named(written.getFullName())
            .orElseThrow(() -> new SerializationException(
                "value on topic " + topic + " is a " + written.getFullName() + " (schema id " + id
                    + "): no record type of this contract"));
    if (!written.getFullName().equals(wanted.schema().getFullName())) {
      throw new SerializationException("value on topic " + topic + " is a " + written.getFullName()
          + " (schema id " + id + "), not a " + wanted.schema().getFullName());
    }
    SpecificDatumReader<T> reader = new SpecificDatumReader<>(written, wanted.schema());
    readers.put(id, reader);
    return reader;
  }

  private static RecordSchema typeNamed(String name) {
    return RecordSchema.named(name)
        .orElseThrow(
            () -> new ConfigException(TYPE + ": " + name + " is no record type of this contract"));
  }
}
