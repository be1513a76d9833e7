package org.mcpruntime.watcher.correlator.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;

/**
 * Records of the events log in, incidents out. Has no clock: time is the records'. What it remembers is in its stores, so
 * that it can be stopped after any record and go on elsewhere; equal logs give equal output. Used by one thread.
 */
public final class IncidentEngine {

  /** Number of the first record of every cluster. */
  private static final long FIRST = 1;

  /** Origins of changes that happened at a time nobody saw. */
  private static final Set<Origin> LISTED =
      Set.of(Origin.LIST, Origin.RELIST_DIFF, Origin.ABSENT, Origin.REPLACED, Origin.REPAIR);

  private final EngineSettings settings;
  private final CheckSet checks;
  private final String rulesHash;
  private final Function<StoreName, Store> stores;
  private final EngineCounts counts;
  private final Map<String, ClusterEngine> clusters = new HashMap<>();
  private final Share share = new Share(clusters::size);
  private final Map<String, ClusterSight> sights = new ConcurrentHashMap<>();

  /** @param stores gives the store of each name, the same one each time; nobody else changes them */
  public IncidentEngine(EngineSettings settings, Function<StoreName, Store> stores) {
    this(settings, settings.rules().hash(settings.factsVersion()), stores, new EngineCounts());
  }

  /** @param counts what is done is added to these; several engines may share them */
  public IncidentEngine(
      EngineSettings settings, Function<StoreName, Store> stores, EngineCounts counts) {
    this(settings, settings.rules().hash(settings.factsVersion()), stores, counts);
  }

  /**
   * An engine whose incidents name other rules than those it has: it is asked whether they would have told the same.
   *
   * @param rulesHash what incidents name their rules by
   */
  public IncidentEngine(
      EngineSettings settings, String rulesHash, Function<StoreName, Store> stores) {
    this(settings, rulesHash, stores, new EngineCounts());
  }

  private IncidentEngine(
      EngineSettings settings,
      String rulesHash,
      Function<StoreName, Store> stores,
      EngineCounts counts) {
    this.settings = settings;
    this.checks = new CheckSet(settings.rules());
    this.rulesHash = rulesHash;
    this.stores = stores;
    this.counts = counts;
  }

  /** The time of a cluster, milliseconds; -1 when nothing is stored of it. */
  public long time(String cluster) {
    ClusterEngine running = clusters.get(cluster);
    return running == null ? Tables.time(cluster, stores) : running.time();
  }

  /** Records between the newest that was processed and this offset are lost: what they told is not known. */
  public void lost(String cluster, long offset) {
    ClusterEngine running = cluster(cluster);
    running.knownFrom(offset);
    running.save();
  }

  /** Whether every object of a cluster has been told of in what was processed. */
  public boolean knowsAll(String cluster) {
    return cluster(cluster).knowsAll();
  }

  /** Deletes everything stored of a cluster, as if none of its records had been given. */
  public void drop(String cluster) {
    new Tables(cluster, stores, share).deleteAll();
    clusters.remove(cluster);
    sights.remove(cluster);
  }

  /** What was done since these counts began. */
  public EngineCounts counts() {
    return counts;
  }

  /** Hash of the effective rules, as every incident names it. */
  public String rulesHash() {
    return rulesHash;
  }

  /** The clusters of which this object has evaluated a TICK. Safe to read from any thread. */
  public Map<String, ClusterSight> sights() {
    return Map.copyOf(sights);
  }

  /**
   * Moves the cluster's time forward to the record, then applies it.
   *
   * @throws UnreadableRecordException when it can never be read; if its headers name an object, time has moved and nothing is
   *     known of that object any more but that it is there, otherwise nothing has changed
   */
  public void process(LogRecord record, Sink sink) throws UnreadableRecordException {
    counts.records.increment();
    try {
      apply(record, sink);
    } catch (UnreadableRecordException e) {
      unreadable(record, sink);
      throw e;
    }
  }

  private void apply(LogRecord record, Sink sink) throws UnreadableRecordException {
    ClusterEngine cluster = cluster(record.cluster());
    if (cluster.time() < 0 && !isFirst(record)) {
      cluster.knownFrom(record.offset());
    }
    if (record.stamp() != null && ParsedRecord.tellsObject(record.stamp().operation())) {
      process(record, record.stamp(), cluster, sink);
    } else {
      process(record, ParsedRecord.of(record), cluster, sink);
    }
  }

  /**
   * Right after {@code newest} was processed: what was told last under these incident keys is known to be this, whatever this
   * engine would have told. An incident record is enough to go on from; what is counted besides (hold, settle) goes on.
   *
   * @param last by incident key; empty where nothing was told, or too long ago to be remembered
   * @param assess whether what depends on it is assessed at once; without, only the records are replaced
   */
  public void follow(
      LogRecord newest, Map<String, Optional<Incident>> last, boolean assess, Sink sink) {
    ClusterEngine cluster = cluster(newest.cluster());
    cluster.follow(last, assess, origin(newest, null, null), sink);
    cluster.save();
  }

  /** What was told last under each incident key of a cluster, as far as it is remembered. */
  public Map<String, Incident> told(String cluster) {
    return cluster(cluster).told();
  }

  /**
   * Whether a record can be read, whenever it is processed; changes nothing.
   *
   * @throws UnreadableRecordException when it can never be read
   */
  public static void requireReadable(LogRecord record) throws UnreadableRecordException {
    LogRecord.Stamp stamp = record.stamp();
    boolean told = stamp != null && ParsedRecord.tellsObject(stamp.operation());
    if (told && !Extractors.covers(ParsedRecord.ref(record.key()).kindRef())) {
      return;
    }
    ParsedRecord parsed = ParsedRecord.of(record);
    if (parsed.event().getOperation() == Operation.DELETED) {
      ParsedRecord.ref(record.key());
    }
  }

