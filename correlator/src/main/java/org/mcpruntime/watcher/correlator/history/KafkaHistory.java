package org.mcpruntime.watcher.correlator.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The history of a cluster in Kafka: committed records only, without a group, up to what is the end when it is opened. */
public final class KafkaHistory implements ClusterHistory {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaHistory.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int PREFIX_BYTES = 5;

  /** Offsets to look back for a TICK at first; doubled while there is none. */
  private static final long LOOK_BACK = 2_000;

  private final TopicNames topics;
  private final String cluster;
  private final Map<String, Object> settings;
  private final int partition;
  private final ValueReader<ClusterEvent> events;
  private final ValueReader<Incident> incidents;
  private final ValueReader<WatcherStatus> statuses;
  private final PartitionReader log;
  private final PartitionReader told;
  private final List<Policy> policies = new ArrayList<>();
  private final Set<Unreadable> unreadable = new LinkedHashSet<>();
  private long evaluatedThrough = -1;

  private KafkaHistory(TopicNames topics, String cluster, Map<String, String> clients) {
    this.topics = topics;
    this.cluster = cluster;
    events = new ValueReader<>(ClusterEvent.class, clients);
    incidents = new ValueReader<>(Incident.class, clients);
    statuses = new ValueReader<>(WatcherStatus.class, clients);
    settings = new HashMap<>(clients);
    settings.keySet().removeIf(name -> name.endsWith("serializer"));
    settings.keySet().removeIf(name -> name.startsWith("group."));
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "cluster-watcher-history");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      partition = ClusterPartitioner.partition(
          cluster, consumer.partitionsFor(topics.events(), PATIENCE).size());
    }
    // The status first: what it says is evaluated can be read among the incidents then.
    readStatus();
    told = new PartitionReader(consumer(), new TopicPartition(topics.incidents(), partition));
    log = new PartitionReader(consumer(), new TopicPartition(topics.events(), partition));
  }

  /**
   * Opens it.
   *
   * @param clients settings of Kafka clients and of serializers, such as {@code bootstrap.servers} and {@code
   *     schema.registry.url}
   */
  public static KafkaHistory open(TopicNames topics, String cluster, Map<String, String> clients) {
    return new KafkaHistory(topics, cluster, clients);
  }

  /** The same to look back: a cluster that is forgotten has no status any more, and was evaluated through its FORGET. */
  public static KafkaHistory ofPast(
      TopicNames topics, String cluster, Map<String, String> clients) {
    KafkaHistory history = open(topics, cluster, clients);
    if (history.evaluatedThrough < 0) {
      history.evaluatedThrough = history.forgottenAt();
    }
    return history;
  }

  @Override
  public String cluster() {
    return cluster;
  }

  @Override
  public Iterator<LogRecord> events(long fromOffset) {
    return new Flattened<>(portions(fromOffset, Long.MAX_VALUE));
  }

  @Override
  public Iterator<List<LogRecord>> portions(long fromOffset, long toOffset) {
    return new Mapped<>(log.from(fromOffset, toOffset), portion -> {
      List<LogRecord> own = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : portion) {
        LogRecord event = event(record);
        if (event != null) {
          own.add(event);
        }
      }
      return own;
    });
  }

  @Override
  public long offsetAt(long time) {
    return log.firstAfter(time - 1);
  }

  @Override
  public long beginOffset() {
    return log.begin();
  }

  @Override
  public Optional<Tick> tickBefore(long time) {
    long end = log.firstAfter(time);
    for (long back = LOOK_BACK; ; back *= 2) {
      Tick found = null;
      long from = Math.max(log.begin(), end - back);
      for (Iterator<LogRecord> records = events(from); records.hasNext(); ) {
        LogRecord record = records.next();
        if (record.offset() >= end || record.timestamp() > time) {
          break;
        }
        found = Tick.newest(record, found);
      }
      if (found != null || from <= log.begin()) {
        return Optional.ofNullable(found);
      }
    }
  }

  @Override
  public Iterator<PublishedIncident> incidents() {
    return new Mapped<>(told.all(), this::incident);
  }

  @Override
  public List<Unreadable> unreadableIncidents() {
    return unreadable.stream()
        .filter(record -> record.topic().equals(topics.incidents()))
        .toList();
  }

  @Override
  public List<Policy> policies() {
    return List.copyOf(policies);
  }

  @Override
  public long evaluatedThrough() {
    return evaluatedThrough;
  }

  @Override
  public void close() {
    log.close();
    told.close();
    events.close();
    incidents.close();
    statuses.close();
  }

  /** The first FORGET behind the newest rules: each life of a cluster names them anew. -1 when it is no longer kept. */
  private long forgottenAt() {
    long since = policies.stream()
        .filter(Policy::isReadable)
        .mapToLong(Policy::since)
        .max()
        .orElse(Long.MAX_VALUE);
    if (since == Long.MAX_VALUE) {
      return -1;
    }
    String forget = ObjectKey.control(cluster, "Forget");
    for (Iterator<LogRecord> records = events(offsetAt(since)); records.hasNext(); ) {
      LogRecord record = records.next();
      if (record.key().equals(forget)) {
        return record.timestamp();
      }
    }
    return -1;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private @Nullable LogRecord event(ConsumerRecord<byte[], byte[]> record) {
    String key = Unreadable.key(record);
    if (!ObjectKey.clusterOf(key).equals(cluster) || record.value() == null) {
      return null;
    }
    return new LogRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        key,
        Stamps.of(record.headers()),
        () -> decode(record.value()));
  }

  private ClusterEvent decode(byte[] value) throws UnreadableRecordException {
    ClusterEvent event = events.read(topics.events(), value);
    if (event == null) {
      throw new UnreadableRecordException("without a value");
    }
    return event;
  }

  private @Nullable PublishedIncident incident(ConsumerRecord<byte[], byte[]> record) {
    Incident incident = read(incidents, record);
    return incident == null || !incident.getCluster().equals(cluster)
        ? null
        : new PublishedIncident(
            record.offset(),
            record.timestamp(),
            Arrays.copyOfRange(record.value(), PREFIX_BYTES, record.value().length),
            incident);
  }

  private void readStatus() {
    String policyKey = cluster + "/policy/";
    Map<String, Policy> byHash = new HashMap<>();
    try (PartitionReader reader =
        new PartitionReader(consumer(), new TopicPartition(topics.watcherStatus(), partition))) {
      for (Iterator<ConsumerRecord<byte[], byte[]>> all = reader.all(); all.hasNext(); ) {
        ConsumerRecord<byte[], byte[]> record = all.next();
        String key = Unreadable.key(record);
        if (key.equals(cluster)) {
          evaluatedThrough = evaluatedThrough(record);
        } else if (key.startsWith(policyKey) && record.value() != null) {
          WatcherStatus policy = read(statuses, record);
          if (policy == null) {
            String hash = key.substring(policyKey.length());
            byHash.putIfAbsent(hash, new Policy(record.timestamp(), hash, "", null));
          } else if (policy.getRulesHash() != null && policy.getRules() != null) {
            byHash.put(
                policy.getRulesHash(),
                new Policy(
                    record.timestamp(),
                    policy.getRulesHash(),
                    policy.getRules(),
                    policy.getBuild()));
          }
        }
      }
    }
    policies.addAll(byHash.values());
    policies.sort(Comparator.comparingLong(Policy::since));
  }

  /** After one more status. One that nobody can read says nothing: the one before it still holds. */
  private long evaluatedThrough(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return -1;
    }
    WatcherStatus status = read(statuses, record);
    return status == null || status.getEvaluatedThrough() == null
        ? evaluatedThrough
        : status.getEvaluatedThrough().toEpochMilli();
  }

  /** Null for what nobody can read, too; that is told once. */
  private <T extends SpecificRecord> @Nullable T read(
      ValueReader<T> reader, ConsumerRecord<byte[], byte[]> record) {
    try {
      return reader.read(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      Unreadable told = Unreadable.of(record, String.valueOf(e.getMessage()));
      if (unreadable.add(told)) {
        told.warn(LOG);
      }
      return null;
    }
  }

  /** One partition, from where it is asked for to the end that it had when this was made. */
  private static final class PartitionReader implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long begin;
    private final long end;

    PartitionReader(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
      this.consumer = consumer;
      this.partition = partition;
      consumer.assign(List.of(partition));
      begin = offset(consumer.beginningOffsets(List.of(partition), PATIENCE));
      end = offset(consumer.endOffsets(List.of(partition), PATIENCE));
    }

    private long offset(Map<TopicPartition, Long> offsets) {
      Long offset = offsets.get(partition);
      return offset == null ? 0 : offset;
    }

    long begin() {
      return begin;
    }

    /** Offset of the first record stamped after this time; the end when there is none. */
    long firstAfter(long time) {
      OffsetAndTimestamp found = consumer
          .offsetsForTimes(Map.of(partition, Math.max(0, time + 1)), PATIENCE)
          .get(partition);
      return found == null ? end : found.offset();
    }

    Iterator<ConsumerRecord<byte[], byte[]>> all() {
      return new Flattened<>(from(begin, end));
    }

    /** What one poll gives after the other; may be nothing. */
    Iterator<List<ConsumerRecord<byte[], byte[]>>> from(long fromOffset, long toOffset) {
      long last = Math.min(toOffset, end);
      consumer.seek(partition, Math.max(begin, fromOffset));
      return new Iterator<>() {
        private int silent;

        @Override
        public boolean hasNext() {
          return consumer.position(partition, PATIENCE) < last;
        }

        @Override
        public List<ConsumerRecord<byte[], byte[]>> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          long before = consumer.position(partition, PATIENCE);
          List<ConsumerRecord<byte[], byte[]>> polled = consumer.poll(POLL).records(partition);
          // Markers of transactions move the position and bring no record.
          silent = consumer.position(partition, PATIENCE) > before ? 0 : silent + 1;
          if (silent > PATIENCE.dividedBy(POLL)) {
            throw new TimeoutException(partition + " gave nothing for " + PATIENCE.toSeconds()
                + "s at offset " + before + " of " + end);
          }
          return polled.stream().filter(record -> record.offset() < last).toList();
        }
      };
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
