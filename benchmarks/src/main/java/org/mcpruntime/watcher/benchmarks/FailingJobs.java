package org.mcpruntime.watcher.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;

/** The log of a cluster in which nothing happens but Jobs that fail, each an incident of its own. */
final class FailingJobs implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(5);

  private final Wire wire;
  private final String topic;
  private final LogWriter writer;
  private final KafkaProducer<String, byte[]> producer;
  private final AvroDeserializer<Incident> incidents;
  private final Instant begin = now();
  private Instant tick = begin;
  private int jobs;

  FailingJobs(Bed bed, TopicNames topics) {
    wire = new Wire(bed);
    topic = topics.events();
    writer = new LogWriter(Bed.CLUSTER, begin);
    producer = new KafkaProducer<>(
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bed.servers(), "linger.ms", 0),
        new StringSerializer(),
        new ByteArraySerializer());
    incidents = new AvroDeserializer<>(Incident.class, RegistryClient.of(bed.kafka()));
  }

  /** Lists that there is nothing, then so many fail at once; returns how far a reader has to come. */
  Map<TopicPartition, Long> begin(int failures) throws InterruptedException, ExecutionException {
    List<LogRecord> list = new ArrayList<>();
    writer.snapshots(Operation.SNAPSHOT_BEGIN, list::add);
    writer.snapshots(Operation.SNAPSHOT_END, list::add);
    list.add(writer.tick(begin));
    for (LogRecord record : list) {
      Future<RecordMetadata> unused = send(record);
    }
    for (int i = 0; i < failures; i++) {
      fail();
    }
    RecordMetadata last = send(writer.tick(now())).get();
    return Map.of(new TopicPartition(topic, last.partition()), last.offset() + 1);
  }

  /** Another one has failed; returns its resourceVersion, as the record's header tells it. */
  String fail() {
    Instant now = now();
    // Without a word for three of these the log would count as interrupted.
    while (!tick.plus(TICK).isAfter(now)) {
      tick = tick.plus(TICK);
      Future<RecordMetadata> unused = send(writer.tick(tick));
    }
    jobs++;
    String name = "export-" + jobs;
    String uid = "00000000-7c54-4d0a-9a86-%012d".formatted(jobs);
    String json = """
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"%1$s","namespace":"tools",\
        "uid":"00000000-7c54-4d0a-9a86-%2$012d","resourceVersion":"%2$d","generation":1,\
        "creationTimestamp":"%3$s","labels":{"app.kubernetes.io/name":"export"}},\
        "spec":{"parallelism":1,"completions":1,"backoffLimit":0,"template":{"spec":{"restartPolicy":\
        "Never","containers":[{"name":"export","image":"registry.example.org/export:1.4.2"}]}}},\
        "status":{"startTime":"%3$s","failed":1,"conditions":[{"type":"Failed","status":"True",\
        "reason":"BackoffLimitExceeded","message":"Job has reached the specified backoff limit",\
        "lastProbeTime":"%3$s","lastTransitionTime":"%3$s"}]}}""".formatted(name, jobs, now);
    Future<RecordMetadata> unused = send(writer.object(
        Operation.ADDED,
        Origin.WATCH,
        new ObjectNews.News(
            Operation.ADDED, ResourceTypes.JOB, "tools", name, uid, jobs, new Utf8(json), now)));
    return String.valueOf(jobs);
  }

  /** What {@link #fail} returned for the Job that an incident is about. */
  String idOf(ConsumerRecord<byte[], byte[]> incident) {
    Incident told =
        Objects.requireNonNull(incidents.deserialize(incident.topic(), incident.value()));
    return told.getName().substring("export-".length());
  }

  private Future<RecordMetadata> send(LogRecord record) {
    return producer.send(wire.of(record, topic, 1));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void close() {
    producer.close();
  }
}
