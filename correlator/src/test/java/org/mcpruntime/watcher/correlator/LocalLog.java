package org.mcpruntime.watcher.correlator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.Retention;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.Topics;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.kafka.TopicContents;
import org.mcpruntime.watcher.testbed.net.Ports;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** A real broker and registry, to write a hand-written history to and to read what came of it. */
final class LocalLog implements AutoCloseable {

  static final int PARTITIONS = 3;

  /** Nobody can read them, whatever they are written to. */
  static final byte[] NO_AVRO = "not Avro".getBytes(StandardCharsets.UTF_8);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path directory;
  private final int brokerPort;
  private final int controllerPort;
  private final Admin admin;
  private LocalKafka kafka;
  private LocalRegistry registry;

  private LocalLog(Path directory, int brokerPort, int controllerPort) throws IOException {
    this.directory = directory;
    this.brokerPort = brokerPort;
    this.controllerPort = controllerPort;
    kafka = startKafka();
    registry = startRegistry(0);
    admin = Admin.create(Map.<String, Object>copyOf(clients()));
  }

  static LocalLog start(Path directory) throws IOException {
    return new LocalLog(directory, Ports.free(), Ports.free());
  }

  private LocalKafka startKafka() throws IOException {
    // What a killed instance has left open ends soon; and a table keeps its history, which is
    // compared.
    return LocalKafka.start(
        directory.resolve("kafka"),
        brokerPort,
        controllerPort,
        Map.of(
            "transaction.abort.timed.out.transaction.cleanup.interval.ms",
            "200",
            "log.cleaner.backoff.ms",
            "3600000"));
  }

  private LocalRegistry startRegistry(int port) throws IOException {
    return LocalRegistry.start(directory.resolve("schemas.jsonl"), port);
  }

  void restartKafka() throws IOException {
    kafka.close();
    kafka = startKafka();
  }

  void stopRegistry() {
    registry.close();
  }

  void startRegistryAgain() throws IOException {
    registry = startRegistry(registry.uri().getPort());
  }

  Admin admin() {
    return admin;
  }

  Map<String, String> clients() {
    return Map.of(
        "bootstrap.servers", kafka.bootstrapServers(),
        "schema.registry.url", registry.uri().toString());
  }

  /** They keep everything, since histories are of another time and brokers expire by their own clock. */
  void createTopics(TopicNames topics) {
    Duration ever = Duration.ofDays(36_500);
    Retention retention = new Retention(ever, -1, ever.plusDays(3), ever);
    TopicAdmin.Creation creation = new TopicAdmin(Map.copyOf(clients()), LIMIT)
        .create(Topics.specs(topics, PARTITIONS, (short) 1, retention));
    if (!creation.problems().isEmpty()) {
      throw new AssertionError(creation.problems());
    }
  }

  /** As a collector writes them. */
  void write(TopicNames topics, List<LogRecord> records) throws Exception {
    try (KafkaProducer<String, ClusterEvent> producer = new KafkaProducer<>(
        producer(),
        new StringSerializer(),
        new AvroSerializer<ClusterEvent>(RegistryClient.of(clients())))) {
      List<Future<RecordMetadata>> sends = new ArrayList<>();
      for (LogRecord record : records) {
        ProducerRecord<String, ClusterEvent> sent = new ProducerRecord<>(
            topics.events(),
            ClusterPartitioner.partition(record.cluster(), PARTITIONS),
            record.timestamp(),
            record.key(),
            record.body().decode());
        LogRecord.Stamp stamp = record.stamp();
        if (stamp != null) {
          sent.headers().add("operation", stamp.operation().getBytes(StandardCharsets.UTF_8));
          sent.headers().add("uid", stamp.uid().getBytes(StandardCharsets.UTF_8));
          sent.headers()
              .add("resourceVersion", stamp.resourceVersion().getBytes(StandardCharsets.UTF_8));
        }
        sends.add(producer.send(sent));
      }
      producer.flush();
      for (Future<RecordMetadata> send : sends) {
        send.get();
      }
    }
  }

  void writeBytes(String topic, String cluster, String key, long timestamp, byte[] value)
      throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(producer(), new StringSerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(
              topic, ClusterPartitioner.partition(cluster, PARTITIONS), timestamp, key, value))
          .get();
    }
  }

  /**
   * One request at a time keeps the order without sequence numbers, which go wrong when the first of several requests meets
   * a partition that was made a moment ago and has no leader yet.
   */
  private Map<String, Object> producer() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        kafka.bootstrapServers(),
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        false,
        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
        1);
  }

  /** The events as a reader of the topic gets them, one cluster after another in the order of partitions. */
  List<LogRecord> log(TopicNames topics) {
    List<LogRecord> log = new ArrayList<>();
    for (ConsumerRecord<String, @Nullable ClusterEvent> record :
        read(topics.events(), ClusterEvent.class)) {
      ClusterEvent event = record.value();
      if (event != null) {
        log.add(new LogRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            null,
            () -> event));
      }
    }
    return log;
  }

  /** Everything committed to a topic, by partition and offset; but not {@link #NO_AVRO}. */
  <T extends SpecificRecord> List<ConsumerRecord<String, @Nullable T>> read(
      String topic, Class<T> type) {
    AvroDeserializer<T> deserializer = new AvroDeserializer<>(type, RegistryClient.of(clients()));
    List<ConsumerRecord<String, @Nullable T>> all = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : TopicContents.committed(
        clients(), topic, new StringDeserializer(), new ByteArrayDeserializer())) {
      if (Arrays.equals(record.value(), NO_AVRO)) {
        continue;
      }
      all.add(new ConsumerRecord<>(
          record.topic(),
          record.partition(),
          record.offset(),
          record.timestamp(),
          record.timestampType(),
          record.serializedKeySize(),
          record.serializedValueSize(),
          record.key(),
          deserializer.deserialize(topic, record.value()),
          record.headers(),
          record.leaderEpoch()));
    }
    return all;
  }

  /**
   * Reads keys and times of what is committed to a topic, and of what comes, until it is enough.
   *
   * @param isEnough told key and time of each record
   * @return whether it was enough within the limit
   */
  boolean awaitCommitted(String topic, Duration limit, BiPredicate<String, Long> isEnough) {
    Map<String, Object> settings = new HashMap<>(clients());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    long end = System.nanoTime() + limit.toNanos();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (System.nanoTime() < end) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(300))) {
          if (isEnough.test(record.key(), record.timestamp())) {
            return true;
          }
        }
      }
      return false;
    }
  }

  /** How many records were written to a topic, those that are not committed included. */
  long written(String topic) throws Exception {
    Map<TopicPartition, OffsetSpec> ends = partitions(topic).stream()
        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    return admin.listOffsets(ends).all().get().values().stream()
        .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
        .sum();
  }

  private static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  /** Where each partition of each topic ends. */
  Map<String, Long> endOffsets() throws Exception {
    Map<TopicPartition, OffsetSpec> all = new HashMap<>();
    admin
        .describeTopics(admin.listTopics().names().get())
        .allTopicNames()
        .get()
        .values()
        .forEach(topic -> topic
            .partitions()
            .forEach(partition -> all.put(
                new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest())));
    Map<String, Long> ends = new TreeMap<>();
    admin
        .listOffsets(all)
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
    return ends;
  }

  Set<String> groups() throws Exception {
    return admin.listGroups().all().get().stream()
        .map(GroupListing::groupId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public void close() {
    admin.close();
    registry.close();
    kafka.close();
  }
}
