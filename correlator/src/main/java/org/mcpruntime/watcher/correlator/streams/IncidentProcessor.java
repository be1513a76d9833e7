package org.mcpruntime.watcher.correlator.streams;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Sink;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.Stamps;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each event of one partition to an engine, and what the engine says to the sinks. One for each task. */
// The framework calls init before anything else.
@SuppressWarnings("NullAway.Init")
final class IncidentProcessor implements Processor<byte[], byte[], RoutedKey, byte[]>, Sink {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentProcessor.class);

  /** What is left of it belongs to the other clusters. */
  private static final Duration LIFE_INTERVAL = Duration.ofMillis(100);

  private final TopologySettings settings;
  private final Function<String, ClusterHistory> histories;
  private final EngineProbe probe;
  private ProcessorContext<RoutedKey, byte[]> context;
  private RecordCodec codec;
  private IncidentEngine engine;
  private Revival revival;
  private AtomicLong taken;
  private @Nullable Cancellable going;

  IncidentProcessor(
      TopologySettings settings, Function<String, ClusterHistory> histories, EngineProbe probe) {
    this.settings = settings;
    this.histories = histories;
    this.probe = probe;
  }

  @Override
  public void init(ProcessorContext<RoutedKey, byte[]> processorContext) {
    context = processorContext;
    codec = new RecordCodec(settings.serdes(), probe);
    int version = settings.engine().factsVersion();
    KeyValueStore<Bytes, byte[]> objects =
        context.getStateStore(CorrelatorTopology.objectsStore(version));
    KeyValueStore<Bytes, byte[]> lives =
        context.getStateStore(CorrelatorTopology.livesStore(version));
    Map<StoreName, Store> stores = new EnumMap<>(StoreName.class);
    for (StoreName name : StoreName.values()) {
      stores.put(name, new KafkaStore(name, name.small() ? lives : objects));
    }
    engine = new IncidentEngine(settings.engine(), stores::get, probe.counts());
    Host host = new Host(settings.engine(), histories, stores::get, engine, this);
    revival = new Revival(host, context.getStateStore(CorrelatorTopology.EVALUATED), probe);
    taken = probe.started(engine, context.taskId().partition());
    revival.lookThrough();
    goOn();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    taken.lazySet(record.timestamp());
    try {
      LogRecord read = logRecord(record, at);
      switch (revival.fate(read)) {
        case NOW -> evaluate(record, at, read);
        case LATER -> IncidentEngine.requireReadable(read);
        case NEVER -> {}
      }
    } catch (UnreadableRecordException e) {
      setAside(record, at, e);
    }
    goOn();
  }

  private void evaluate(Record<byte[], byte[]> record, RecordMetadata at, LogRecord read) {
    try {
      engine.process(read, this);
    } catch (UnreadableRecordException e) {
      setAside(record, at, e);
    }
    revival.evaluated(read);
  }

  /** Clusters come to life between records, so that others go on and Kafka sees that this thread lives. */
  private void goOn() {
    if (going == null && !revival.isIdle()) {
      going = context.schedule(LIFE_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> {
        if (!revival.isIdle()) {
          revival.goOn(Instant.ofEpochMilli(now));
        } else if (going != null) {
          // Each time it is called costs a commit.
          going.cancel();
          going = null;
        }
      });
    }
  }

  @Override
  public void close() {
    probe.stopped(engine, context.taskId().partition(), taken);
    revival.close();
    codec.close();
  }

  @Override
  public void incident(Incident incident) {
    forward(
        CorrelatorTopology.INCIDENTS,
        settings.topics().incidents(),
        new RoutedKey(incident.getCluster(), incident.getId()),
        incident,
        incident.getUpdatedAt().toEpochMilli());
  }

  @Override
  public void status(String cluster, String key, long timestamp, @Nullable WatcherStatus status) {
    forward(
        CorrelatorTopology.STATUS,
        settings.topics().watcherStatus(),
        new RoutedKey(cluster, key),
        status,
        timestamp);
  }

  private LogRecord logRecord(Record<byte[], byte[]> record, RecordMetadata at)
      throws UnreadableRecordException {
    if (record.key() == null || record.value() == null) {
      throw new UnreadableRecordException("without a key or without a value");
    }
    return new LogRecord(
        at.topic(),
        at.partition(),
        at.offset(),
        record.timestamp(),
        text(record.key()),
        Stamps.of(record.headers()),
        () -> codec.decode(at.topic(), record.value()));
  }

  /** Bytes that can never be read would stop the cluster for ever: they are kept elsewhere, and the rest goes on. */
  private void setAside(
      Record<byte[], byte[]> record, RecordMetadata at, UnreadableRecordException cause) {
    probe.deadLetter();
    String error = DeadLetters.error(cause);
    LOG.atWarn()
        .addKeyValue("topic", at.topic())
        .addKeyValue("partition", at.partition())
        .addKeyValue("offset", at.offset())
        .addKeyValue("error", error)
        .log("A record cannot be read and is set aside");
    String key = DeadLetters.key(record);
    String cluster = ObjectKey.clusterOf(key);
    context.forward(
        new Record<>(
            new RoutedKey(cluster, key),
            codec.encode(
                settings.topics().deadLetters(), DeadLetters.of(record, at, cluster, error)),
            record.timestamp(),
            DeadLetters.headers(record, error)),
        CorrelatorTopology.DEAD_LETTERS);
  }

  private void forward(
      String sink, String topic, RoutedKey key, @Nullable SpecificRecord value, long timestamp) {
    byte @Nullable [] bytes = value == null ? null : codec.encode(topic, value);
    context.forward(new Record<>(key, bytes, timestamp), sink);
  }

  private static String text(byte[] key) throws UnreadableRecordException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableRecordException("the key is not UTF-8", e);
    }
  }
}