  /** Whether nothing came before it, as far as it tells. */
  private static boolean isFirst(LogRecord record) {
    try {
      return record.body().decode().getSequence() == FIRST;
    } catch (UnreadableRecordException e) {
      return false;
    }
  }

  /** An object whose headers tell what it is. */
  private void process(LogRecord record, LogRecord.Stamp stamp, ClusterEngine cluster, Sink sink)
      throws UnreadableRecordException {
    ObjectRef ref = ParsedRecord.ref(record.key());
    RecordRef origin = origin(record, stamp.uid(), stamp.resourceVersion());
    if (!Extractors.covers(ref.kindRef())) {
      cluster.moveTo(record, origin, sink);
      cluster.save();
      return;
    }
    StoredObject before = cluster.find(ref);
    if (before != null && before.isVersion(stamp.uid(), stamp.resourceVersion())) {
      counts.known.increment();
      cluster.moveTo(record, origin, sink);
      cluster.restated(ref, origin);
      cluster.save();
      return;
    }
    object(record, ParsedRecord.of(record), ref, before, cluster, sink);
  }

  private void process(LogRecord record, ParsedRecord parsed, ClusterEngine cluster, Sink sink)
      throws UnreadableRecordException {
    if (ParsedRecord.tellsObject(parsed.event().getOperation().name())) {
      ObjectRef ref = ParsedRecord.ref(record.key());
      object(record, parsed, ref, cluster.find(ref), cluster, sink);
    } else {
      control(record, parsed.event(), cluster, sink);
    }
  }

  private void object(
      LogRecord record,
      ParsedRecord parsed,
      ObjectRef ref,
      @Nullable StoredObject before,
      ClusterEngine cluster,
      Sink sink) {
    ClusterEvent event = parsed.event();
    RecordRef origin = origin(record, event);
    boolean listed =
        event.getOperation() == Operation.SNAPSHOT || LISTED.contains(event.getOrigin());
    cluster.clusterUid(text(event.getClusterUid()));
    cluster.moveTo(record, origin, sink);
    if (parsed.facts().isPresent()) {
      StoredObject after = new StoredObject(origin, parsed.facts().get());
      cluster.appeared(ref, before, after, listed, origin, sink);
    } else if (before != null) {
      cluster.disappeared(ref, before, listed, origin, sink);
    }
    cluster.save();
  }

  /** There is a version of an object, and nobody knows what it says. */
  private void unreadable(LogRecord record, Sink sink) throws UnreadableRecordException {
    LogRecord.Stamp stamp = record.stamp();
    if (stamp == null || !ParsedRecord.tellsObject(stamp.operation())) {
      return;
    }
    ObjectRef ref = ParsedRecord.ref(record.key());
    ClusterEngine cluster = cluster(record.cluster());
    RecordRef origin = origin(record, stamp.uid(), stamp.resourceVersion());
    StoredObject before = cluster.find(ref);
    cluster.moveTo(record, origin, sink);
    cluster.unreadable(ref, before, origin, sink);
    cluster.save();
  }

  private void control(LogRecord record, ClusterEvent event, ClusterEngine cluster, Sink sink)
      throws UnreadableRecordException {
    RecordRef origin = origin(record, event);
    ObjectRef deleted =
        event.getOperation() == Operation.DELETED ? ParsedRecord.ref(record.key()) : null;
    cluster.clusterUid(text(event.getClusterUid()));
    cluster.moveTo(record, origin, sink);
    switch (event.getOperation()) {
      case DELETED -> {
        ObjectRef ref = Objects.requireNonNull(deleted);
        boolean listed = LISTED.contains(event.getOrigin());
        cluster.disappeared(ref, cluster.find(ref), listed, origin, sink);
      }
      case SNAPSHOT_BEGIN -> cluster.begins(scope(event), text(event.getSnapshotId()), origin);
      case SNAPSHOT_END -> cluster.ends(scope(event), text(event.getSnapshotId()), origin, sink);
      case TICK -> {
        sights.put(record.cluster(), cluster.tick(event, origin, sink));
      }
      case GAP -> {
        if (event.getGap() != null && event.getKind() != null) {
          cluster.gap(
              kind(event),
              event.getGap().getFrom().toEpochMilli(),
              event.getGap().getTo().toEpochMilli());
        }
      }
      case FORGET -> {
        cluster.forget(origin, sink);
        clusters.remove(record.cluster());
        sights.remove(record.cluster());
        return;
      }
      default -> {
        // Written by a newer version: time has moved, the rest is skipped.
      }
    }
    cluster.save();
  }

  private ClusterEngine cluster(String name) {
    return clusters.computeIfAbsent(
        name, key -> new ClusterEngine(key, settings, checks, rulesHash, stores, share, counts));
  }

  private static ClusterState.Scope scope(ClusterEvent event) {
    return new ClusterState.Scope(kind(event), text(event.getNamespace()));
  }

  private static KindRef kind(ClusterEvent event) {
    return new KindRef(text(event.getGroup()), text(event.getKind()));
  }

  private static RecordRef origin(LogRecord record, ClusterEvent event) {
    return origin(
        record,
        event.getUid() == null ? null : event.getUid().toString(),
        event.getResourceVersion() == null ? null : event.getResourceVersion().toString());
  }

  private static RecordRef origin(
      LogRecord record, @Nullable String uid, @Nullable String resourceVersion) {
    return new RecordRef(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        uid,
        resourceVersion);
  }

  private static String text(@Nullable Utf8 text) {
    return text == null ? "" : text.toString();
  }
}
