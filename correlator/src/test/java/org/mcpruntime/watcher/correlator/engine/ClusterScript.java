package org.mcpruntime.watcher.correlator.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Gap;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/**
 * A cluster's history written by hand: each call is one record of the log, given to an engine at once. Time is what the
 * test says: {@link #at} sets it, {@link #until} lets ticks pass.
 */
public final class ClusterScript {

  public static final Duration TICK = Duration.ofSeconds(5);
  public static final List<KindRef> WATCHED =
      List.of(Kinds.POD, Kinds.REPLICA_SET, Kinds.DEPLOYMENT, Kinds.MCP_SERVER);

  /** Something the engine wrote. */
  public record Written(
      long timestamp, String key, @Nullable Object value) {}

  private record Told(
      CoverageState state, Instant since, @Nullable Instant progress) {}

  /** No value at all, as a decoder says it. */
  private static final LogRecord.Body UNREADABLE = () -> {
    throw new UnreadableRecordException("not Avro");
  };

  private final String cluster;
  private final Map<StoreName, MemoryStore> stores = new EnumMap<>(StoreName.class);
  private final List<LogRecord> log = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();
  private final Map<String, String> versions = new HashMap<>();
  private final Map<String, Thing> things = new TreeMap<>();
  private final Map<KindRef, Told> coverage = new TreeMap<>();
  private final Map<String, Long> begun = new HashMap<>();
  private final Map<KindRef, Long> complete = new TreeMap<>();
  private EngineSettings settings;
  private IncidentEngine engine;
  private Instant now = clock("02:00:00");
  private @Nullable Duration interval;
  private long offset = 100;
  private long sequence = 0;
  private long tick = 0;
  private int epoch = 1;
  private int taken = 0;

  public ClusterScript(String cluster, EngineSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    engine = new IncidentEngine(settings, this::store);
  }

  public static ClusterScript with(Check<?>... checks) {
    return new ClusterScript("prod", settings(checks));
  }

  public static EngineSettings settings(Check<?>... checks) {
    return EngineSettings.standard(Rules.standard(List.of(checks)), 1);
  }

  /** A cluster that has been listed and is seen, at 02:00:00. */
  public static ClusterScript seen(Check<?>... checks) {
    return with(checks).listed();
  }

  public static Instant clock(String time) {
    return LocalDate.of(2026, 11, 23).atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
  }

  private Store store(StoreName name) {
    MemoryStore store = stores.get(name);
    if (store == null) {
      throw new IllegalStateException(name.text());
    }
    return store;
  }

  public MemoryStore stored(StoreName name) {
    return (MemoryStore) store(name);
  }

  public IncidentEngine engine() {
    return engine;
  }

  public List<LogRecord> log() {
    return log;
  }

  /** Another engine goes on with the stores of the first. */
  public ClusterScript restart() {
    return restart(settings);
  }

  public ClusterScript restart(EngineSettings other) {
    settings = other;
    engine = new IncidentEngine(other, this::store);
    return this;
  }

  /** The offset of the first record, before it is written. */
  public ClusterScript from(long firstOffset) {
    offset = firstOffset;
    return this;
  }

  /** From now on TICKs say that they come as often as this, and do; before, they say nothing. */
  public ClusterScript ticking(Duration every) {
    interval = every;
    return this;
  }

  public ClusterScript at(String time) {
    return at(clock(time));
  }

  public ClusterScript at(Instant time) {
    now = time;
    return this;
  }

  public Instant now() {
    return now;
  }

  /** An empty first list of every kind, and a TICK that says they are seen. */
  public ClusterScript listed(Thing... things) {
    for (KindRef kind : WATCHED) {
      begin(kind, "", "first-" + kind.kind());
      for (Thing thing : things) {
        if (thing.ref().kindRef().equals(kind)) {
          snapshot(thing);
        }
      }
      end(kind, "", "first-" + kind.kind());
      synced(kind);
    }
    return tick();
  }

  /** From now on TICKs say that the kind is seen, and that progress is made. */
  public ClusterScript synced(KindRef kind) {
    coverage.put(kind, new Told(CoverageState.SYNCED, now, null));
    return this;
  }

  /** From now on TICKs say that the kind is seen, but the last progress stays this. */
  public ClusterScript stalled(KindRef kind, String progress) {
    return stalled(kind, clock(progress));
  }

  public ClusterScript stalled(KindRef kind, Instant progress) {
    coverage.put(kind, new Told(CoverageState.SYNCED, now, progress));
    return this;
  }

  /** Another collector goes on. */
  public ClusterScript epoch() {
    epoch++;
    return this;
  }

  public ClusterScript blind(KindRef kind) {
    coverage.put(kind, new Told(CoverageState.BLIND, now, null));
    return this;
  }

