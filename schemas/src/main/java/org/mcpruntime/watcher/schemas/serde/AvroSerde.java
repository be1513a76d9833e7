package org.mcpruntime.watcher.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serializer and deserializer of one record type over one registry client. */
public final class AvroSerde {
  private AvroSerde() {}

  /**
   * A serde with a registry client of its own.
   *
   * @param config Confluent's keys, see {@link RegistryClient#of}
   */
  public static <T extends SpecificRecord> Serde<T> of(Class<T> type, Map<String, ?> config) {
    return of(type, RegistryClient.of(config));
  }

  /** A serde that shares a registry client, and so what it remembers. */
  public static <T extends SpecificRecord> Serde<T> of(Class<T> type, RegistryClient registry) {
    return Serdes.serdeFrom(new AvroSerializer<>(registry), new AvroDeserializer<>(type, registry));
  }
}
