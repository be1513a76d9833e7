package org.mcpruntime.watcher.correlator.streams;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;

/**
 * Asks the registry with Confluent's own client, and wraps what fails as Confluent's deserializer does, which is not to be
 * had from Maven Central; the client is, within Flink's.
 */
public final class ConfluentDeserializer implements Deserializer<ClusterEvent> {

  private @Nullable SchemaRegistryClient registry;

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    registry =
        new CachedSchemaRegistryClient(String.valueOf(config.get("schema.registry.url")), 100);
  }

  @Override
  public ClusterEvent deserialize(String topic, byte[] data) {
    ByteBuffer buffer = ByteBuffer.wrap(data);
    if (buffer.get() != 0) {
      throw new SerializationException("Unknown magic byte!");
    }
    int id = buffer.getInt();
    Schema written = schema(id);
    try {
      return new SpecificDatumReader<ClusterEvent>(written, ClusterEvent.getClassSchema())
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(data, buffer.position(), buffer.remaining(), null));
    } catch (IOException | RuntimeException e) {
      throw new SerializationException("Error deserializing Avro message for id " + id, e);
    }
  }

  private Schema schema(int id) {
    try {
      return new Schema.Parser()
          .parse(Objects.requireNonNull(registry).getSchemaById(id).canonicalString());
    } catch (IOException | RestClientException e) {
      throw new SerializationException("Error retrieving Avro value schema for id " + id, e);
    }
  }
}