  public ClusterScript notLookedAt(KindRef kind) {
    coverage.remove(kind);
    return this;
  }

  public ClusterScript tick() {
    ClusterEvent event = event(Operation.TICK);
    event.setTick(++tick);
    event.setTickIntervalMillis(interval == null ? null : (int) interval.toMillis());
    List<KindCoverage> kinds = new ArrayList<>();
    coverage.forEach((kind, told) -> {
      KindCoverage each = new KindCoverage();
      each.setGroup(new Utf8(kind.group()));
      each.setVersion(new Utf8("v1"));
      each.setKind(new Utf8(kind.kind()));
      each.setState(told.state());
      each.setSince(told.since());
      each.setLastProgress(
          told.progress() == null && told.state() == CoverageState.SYNCED ? now : told.progress());
      if (told.state() == CoverageState.BLIND) {
        each.setReason(new Utf8("Forbidden"));
      }
      each.setObjects(1L);
      kinds.add(each);
    });
    event.setCoverage(kinds);
    if (complete.keySet().containsAll(coverage.keySet())) {
      complete.values().stream().min(Long::compare).ifPresent(event::setBaseOffset);
    }
    return write(control("Tick"), event, null);
  }

  /** TICKs every five seconds, or as often as was said, the last one at this time. */
  public ClusterScript until(String time) {
    return until(clock(time));
  }

  public ClusterScript until(Instant end) {
    while (now.isBefore(end)) {
      Instant next = now.plus(interval == null ? TICK : interval);
      at(next.isAfter(end) ? end : next).tick();
    }
    return this;
  }

  public ClusterScript passes(Duration duration) {
    return until(now.plus(duration));
  }

  public ClusterScript added(Thing thing) {
    return object(Operation.ADDED, thing, nextVersion());
  }

  public ClusterScript modified(Thing thing) {
    return object(Operation.MODIFIED, thing, nextVersion());
  }

  /** A change that a list found. */
  public ClusterScript found(Thing thing, Origin origin) {
    return object(Operation.MODIFIED, thing, nextVersion(), origin);
  }

  /** Restated as it was written last; first seen if it was not. */
  public ClusterScript snapshot(Thing thing) {
    String version = versions.get(thing.ref().text());
    return object(Operation.SNAPSHOT, thing, version == null ? nextVersion() : version);
  }

  /** A newer version of an object whose bytes can never be read. */
  public ClusterScript unreadable(Operation operation, Thing thing) {
    String version = nextVersion();
    versions.put(thing.ref().text(), version);
    return write(
        cluster + "/" + thing.ref().text(),
        new LogRecord.Stamp(operation.name(), thing.uid(), version),
        UNREADABLE);
  }

  public ClusterScript deleted(Thing thing) {
    ClusterEvent event = event(Operation.DELETED);
    event.setUid(new Utf8(thing.uid()));
    event.setName(new Utf8(thing.ref().name()));
    versions.remove(thing.ref().text());
    things.remove(thing.ref().text());
    return write(cluster + "/" + thing.ref().text(), event, null);
  }

  public ClusterScript begin(KindRef kind, String namespace, String id) {
    begun.put(id, offset);
    return write(
        control("SnapshotBegin"), scope(Operation.SNAPSHOT_BEGIN, kind, namespace, id), null);
  }

  public ClusterScript end(KindRef kind, String namespace, String id) {
    Long begin = begun.remove(id);
    if (begin != null && namespace.isEmpty()) {
      complete.put(kind, begin);
    }
    return write(control("SnapshotEnd"), scope(Operation.SNAPSHOT_END, kind, namespace, id), null);
  }

  /** A complete list of a kind that mentions what was written last of each object, at random half of them. */
  public ClusterScript restated(KindRef kind, String id) {
    begin(kind, "", id);
    for (Thing thing : List.copyOf(things.values())) {
      if (thing.ref().kindRef().equals(kind) && (thing.hashCode() + offset) % 2 == 0) {
        snapshot(thing);
      }
    }
    return end(kind, "", id);
  }

  /** A complete list of a kind that mentions everything. */
  public ClusterScript relisted(KindRef kind, String id) {
    begin(kind, "", id);
    for (Thing thing : List.copyOf(things.values())) {
      if (thing.ref().kindRef().equals(kind)) {
        snapshot(thing);
      }
    }
    return end(kind, "", id);
  }

  public ClusterScript gap(KindRef kind, String from, String to) {
    return gap(kind, clock(from), clock(to));
  }

  public ClusterScript gap(KindRef kind, Instant from, Instant to) {
    ClusterEvent event = scope(Operation.GAP, kind, "", "");
    Gap gap = new Gap();
    gap.setFrom(from);
    gap.setTo(to);
    gap.setReason(new Utf8("Expired"));
    event.setGap(gap);
    return write(control("Gap"), event, null);
  }

