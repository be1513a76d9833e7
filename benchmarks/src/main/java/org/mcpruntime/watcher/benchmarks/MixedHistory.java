package org.mcpruntime.watcher.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.Policy;
import org.mcpruntime.watcher.correlator.history.Tick;
import org.mcpruntime.watcher.correlator.history.Told;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.redaction.Redactor;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;

/**
 * What a busy cluster does, as a collector writes it, encoded and in memory: everything listed once, then changes as they come.
 */
final class MixedHistory implements ClusterHistory {

  private static final Instant BEGIN = Instant.parse("2026-11-23T00:00:00Z");
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Schema SCHEMA = RecordSchema.of(ClusterEvent.class).schema();
  private static final SpecificDatumReader<ClusterEvent> READER = new SpecificDatumReader<>(SCHEMA);

  private final List<ResourceType> types = ResourceTypes.all();
  private final List<LogRecord> log = new ArrayList<>();
  private final Map<String, Integer> kinds = new HashMap<>();
  private boolean listing = true;
  private long objectBytes;
  private long objects;
  private long offset;
  private Consumer<LogRecord> out = log::add;

  private MixedHistory() {}

  /**
   * A history of a cluster of about so many objects.
   *
   * @param changes records behind those of the list, TICKs included
   */
  static MixedHistory of(int objects, int changes) {
    return of(objects, changes, null);
  }

  /** @param listed takes the records of the list, which are then no part of the history; null to keep them */
  static MixedHistory of(int objects, int changes, @Nullable Consumer<LogRecord> listed) {
    MixedHistory history = new MixedHistory();
    history.fill(objects, changes, listed);
    return history;
  }

  private void fill(int objectCount, int changes, @Nullable Consumer<LogRecord> listed) {
    if (listed != null) {
      out = listed;
    }
    BusyCluster cluster = new BusyCluster(objectCount, 7, BEGIN, this::saw);
    types.forEach(type -> snapshot(Operation.SNAPSHOT_BEGIN, type));
    cluster.list();
    types.forEach(type -> snapshot(Operation.SNAPSHOT_END, type));
    listing = false;
    tick(BEGIN);
    out = log::add;
    int size = log.size() + changes;
    Instant tick = BEGIN.plus(TICK);
    while (log.size() < size) {
      for (Instant next = cluster.next(); !tick.isAfter(next); tick = tick.plus(TICK)) {
        tick(tick);
      }
      cluster.proceed();
    }
    log.subList(size, log.size()).clear();
  }

  int size() {
    return log.size();
  }

  /** How many of what, of which size; what was listed is not counted. */
  String description() {
    StringBuilder mix = new StringBuilder();
    int all = kinds.values().stream().mapToInt(Integer::intValue).sum();
    kinds.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> mix.append(mix.isEmpty() ? "" : ", ")
            .append(entry.getKey())
            .append(String.format(Locale.ROOT, " %.1f%%", 100.0 * entry.getValue() / all)));
    return String.format(
        Locale.ROOT,
        "%,d records, objects of %,d bytes in the mean; changes: %s",
        log.size(),
        objects == 0 ? 0 : objectBytes / objects,
        mix);
  }

  private void saw(ObjectNews.News news) {
    ResourceType type = news.type();
    byte[] json = news.json();
    RedactedObject object;
    try {
      object = Redactor.standard().redact(json, 0, json.length, type.apiVersion(), type.kind());
    } catch (Exception e) {
      throw new IllegalStateException(news.name(), e);
    }
    ClusterEvent event = event(listing ? Operation.SNAPSHOT : news.operation(), news.at());
    event.setOrigin(listing ? Origin.LIST : Origin.WATCH);
    String version = Long.toString(news.version());
    event.setGroup(new Utf8(type.group()));
    event.setVersion(new Utf8(type.version()));
    event.setKind(new Utf8(type.kind()));
    event.setNamespace(news.namespace().isEmpty() ? null : new Utf8(news.namespace()));
    event.setName(new Utf8(news.name()));
    event.setUid(new Utf8(news.uid()));
    event.setResourceVersion(new Utf8(version));
    event.setObject(new Utf8(object.json()));
    event.setOriginalSize(json.length);
    objects++;
    objectBytes += object.json().length;
    if (!listing) {
      kinds.merge(type.kind(), 1, Integer::sum);
    }
    String key =
        new ObjectKey(Bed.CLUSTER, type.group(), type.kind(), news.namespace(), news.name()).text();
    write(key, event, new LogRecord.Stamp(event.getOperation().name(), news.uid(), version));
  }

  private void snapshot(Operation operation, ResourceType type) {
    ClusterEvent event = event(operation, BEGIN);
    event.setGroup(new Utf8(type.group()));
    event.setKind(new Utf8(type.kind()));
    event.setSnapshotId(new Utf8(type.kind()));
    write(
        ObjectKey.control(
            Bed.CLUSTER, operation == Operation.SNAPSHOT_BEGIN ? "SnapshotBegin" : "SnapshotEnd"),
        event,
        null);
  }

  private void tick(Instant at) {
    ClusterEvent event = event(Operation.TICK, at);
    event.setGroup(new Utf8(""));
    event.setTick(offset);
    List<KindCoverage> coverage = new ArrayList<>();
    for (ResourceType type : types) {
      KindCoverage kind = new KindCoverage();
      kind.setGroup(new Utf8(type.group()));
      kind.setVersion(new Utf8(type.version()));
      kind.setKind(new Utf8(type.kind()));
      kind.setState(CoverageState.SYNCED);
      kind.setSince(BEGIN);
      kind.setLastProgress(at);
      coverage.add(kind);
    }
    event.setCoverage(coverage);
    if (!listing) {
      kinds.merge("TICK", 1, Integer::sum);
    }
    write(ObjectKey.control(Bed.CLUSTER, "Tick"), event, null);
  }

  private ClusterEvent event(Operation operation, Instant at) {
    ClusterEvent event = new ClusterEvent();
    event.setCluster(new Utf8(Bed.CLUSTER));
    event.setClusterUid(new Utf8("00000000-0000-0000-0000-000000000001"));
    event.setOperation(operation);
    event.setOrigin(Origin.WATCH);
    event.setObservedAt(at);
    event.setEpoch(1);
    event.setSequence(offset + 1L);
    event.setRedacted(List.of());
    return event;
  }

  private void write(String key, ClusterEvent event, LogRecord.@Nullable Stamp stamp) {
    byte[] body = encoded(event);
    out.accept(new LogRecord(
        "mcp.cluster.events",
        0,
        offset++,
        event.getObservedAt().toEpochMilli(),
        key,
        stamp,
        () -> decoded(body)));
  }

  private static byte[] encoded(ClusterEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<ClusterEvent>(SCHEMA).write(event, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static ClusterEvent decoded(byte[] body) {
    try {
      return READER.read(null, DecoderFactory.get().binaryDecoder(body, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String cluster() {
    return Bed.CLUSTER;
  }

  @Override
  public Iterator<LogRecord> events(long fromOffset) {
    int from = (int) Math.max(0, fromOffset - beginOffset());
    return log.subList(from, log.size()).iterator();
  }

  @Override
  public long beginOffset() {
    return log.get(0).offset();
  }

  @Override
  public Optional<Tick> tickBefore(long time) {
    return Optional.empty();
  }

  @Override
  public Iterator<Told> incidents() {
    return List.<Told>of().iterator();
  }

  @Override
  public List<Policy> policies() {
    return List.of();
  }

  @Override
  public long evaluatedThrough() {
    return log.get(log.size() - 1).timestamp();
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
