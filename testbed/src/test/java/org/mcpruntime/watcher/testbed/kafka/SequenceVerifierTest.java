package org.mcpruntime.watcher.testbed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.SequenceReport;
import org.mcpruntime.watcher.schemas.topics.SequenceReport.ClusterSequence;
import org.mcpruntime.watcher.schemas.topics.SequenceVerifier;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** One log of two clusters in transactions, and copies of it that somebody changed. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SequenceVerifierTest {
  private static final int PARTITIONS = 3;
  private static final int RECORDS = 100;
  private static final String LOG = "mcp.cluster.events";

  @TempDir
  private static Path dir;

  private static LocalKafka kafka;
  private static LocalRegistry registry;
  private static RegistryClient client;
  private static int copies;

  @BeforeAll
  static void start() throws Exception {
    kafka = LocalKafka.startOnFreePorts(dir.resolve("kafka"));
    registry = LocalRegistry.start(dir.resolve("registry.jsonl"), 0);
    client = RegistryClient.of(Map.of("schema.registry.url", registry.uri().toString()));
    createTopic(LOG);
    writeLog();
  }

  @AfterAll
  static void stop() throws IOException {
    registry.close();
    kafka.close();
  }

  @Test
  void findsAnUntouchedLogSound() {
    AtomicLong told = new AtomicLong();

    SequenceReport report =
        verifier().verify(LOG, (records, done, total) -> told.set(total - done));

    assertThat(report.isSound()).isTrue();
    assertThat(report.records()).isEqualTo(2 * RECORDS);
    assertThat(report.clusters())
        .containsExactly(
            new ClusterSequence("prod", RECORDS, 1, RECORDS, 0, 0, 0, 0, 0),
            new ClusterSequence("staging", RECORDS, 1, RECORDS, 0, 0, 0, 0, 0));
    assertThat(told).hasValue(0);
  }

  @Test
  void findsAFaithfulCopySound() throws Exception {
    assertThat(verifier().verify(copy(log -> log), (records, done, total) -> {}).isSound())
        .isTrue();
  }

  static Stream<Arguments> tamperings() {
    return Stream.of(
        tampering("removed", log -> log.remove(indexOf(log, 50)), cluster -> cluster.holes() == 1),
        tampering(
            "duplicated",
            log -> log.add(log.get(indexOf(log, 50))),
            cluster -> cluster.repeats() == 1),
        tampering(
            "swapped",
            log -> Collections.swap(log, indexOf(log, 50), indexOf(log, 51)),
            cluster -> cluster.disorders() == 1 && cluster.holes() == 0 && cluster.badTimes() == 1),
        tampering(
            "restamped",
            log -> log.set(indexOf(log, 50), restamped(log.get(indexOf(log, 50)))),
            cluster -> cluster.badTimes() == 2 && cluster.holes() == 0),
        tampering(
            "moved to another partition",
            log -> log.set(indexOf(log, 50), moved(log.get(indexOf(log, 50)))),
            cluster -> cluster.misplaced() == 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperings")
  void findsTampering(
      String name,
      Consumer<List<ProducerRecord<byte[], byte[]>>> change,
      Predicate<ClusterSequence> told)
      throws Exception {
    String copy = copy(log -> {
      change.accept(log);
      return log;
    });

    SequenceReport report = verifier().verify(copy, (records, done, total) -> {});

    assertThat(report.isSound()).isFalse();
    assertThat(report.clusters().get(0))
        .satisfies(prod -> assertThat(told.test(prod)).as(prod.toString()).isTrue());
    assertThat(report.clusters().get(1).isSound()).isTrue();
  }

  @Test
  void countsWhatItCannotRead() throws Exception {
    String copy = copy(log -> {
      log.add(new ProducerRecord<>("", 0, null, new byte[] {1}, new byte[] {1, 2, 3}));
      return log;
    });

    SequenceReport report = verifier().verify(copy, (records, done, total) -> {});

    assertThat(report.unreadable()).isEqualTo(1);
    assertThat(report.isSound()).isFalse();
  }

  @Test
  void letsAForgottenClusterBeginAnew() throws Exception {
    String topic = newTopic();
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      ClusterEvent forget = Records.event("prod", 2);
      forget.setOperation(Operation.FORGET);
      ClusterEvent anew = Records.event("prod", 1);
      anew.setObservedAt(Records.START.plusSeconds(3));
      for (ClusterEvent event : List.of(Records.event("prod", 1), forget, anew)) {
        var unused = producer.send(record(topic, event));
      }
    }

    assertThat(verifier().verify(topic, (records, done, total) -> {}).isSound()).isTrue();
  }

  @Test
  void acceptsALogWhoseBeginningIsGone() throws Exception {
    String copy = copy(log -> new ArrayList<>(log.subList(20, log.size())));

    SequenceReport report = verifier().verify(copy, (records, done, total) -> {});

    assertThat(report.isSound()).isTrue();
    assertThat(report.records()).isEqualTo(2 * RECORDS - 20);
  }

  @Test
  void namesAMissingTopic() {
    assertThatThrownBy(() -> verifier().verify("no.such.topic", (records, done, total) -> {}))
        .isInstanceOf(UnknownTopicOrPartitionException.class)
        .hasMessageContaining("no.such.topic");
  }

  private static Arguments tampering(
      String name,
      Consumer<List<ProducerRecord<byte[], byte[]>>> change,
      Predicate<ClusterSequence> told) {
    return Arguments.of(name, change, told);
  }

  private static SequenceVerifier verifier() {
    return new SequenceVerifier(Map.of("bootstrap.servers", kafka.bootstrapServers()), client);
  }

  /** Ten records a transaction, each followed by one that is aborted. */
  private static void writeLog() {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "writer"))) {
      producer.initTransactions();
      for (int begin = 1; begin <= RECORDS; begin += 10) {
        for (boolean commit : new boolean[] {false, true}) {
          producer.beginTransaction();
          for (long sequence = begin; sequence < begin + 10; sequence++) {
            var unused = producer.send(record(LOG, Records.event("prod", sequence)));
            unused = producer.send(record(LOG, Records.event("staging", sequence)));
          }
          if (commit) {
            producer.commitTransaction();
          } else {
            producer.flush();
            producer.abortTransaction();
          }
        }
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, ClusterEvent event) {
    try (AvroSerializer<ClusterEvent> serializer = new AvroSerializer<>(client)) {
      String cluster = event.getCluster().toString();
      return new ProducerRecord<>(
          topic,
          ClusterPartitioner.partition(cluster, PARTITIONS),
          event.getObservedAt().toEpochMilli(),
          (cluster + "/" + event.getSequence()).getBytes(StandardCharsets.UTF_8),
          serializer.serialize(LOG, event));
    }
  }

  private static String copy(UnaryOperator<List<ProducerRecord<byte[], byte[]>>> change)
      throws Exception {
    String topic = newTopic();
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (ProducerRecord<byte[], byte[]> record : change.apply(readLog())) {
        var unused = producer.send(new ProducerRecord<>(
            topic, record.partition(), record.timestamp(), record.key(), record.value()));
      }
    }
    return topic;
  }

  private static List<ProducerRecord<byte[], byte[]>> readLog() {
    List<ProducerRecord<byte[], byte[]>> log = TopicContents.committed(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            LOG,
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())
        .stream()
        .map(record -> new ProducerRecord<>(
            LOG, record.partition(), record.timestamp(), record.key(), record.value()))
        .collect(Collectors.toCollection(ArrayList::new));
    assertThat(log).hasSize(2 * RECORDS);
    return log;
  }

  private static int indexOf(List<ProducerRecord<byte[], byte[]>> log, long sequence) {
    for (int index = 0; index < log.size(); index++) {
      if (new String(log.get(index).key(), StandardCharsets.UTF_8).equals("prod/" + sequence)) {
        return index;
      }
    }
    throw new IllegalArgumentException("no record " + sequence);
  }

  private static ProducerRecord<byte[], byte[]> restamped(ProducerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(
        LOG, record.partition(), record.timestamp() + 3_600_000, record.key(), record.value());
  }

  private static ProducerRecord<byte[], byte[]> moved(ProducerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(
        LOG,
        (record.partition() + 1) % PARTITIONS,
        record.timestamp(),
        record.key(),
        record.value());
  }

  private static String newTopic() throws Exception {
    String topic = "copy-" + copies++;
    createTopic(topic);
    return topic;
  }

  private static void createTopic(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
          .all()
          .get();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", kafka.bootstrapServers());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
