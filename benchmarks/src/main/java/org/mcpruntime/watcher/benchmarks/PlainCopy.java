package org.mcpruntime.watcher.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.collector.publish.KafkaSettings;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * The baseline: a program that only copies a watch into Kafka. One thread cuts the stream into lines, one writes for each
 * the two records that the collector writes, with the same keys, headers, fields, producer settings, state records and
 * transactions; but the object as it came, without redaction, without an inventory, and with no more of it read than its
 * identity, which stands at its beginning.
 */
final class PlainCopy implements AutoCloseable {
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int MOST_BYTES = 1 << 20;
  private static final int RECORD_OVERHEAD_BYTES = 300;
  private static final Utf8 CLUSTER = new Utf8(Bed.CLUSTER);
  private static final Utf8 UID = new Utf8("00000000-0000-0000-0000-000000000000");
  private static final byte[] TYPE_END = ",\"object\":".getBytes(StandardCharsets.US_ASCII);

  private final Clock clock = Clock.systemUTC();
  private final TopicNames topics;
  private final KafkaProducer<String, SpecificRecord> producer;
  private final InputStream stream;
  private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(1024);
  private final List<Thread> threads;
  private long sequence;
  private volatile long position;
  private volatile @Nullable Exception failure;

  /** Begins to watch pods from a position. */
  static PlainCopy start(
      KubeAccess access, TopicNames topics, Map<String, String> kafka, long resourceVersion)
      throws IOException, InterruptedException {
    InputStream stream = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(
            HttpRequest.newBuilder(access
                    .api()
                    .master()
                    .resolve("/api/v1/pods?watch=1&timeoutSeconds=3600&resourceVersion="
                        + resourceVersion))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream())
        .body();
    PlainCopy copy = new PlainCopy(topics, kafka, stream);
    copy.threads.forEach(Thread::start);
    return copy;
  }

  private PlainCopy(TopicNames topics, Map<String, String> kafka, InputStream stream) {
    this.topics = topics;
    this.stream = stream;
    this.producer = new KafkaProducer<>(
        KafkaSettings.producer(kafka, topics.collectorTransactionalId(Bed.CLUSTER)));
    producer.initTransactions();
    this.threads = List.of(
        new Thread(() -> guarded(this::read), "plain-read"),
        new Thread(() -> guarded(this::write), "plain-write"));
  }

  /** The newest resourceVersion that is committed. */
  long position() {
    Exception failed = failure;
    if (failed != null) {
      throw new IllegalStateException("the baseline failed", failed);
    }
    return position;
  }

  private interface Work {
    void run() throws Exception;
  }

  private void guarded(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failure = e;
    }
  }

  private void read() throws IOException, InterruptedException {
    byte[] buffer = new byte[256 * 1024];
    int filled = 0;
    int searched = 0;
    for (int read = stream.read(buffer, 0, buffer.length);
        read >= 0;
        read = stream.read(buffer, filled, buffer.length - filled)) {
      filled += read;
      int begin = 0;
      for (int i = searched; i < filled; i++) {
        if (buffer[i] == '\n') {
          lines.put(Arrays.copyOfRange(buffer, begin, i));
          begin = i + 1;
        }
      }
      System.arraycopy(buffer, begin, buffer, 0, filled - begin);
      filled -= begin;
      searched = filled;
    }
  }

  private void write() throws InterruptedException, MalformedJsonException {
    while (true) {
      byte[] line = lines.take();
      producer.beginTransaction();
      long began = System.nanoTime();
      long bytes = 0;
      String newest = "";
      while (line != null) {
        newest = copy(line);
        bytes += line.length + RECORD_OVERHEAD_BYTES;
        line =
            bytes > MOST_BYTES || System.nanoTime() - began > LONGEST_NANOS ? null : lines.poll();
      }
      Instant now = clock.instant();
      state(newest, now);
      producer.commitTransaction();
      position = Long.parseLong(newest);
    }
  }

  /** Returns the object's resourceVersion. */
  private String copy(byte[] line) throws MalformedJsonException {
    int start = "{\"type\":\"MODIFIED\"".length() + TYPE_END.length;
    int length = line.length - start - 1;
    JsonScanner scanner = new JsonScanner(line, start, length);
    String namespace = "";
    String name = "";
    String uid = "";
    String version = "";
    scanner.enterObject();
    while (scanner.nextMember() && !scanner.name().equals("metadata")) {
      scanner.skipValue();
    }
    scanner.enterObject();
    while (version.isEmpty() || uid.isEmpty() || name.isEmpty() || namespace.isEmpty()) {
      scanner.nextMember();
      switch (scanner.name()) {
        case "namespace" -> namespace = scanner.stringValue();
        case "name" -> name = scanner.stringValue();
        case "uid" -> uid = scanner.stringValue();
        case "resourceVersion" -> version = scanner.stringValue();
        default -> scanner.skipValue();
      }
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    ClusterEvent event = new ClusterEvent();
    event.setCluster(CLUSTER);
    event.setClusterUid(UID);
    event.setGroup(new Utf8(""));
    event.setVersion(new Utf8("v1"));
    event.setKind(new Utf8("Pod"));
    event.setOperation(Operation.MODIFIED);
    event.setOrigin(Origin.WATCH);
    event.setObservedAt(now);
    event.setEpoch(1L);
    event.setSequence(++sequence);
    event.setNamespace(new Utf8(namespace));
    event.setName(new Utf8(name));
    event.setUid(new Utf8(uid));
    event.setResourceVersion(new Utf8(version));
    event.setObject(new Utf8(Arrays.copyOfRange(line, start, start + length)));
    event.setOriginalSize(length);
    event.setTruncated(false);
    event.setRedacted(List.of());
    String key = new ObjectKey(Bed.CLUSTER, "", "Pod", namespace, name).text();
    List<Header> headers = List.of(
        header("operation", "MODIFIED"),
        header("kind", "Pod"),
        header("namespace", namespace),
        header("uid", uid),
        header("resourceVersion", version));
    long timestamp = now.toEpochMilli();
    send(new ProducerRecord<>(topics.events(), 0, timestamp, key, event, headers));
    send(new ProducerRecord<>(topics.snapshots(), 0, timestamp, key, event, headers));
    return version;
  }

  private void state(String newest, Instant now) {
    CollectorState kind = new CollectorState();
    kind.setCluster(Bed.CLUSTER);
    kind.setGroup("");
    kind.setVersion("v1");
    kind.setKind("Pod");
    kind.setResourceVersion(newest);
    kind.setLastProgress(now);
    CollectorState leader = new CollectorState();
    leader.setCluster(Bed.CLUSTER);
    leader.setClusterUid(UID.toString());
    leader.setEpoch(1L);
    leader.setSequence(sequence);
    leader.setTick(1L);
    leader.setLastTime(now);
    long timestamp = now.toEpochMilli();
    String topic = topics.collectorState();
    send(new ProducerRecord<>(topic, 0, timestamp, Bed.CLUSTER + "/kind//Pod", kind));
    send(new ProducerRecord<>(topic, 0, timestamp, Bed.CLUSTER + "/leader", leader));
  }

  /** The commit fails when it did. */
  private void send(ProducerRecord<String, SpecificRecord> record) {
    Future<RecordMetadata> unused = producer.send(record);
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      stream.close();
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (IOException e) {
      // It was broken already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
