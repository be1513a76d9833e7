package org.mcpruntime.watcher.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import org.mcpruntime.watcher.testbed.kube.Change;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.StoreWatch;
import org.mcpruntime.watcher.testbed.sim.DemoClock;
import org.mcpruntime.watcher.testbed.sim.Scenario;
import org.mcpruntime.watcher.testbed.sim.SimulatedCluster;

/** What the simulated cluster does, as a collector writes it, encoded and in memory. */
final class MixedHistory implements ClusterHistory {

  private static final Instant BEGIN = Instant.parse("2026-11-23T00:00:00Z");
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Schema SCHEMA = RecordSchema.of(ClusterEvent.class).schema();

  private final List<LogRecord> log = new ArrayList<>();
  private final Map<String, Integer> kinds = new HashMap<>();
  private long objectBytes;
  private long objects;

  private MixedHistory() {}

  /** So many records, TICKs included. */
  static MixedHistory of(int records) throws Exception {
    MixedHistory history = new MixedHistory();
    DemoClock clock = DemoClock.at(BEGIN);
    try (KubeStore store = KubeStore.inMemory(clock);
        SimulatedCluster cluster = SimulatedCluster.open(store, clock, Scenario.demo(), 7)) {
      List<StoreWatch> watches = new ArrayList<>();
      for (ResourceType type : store.types()) {
        watches.add(store.watch(type, 0));
      }
      Instant tick = clock.instant();
      while (history.log.size() < records) {
        Instant next = cluster.nextActionAt();
        while (!tick.isAfter(next)) {
          history.tick(tick, store.types());
          tick = tick.plus(TICK);
        }
        cluster.runUntil(next);
        List<Change> changes = new ArrayList<>();
        for (StoreWatch watch : watches) {
          changes.addAll(watch.poll(Integer.MAX_VALUE, Duration.ZERO));
        }
        changes.sort(Comparator.comparingLong(Change::resourceVersion));
        for (Change change : changes) {
          history.change(change, next);
        }
      }
    }
    history.log.subList(records, history.log.size()).clear();
    return history;
  }

  /** How many of what, of which size. */
  String description() {
    StringBuilder mix = new StringBuilder();
    kinds.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(8)
        .forEach(entry -> mix.append(mix.isEmpty() ? "" : ", ")
            .append(entry.getKey())
            .append(' ')
            .append(Math.round(100.0 * entry.getValue() / log.size()))
            .append('%'));
    return String.format(
        Locale.ROOT,
        "%,d records, objects of %,d bytes in the mean; %s",
        log.size(),
        objects == 0 ? 0 : objectBytes / objects,
        mix);
  }

  private void change(Change change, Instant at) throws Exception {
    ResourceType type = change.type();
    ByteBuffer json = change.json();
    byte[] bytes = new byte[json.remaining()];
    json.get(bytes);
    RedactedObject object =
        Redactor.standard().redact(bytes, 0, bytes.length, type.apiVersion(), type.kind());
    ClusterEvent event = event(Operation.valueOf(change.operation().name()), at);
    String uid = String.valueOf(object.uid());
    String version = Long.toString(change.resourceVersion());
    event.setGroup(new Utf8(type.group()));
    event.setVersion(new Utf8(type.version()));
    event.setKind(new Utf8(type.kind()));
    event.setNamespace(change.namespace().isEmpty() ? null : new Utf8(change.namespace()));
    event.setName(new Utf8(change.name()));
    event.setUid(new Utf8(uid));
    event.setResourceVersion(new Utf8(version));
    event.setObject(new Utf8(object.json()));
    objects++;
    objectBytes += object.json().length;
    kinds.merge(type.kind(), 1, Integer::sum);
    String key = new ObjectKey(
            Bed.CLUSTER, type.group(), type.kind(), change.namespace(), change.name())
        .text();
    write(key, event, new LogRecord.Stamp(event.getOperation().name(), uid, version));
  }

  private void tick(Instant at, List<ResourceType> types) {
    ClusterEvent event = event(Operation.TICK, at);
    event.setGroup(new Utf8(""));
    event.setTick((long) log.size());
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
    kinds.merge("TICK", 1, Integer::sum);
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
    event.setSequence(log.size() + 1L);
    event.setRedacted(List.of());
    return event;
  }

  private void write(String key, ClusterEvent event, LogRecord.@Nullable Stamp stamp) {
    byte[] body = encoded(event);
    log.add(new LogRecord(
        "mcp.cluster.events",
        0,
        log.size(),
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
      return new SpecificDatumReader<ClusterEvent>(SCHEMA)
          .read(null, DecoderFactory.get().binaryDecoder(body, null));
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
    return log.subList((int) fromOffset, log.size()).iterator();
  }

  @Override
  public long beginOffset() {
    return 0;
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
