package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.Retention;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.Topics;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.kafka.TopicContents;
import org.mcpruntime.watcher.testbed.net.Ports;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** A real broker and a registry; one pair serves all tests that do not stop it, each with topics of its own. */
final class KafkaBed implements AutoCloseable {
  static final int PARTITIONS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A quota is kept within a second or two, instead of eleven. */
  private static final Map<String, String> SHORT_QUOTAS =
      Map.of("quota.window.num", "2", "quota.window.size.seconds", "1");

  private static @Nullable KafkaBed shared;

  private final Path directory;
  private final int brokerPort;
  private final int controllerPort;
  private final LocalRegistry registry;
  private LocalKafka kafka;

  private KafkaBed(Path directory) throws IOException {
    this.directory = directory;
    this.brokerPort = Ports.free();
    this.controllerPort = Ports.free();
    this.registry = LocalRegistry.start(directory.resolve("registry"), 0);
    this.kafka = startKafka();
  }

  /** A pair whose broker may be stopped. */
  static KafkaBed of(Path directory) throws IOException {
    return new KafkaBed(directory);
  }

  void stopBroker() {
    kafka.close();
  }

  void startBroker() throws IOException {
    kafka = startKafka();
  }

  private LocalKafka startKafka() throws IOException {
    return LocalKafka.start(directory.resolve("kafka"), brokerPort, controllerPort, SHORT_QUOTAS);
  }

  static synchronized KafkaBed shared() {
    KafkaBed present = shared;
    if (present != null) {
      return present;
    }
    try {
      KafkaBed made = new KafkaBed(Files.createTempDirectory("collector-test"));
      Runtime.getRuntime().addShutdownHook(new Thread(made::close));
      shared = made;
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, String> settings() {
    return Map.of(
        "bootstrap.servers",
        kafka.bootstrapServers(),
        "schema.registry.url",
        registry.uri().toString());
  }

  void createTopics(TopicNames names) {
    TopicAdmin.Creation creation = new TopicAdmin(settings(), Duration.ofSeconds(60))
        .create(Topics.specs(names, PARTITIONS, (short) 1, Retention.DEFAULT));
    assertThat(creation.problems()).isEmpty();
  }

  /** Has the broker take no more than this from one client; real back-pressure. */
  void throttle(String clientId, double bytesPerSecond) throws Exception {
    try (Admin admin = admin()) {
      ClientQuotaEntity client =
          new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, clientId));
      ClientQuotaAlteration.Op rate =
          new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond);
      admin
          .alterClientQuotas(List.of(new ClientQuotaAlteration(client, List.of(rate))))
          .all()
          .get();
      await().atMost(PATIENCE).until(() -> Double.valueOf(bytesPerSecond)
          .equals(admin
              .describeClientQuotas(ClientQuotaFilter.contains(List.of(
                  ClientQuotaFilterComponent.ofEntity(ClientQuotaEntity.CLIENT_ID, clientId))))
              .entities()
              .get()
              .getOrDefault(client, Map.of())
              .get("producer_byte_rate")));
    }
  }

  /** Has the broker refuse batches above this size in a topic. */
  void refuseAbove(String topic, int bytes) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    String name = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
    String value = Integer.toString(bytes);
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(Map.of(
              resource,
              List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
          .all()
          .get();
      await().atMost(PATIENCE).until(() -> {
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        return config != null && value.equals(config.get(name).value());
      });
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()));
  }

  /** Everything that a read_committed reader finds of a cluster in a topic, up to now. */
  <T extends SpecificRecord> List<ConsumerRecord<String, T>> read(
      String topic, String cluster, Class<T> type) {
    return TopicContents.ofCluster(
        cluster,
        TopicContents.committed(settings(), topic, new StringDeserializer(), values(type)));
  }

  /** The same with what was never committed. */
  <T extends SpecificRecord> List<ConsumerRecord<String, T>> readWritten(
      String topic, String cluster, Class<T> type) {
    return TopicContents.ofCluster(
        cluster, TopicContents.written(settings(), topic, new StringDeserializer(), values(type)));
  }

  private <T extends SpecificRecord> AvroDeserializer<T> values(Class<T> type) {
    return new AvroDeserializer<>(type, RegistryClient.of(settings()));
  }

  @Override
  public void close() {
    registry.close();
    kafka.close();
  }
}