  /** The cluster is removed; what comes later under its name begins with number 1. */
  public ClusterScript forget() {
    write(control("Forget"), event(Operation.FORGET), null);
    sequence = 0;
    return this;
  }

  public ClusterScript unknown() {
    return write(control("Unknown"), event(Operation.UNKNOWN), null);
  }

  /** Everything written since this was asked last. */
  public List<Written> news() {
    List<Written> news = List.copyOf(written.subList(taken, written.size()));
    taken = written.size();
    return news;
  }

  /** Incidents written since news were asked last. */
  public List<Incident> incidents() {
    return news().stream()
        .map(Written::value)
        .filter(Incident.class::isInstance)
        .map(Incident.class::cast)
        .toList();
  }

  /** The one incident written since news were asked last. */
  public Incident incident() {
    List<Incident> incidents = incidents();
    if (incidents.size() != 1) {
      throw new AssertionError("one incident expected: " + incidents);
    }
    return incidents.get(0);
  }

  public WatcherStatus status() {
    return written.stream()
        .filter(each -> each.key().equals(cluster))
        .map(Written::value)
        .map(WatcherStatus.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  public List<Written> written() {
    return written;
  }

  /** A log given to an engine with these stores; what it writes. */
  public static List<Written> replay(IncidentEngine engine, List<LogRecord> log) {
    List<Written> written = new ArrayList<>();
    for (LogRecord record : log) {
      process(engine, record, written);
    }
    return written;
  }

  private static void process(IncidentEngine engine, LogRecord record, List<Written> written) {
    try {
      engine.process(record, new Sink() {
        @Override
        public void incident(Incident incident) {
          written.add(
              new Written(incident.getUpdatedAt().toEpochMilli(), incident.getId(), incident));
        }

        @Override
        public void status(
            String cluster, String key, long timestamp, @Nullable WatcherStatus status) {
          written.add(new Written(timestamp, key, status));
        }
      });
    } catch (UnreadableRecordException e) {
      if (!record.body().equals(UNREADABLE)) {
        throw new AssertionError(e);
      }
    }
  }

  private ClusterScript object(Operation operation, Thing thing, String version) {
    return object(operation, thing, version, Origin.WATCH);
  }

  private ClusterScript object(Operation operation, Thing thing, String version, Origin origin) {
    versions.put(thing.ref().text(), version);
    things.put(thing.ref().text(), thing);
    ClusterEvent event = event(operation);
    event.setOrigin(origin);
    event.setGroup(new Utf8(thing.ref().group()));
    event.setVersion(new Utf8("v1"));
    event.setKind(new Utf8(thing.ref().kind()));
    event.setNamespace(new Utf8(thing.ref().namespace()));
    event.setName(new Utf8(thing.ref().name()));
    event.setUid(new Utf8(thing.uid()));
    event.setResourceVersion(new Utf8(version));
    event.setObject(new Utf8(thing.json(version)));
    return write(
        cluster + "/" + thing.ref().text(),
        event,
        new LogRecord.Stamp(operation.name(), thing.uid(), version));
  }

  private ClusterEvent scope(Operation operation, KindRef kind, String namespace, String id) {
    ClusterEvent event = event(operation);
    event.setGroup(new Utf8(kind.group()));
    event.setKind(new Utf8(kind.kind()));
    event.setNamespace(namespace.isEmpty() ? null : new Utf8(namespace));
    event.setSnapshotId(new Utf8(id));
    return event;
  }

  private ClusterEvent event(Operation operation) {
    ClusterEvent event = new ClusterEvent();
    event.setCluster(new Utf8(cluster));
    event.setClusterUid(new Utf8("uid-of-" + cluster));
    event.setGroup(new Utf8(""));
    event.setOperation(operation);
    event.setOrigin(Origin.WATCH);
    event.setObservedAt(now);
    event.setEpoch(epoch);
    event.setRedacted(List.of());
    return event;
  }

  private ClusterScript write(String key, ClusterEvent event, LogRecord.@Nullable Stamp stamp) {
    event.setSequence(++sequence);
    return write(key, stamp, () -> event);
  }

  private ClusterScript write(String key, LogRecord.@Nullable Stamp stamp, LogRecord.Body body) {
    LogRecord record =
        new LogRecord("mcp.cluster.events", 0, offset++, now.toEpochMilli(), key, stamp, body);
    log.add(record);
    process(engine, record, written);
    return this;
  }

  private String control(String operation) {
    return cluster + "/-/" + operation + "/-/-";
  }

  private String nextVersion() {
    return Long.toString(offset);
  }
}
