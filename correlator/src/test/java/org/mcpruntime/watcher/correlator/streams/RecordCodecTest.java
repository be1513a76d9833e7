package org.mcpruntime.watcher.correlator.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.ToyCheck;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** A deserializer of others in the place of ours: a look-up that fails is no bad record. */
class RecordCodecTest {

  private static final String TOPIC = "mcp.cluster.events";

  @TempDir
  Path directory;

  private final EngineProbe probe = new EngineProbe();
  private LocalRegistry registry;
  private ClusterEvent event;
  private byte[] value = {};

  @BeforeEach
  void write() throws Exception {
    registry = LocalRegistry.start(directory.resolve("schemas.jsonl"), 0);
    event = ClusterScript.with(ToyCheck.podSad()).listed().log().get(0).body().decode();
    value =
        Objects.requireNonNull(new AvroSerializer<ClusterEvent>(client()).serialize(TOPIC, event));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void waitsForARegistryThatIsAway() throws Exception {
    // Given
    int port = registry.uri().getPort();
    RecordCodec codec = codec(ConfluentDeserializer.class);
    registry.close();
    // When
    CompletableFuture<ClusterEvent> read = CompletableFuture.supplyAsync(() -> decoded(codec));
    await().atMost(Duration.ofMinutes(1)).until(() -> probe.blocked() != null);
    // Then
    assertThat(probe.blocked())
        .isEqualTo(
            "schema registry: Error retrieving Avro value schema for id 1 (ConnectException)");
    // When
    registry = LocalRegistry.start(directory.resolve("schemas.jsonl"), port);
    // Then
    assertThat(read.get(1, TimeUnit.MINUTES)).isEqualTo(event);
    assertThat(probe.blocked()).isNull();
  }

  @Test
  void waitsForASchemaThatTheRegistryDoesNotKnowYet() throws Exception {
    // Given
    registry.close();
    registry = LocalRegistry.start(directory.resolve("another.jsonl"), 0);
    RecordCodec codec = codec(ConfluentDeserializer.class);
    // When
    CompletableFuture<ClusterEvent> read = CompletableFuture.supplyAsync(() -> decoded(codec));
    await().atMost(Duration.ofMinutes(1)).until(() -> probe.blocked() != null);
    // Then
    assertThat(probe.blocked()).endsWith("for id 1 (RestClientException)");
    // When
    client().register(TOPIC + "-value", RecordSchema.of(ClusterEvent.class));
    // Then
    assertThat(read.get(1, TimeUnit.MINUTES)).isEqualTo(event);
  }

  @Test
  void refusesWhatCanNeverBeRead() {
    // Given
    RecordCodec codec = codec(ConfluentDeserializer.class);
    byte[] otherFormat = value.clone();
    otherFormat[0] = 1;
    // Then
    assertUnreadable(codec, otherFormat);
    for (int length = 0; length < value.length; length++) {
      assertUnreadable(codec, Arrays.copyOf(value, length));
    }
    for (int at = 5; at < value.length - 10; at++) {
      byte[] noNumber = value.clone();
      Arrays.fill(noNumber, at, at + 10, (byte) 0xff);
      assertUnreadableOrRead(codec, noNumber);
      byte[] negative = value.clone();
      negative[at] = 1;
      assertUnreadableOrRead(codec, negative);
    }
  }

  @Test
  void doesNotTakeAGenericRecordForABadOne() {
    // Given
    RecordCodec codec = codec(GivesGenericRecords.class);
    // Then
    assertThatThrownBy(() -> codec.decode(TOPIC, value))
        .isInstanceOf(ConfigException.class)
        .hasMessage("value.deserializer: must give the generated classes, gave a "
            + GenericData.Record.class.getName());
  }

  /** As Confluent's does without {@code specific.avro.reader}. */
  public static final class GivesGenericRecords implements Deserializer<GenericRecord> {
    @Override
    public GenericRecord deserialize(String topic, byte[] data) {
      return new GenericData.Record(ClusterEvent.getClassSchema());
    }
  }

  private void assertUnreadable(RecordCodec codec, byte[] bytes) {
    assertThatThrownBy(() -> codec.decode(TOPIC, bytes))
        .isInstanceOf(UnreadableRecordException.class);
    assertThat(probe.blocked()).isNull();
  }

  private void assertUnreadableOrRead(RecordCodec codec, byte[] bytes) {
    try {
      codec.decode(TOPIC, bytes);
    } catch (UnreadableRecordException e) {
      // Some of these bytes happen to be a record.
    }
    assertThat(probe.blocked()).isNull();
  }

  private ClusterEvent decoded(RecordCodec codec) {
    try {
      return codec.decode(TOPIC, value);
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }

  private RecordCodec codec(Class<?> deserializer) {
    return new RecordCodec(
        Map.of(
            "value.deserializer",
            deserializer.getName(),
            "schema.registry.url",
            registry.uri().toString()),
        probe);
  }

  private RegistryClient client() {
    return RegistryClient.of(Map.of("schema.registry.url", registry.uri().toString()));
  }
}
