package org.mcpruntime.watcher.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Gap;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;

/** Writes the log of a cluster as a collector does: time never goes back, the sequence has no holes, and begins anew after FORGET. */
final class LogWriter {

  /** What TICKs say of a kind. */
  record Coverage(CoverageState state, long since, long progress) {}

  private final String cluster;
  private final List<Oracle.Entry> log = new ArrayList<>();
  private final Map<Kind, Coverage> coverage = new TreeMap<>();

  /** Begin of the list with this id, and of the newest complete list of each kind. */
  private final Map<String, Long> begun = new HashMap<>();

  private final Map<Kind, Long> complete = new TreeMap<>();
  private final int interval;
  private long now;
  private long sequence;
  private long tick;

  /** @param interval between TICKs, milliseconds */
  LogWriter(String cluster, Instant begin, int interval) {
    this.cluster = cluster;
    this.interval = interval;
    this.now = begin.toEpochMilli();
  }

  List<Oracle.Entry> log() {
    return log;
  }

  long now() {
    return now;
  }

  /** Time goes on without a word. */
  void silent(long millis) {
    now += millis;
  }

  /** Time goes on, with a TICK after so many intervals, again and again, and at the end. */
  void passes(long millis, int intervals) {
    long end = now + millis;
    while (now < end) {
      now = Math.min(end, now + (long) intervals * interval);
      tick();
    }
  }

  @Nullable
  Coverage coverage(Kind kind) {
    return coverage.get(kind);
  }

  void coverage(Kind kind, @Nullable Coverage told) {
    if (told == null) {
      coverage.remove(kind);
    } else {
      coverage.put(kind, told);
    }
  }

  void progress(Kind kind) {
    coverage.computeIfPresent(kind, (k, told) -> new Coverage(told.state(), told.since(), now));
  }

  void tick() {
    ClusterEvent event = event(Operation.TICK, Origin.COLLECTOR, null);
    event.setTick(++tick);
    event.setTickIntervalMillis(interval);
    complete.values().stream().min(Long::compare).ifPresent(event::setBaseOffset);
    List<KindCoverage> kinds = new ArrayList<>();
    coverage.forEach((kind, told) -> {
      KindCoverage each = new KindCoverage();
      each.setGroup(new Utf8(kind.group()));
      each.setVersion(new Utf8("v1"));
      each.setKind(new Utf8(kind.text()));
      each.setState(told.state());
      each.setReason(told.state() == CoverageState.BLIND ? new Utf8("Forbidden") : null);
      each.setSince(Instant.ofEpochMilli(told.since()));
      each.setLastProgress(told.progress() == 0 ? null : Instant.ofEpochMilli(told.progress()));
      each.setObjects(1L);
      kinds.add(each);
    });
    event.setCoverage(kinds);
    write(control("Tick"), event);
  }

  void begin(Kind kind, String namespace, String id) {
    begun.put(id, (long) log.size());
    write(control("SnapshotBegin"), list(Operation.SNAPSHOT_BEGIN, kind, namespace, id));
  }

  void end(Kind kind, String namespace, String id) {
    write(control("SnapshotEnd"), list(Operation.SNAPSHOT_END, kind, namespace, id));
    Long begin = begun.remove(id);
    if (namespace.isEmpty() && begin != null) {
      complete.put(kind, begin);
    }
  }

  void gap(Kind kind, long from) {
    ClusterEvent event = event(Operation.GAP, Origin.COLLECTOR, kind);
    Gap gap = new Gap();
    gap.setFrom(Instant.ofEpochMilli(from));
    gap.setTo(Instant.ofEpochMilli(now));
    gap.setReason(new Utf8("Expired"));
    event.setGap(gap);
    write(control("Gap"), event);
  }

  void forget() {
    coverage.clear();
    complete.clear();
    write(control("Forget"), event(Operation.FORGET, Origin.COLLECTOR, null));
    sequence = 0;
  }

  void object(Operation operation, Origin origin, Thing thing) {
    ClusterEvent event = object(operation, origin, thing, thing.version());
    event.setObject(new Utf8(thing.json()));
    write(key(thing), event);
  }

  void deleted(Origin origin, Thing thing) {
    write(key(thing), object(Operation.DELETED, origin, thing, thing.version()));
  }

  private ClusterEvent object(Operation operation, Origin origin, Thing thing, String version) {
    ClusterEvent event = event(operation, origin, thing.kind());
    event.setNamespace(new Utf8(thing.namespace()));
    event.setName(new Utf8(thing.name()));
    event.setUid(new Utf8(thing.uid()));
    event.setResourceVersion(new Utf8(version));
    return event;
  }

  private ClusterEvent list(Operation operation, Kind kind, String namespace, String id) {
    ClusterEvent event = event(operation, Origin.COLLECTOR, kind);
    event.setNamespace(namespace.isEmpty() ? null : new Utf8(namespace));
    event.setSnapshotId(new Utf8(id));
    return event;
  }

  private ClusterEvent event(Operation operation, Origin origin, @Nullable Kind kind) {
    ClusterEvent event = new ClusterEvent();
    event.setCluster(new Utf8(cluster));
    event.setClusterUid(new Utf8("uid-of-" + cluster));
    event.setGroup(new Utf8(kind == null ? "" : kind.group()));
    event.setVersion(kind == null ? null : new Utf8("v1"));
    event.setKind(kind == null ? null : new Utf8(kind.text()));
    event.setOperation(operation);
    event.setOrigin(origin);
    event.setEpoch(1);
    event.setObservedAt(Instant.ofEpochMilli(now));
    event.setSequence(++sequence);
    event.setRedacted(List.of());
    return event;
  }

  private void write(String key, ClusterEvent event) {
    log.add(new Oracle.Entry(key, event));
  }

  private String key(Thing thing) {
    return new ObjectKey(
            cluster, thing.kind().group(), thing.kind().text(), thing.namespace(), thing.name())
        .text();
  }

  private String control(String operation) {
    return cluster + "/-/" + operation + "/-/-";
  }
}
