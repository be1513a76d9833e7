package org.mcpruntime.watcher.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.Retention;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.TopicSpec;
import org.mcpruntime.watcher.schemas.topics.Topics;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** A real broker and a registry; one pair serves all tests that do not stop it, each with topics of its own. */
final class KafkaBed implements AutoCloseable {
  static final int PARTITIONS = 3;

  private static KafkaBed shared;

  private final LocalKafka kafka;
  private final LocalRegistry registry;

  private KafkaBed(LocalKafka kafka, LocalRegistry registry) {
    this.kafka = kafka;
    this.registry = registry;
  }

  static synchronized KafkaBed shared() {
    if (shared == null) {
      try {
        Path directory = Files.createTempDirectory("collector-test");
        shared = new KafkaBed(
            LocalKafka.startOnFreePorts(directory.resolve("kafka")),
            LocalRegistry.start(directory.resolve("registry"), 0));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  Map<String, String> settings() {
    return Map.of(
        "bootstrap.servers",
        kafka.bootstrapServers(),
        "schema.registry.url",
        registry.uri().toString());
  }

  void createTopics(TopicNames names) throws InterruptedException, ExecutionException {
    List<NewTopic> topics = new ArrayList<>();
    for (TopicSpec spec : Topics.specs(names, PARTITIONS, (short) 1, Retention.DEFAULT)) {
      topics.add(new NewTopic(spec.name(), spec.partitions(), spec.replication()));
    }
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
      admin.createTopics(topics).all().get();
    }
  }

  /** Everything that a read_committed reader finds of a cluster in a topic, up to now. */
  <T extends SpecificRecord> List<ConsumerRecord<String, T>> read(
      String topic, String cluster, Class<T> type) {
    return read(topic, cluster, type, "read_committed");
  }

  <T extends SpecificRecord> List<ConsumerRecord<String, T>> read(
      String topic, String cluster, Class<T> type, String isolation) {
    Map<String, Object> config = new HashMap<>(settings());
    config.put("isolation.level", isolation);
    config.put("auto.offset.reset", "earliest");
    List<ConsumerRecord<String, T>> records = new ArrayList<>();
    TopicPartition partition =
        new TopicPartition(topic, ClusterPartitioner.partition(cluster, PARTITIONS));
    try (AvroDeserializer<T> values = new AvroDeserializer<>(type, RegistryClient.of(config));
        KafkaConsumer<String, T> consumer =
            new KafkaConsumer<>(config, new StringDeserializer(), values)) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      consumer.seekToBeginning(List.of(partition));
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, T> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.key().startsWith(cluster + "/")) {
            records.add(record);
          }
        }
      }
    }
    return records;
  }

  @Override
  public void close() {
    registry.close();
    kafka.close();
  }
}
