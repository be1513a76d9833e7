package org.mcpruntime.watcher.correlator.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.correlator.engine.KindWatch;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.ParsedRecord;
import org.mcpruntime.watcher.correlator.engine.Silence;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;

/**
 * A cluster as the log tells it: goes forward in time and knows, wherever it stops, what was there and what of it was seen.
 * Holds the facts of one cluster in memory. Used by one thread.
 */
public final class PastCluster {

  /** Why nothing is seen when the log says nothing at that time. */
  public static final String SILENT = "NoRecords";

  private static final int PROGRESS_EVERY = 1_000;
  private static final int UNREADABLE_TOLD = 5;

  private record Known(
      ObjectRef ref,
      String uid,
      String version,
      long offset,
      @Nullable Facts facts) {}

  private record Scope(KindRef kind, String namespace) {}

  private record Listing(String snapshotId, long begin) {}

  /**
   * What was seen of one kind.
   *
   * @param since since when it was so, as the TICK tells it
   * @param objects as the TICK counted them
   */
  public record KindSight(KindRef kind, Sight sight, Instant since, long objects) {}

  /**
   * How much of the cluster was seen at one time.
   *
   * @param tick number of the newest TICK; null when there was none yet
   * @param tickAt its time
   * @param newest time of the newest record read; null when there was none
   * @param records read of the log to know it
   * @param unreadable records that cannot be read
   * @param examples of them, each with its offset
   */
  public record Coverage(
      @Nullable Long tick,
      @Nullable Instant tickAt,
      @Nullable Instant newest,
      List<KindSight> kinds,
      long records,
      long unreadable,
      List<String> examples) {
    public Coverage {
      kinds = List.copyOf(kinds);
      examples = List.copyOf(examples);
    }
  }

  private final Iterator<LogRecord> records;
  private final Progress progress;
  private final Map<String, Known> objects = new TreeMap<>();
  private final Map<Scope, Listing> listings = new HashMap<>();
  private final Map<KindRef, KindWatch> watches = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private @Nullable LogRecord ahead;
  private @Nullable ClusterEvent tick;
  private long now = Long.MIN_VALUE;
  private long newest = -1;
  private long read;
  private long unreadable;

  /** @param start from which everything that is asked for is known */
  public PastCluster(ClusterHistory history, Start start, Progress progress) {
    this.records = history.events(start.offset());
    this.progress = progress;
  }

  /** Goes on to this time; every record stamped up to it counts. Never backward. */
  public PastCluster moveTo(Instant time) {
    now = Math.max(now, time.toEpochMilli());
    for (LogRecord next = next(now); next != null; next = next(now)) {
      LogRecord record = next;
      long last = newest;
      if (last >= 0 && record.timestamp() - last > Silence.limitMillis(tick)) {
        watches.replaceAll((kind, watch) -> watch.jumped(last, record.timestamp()));
      }
      newest = Math.max(newest, record.timestamp());
      try {
        apply(record);
      } catch (UnreadableRecordException e) {
        // The live engine has left it aside, too, and judges the object no more.
        unreadable++;
        forget(record);
        if (examples.size() < UNREADABLE_TOLD) {
          examples.add("offset " + record.offset() + ": " + e.getMessage());
        }
      }
      if (++read % PROGRESS_EVERY == 0) {
        progress.read(read, newest, now);
      }
    }
    return this;
  }

  /** Time of the record that comes next; empty at the end of the log. */
  public Optional<Instant> next() {
    if (ahead == null && records.hasNext()) {
      ahead = records.next();
    }
    return Optional.ofNullable(ahead).map(record -> Instant.ofEpochMilli(record.timestamp()));
  }

  /** Facts of every object that was there and that a check can read. */
  public Collection<Facts> facts() {
    return objects.values().stream()
        .flatMap(known -> Optional.ofNullable(known.facts()).stream())
        .toList();
  }

  /** Objects that were there, of every kind. */
  public int objects() {
    return objects.size();
  }

  /** Which kinds were seen; those missing here were not looked at. */
  public Map<KindRef, Sight> sights() {
    Map<KindRef, Sight> sights = new TreeMap<>();
    coverage().kinds().forEach(kind -> sights.put(kind.kind(), kind.sight()));
    return sights;
  }

  /** How often the collector told what it sees, as far as the log has been read. */
  public Duration tickInterval() {
    return Duration.ofMillis(Silence.intervalMillis(tick));
  }

  public Coverage coverage() {
    List<KindSight> kinds = new ArrayList<>();
    for (KindCoverage told : told(tick)) {
      KindRef kind = kind(told);
      kinds.add(new KindSight(kind, sight(kind), told.getSince(), told.getObjects()));
    }
    return new Coverage(
        tick == null ? null : tick.getTick(),
        tick == null ? null : tick.getObservedAt(),
        newest < 0 ? null : Instant.ofEpochMilli(newest),
        kinds,
        read,
        unreadable,
        examples);
  }

  private Sight sight(KindRef kind) {
    return now - newest > Silence.limitMillis(tick)
        ? Sight.blind(SILENT)
        : watches.getOrDefault(kind, KindWatch.NEVER_SEEN).sight();
  }

  private @Nullable LogRecord next(long until) {
    LogRecord record = next().isEmpty() ? null : ahead;
    if (record == null || record.timestamp() > until) {
      return null;
    }
    ahead = null;
    return record;
  }

  private void apply(LogRecord record) throws UnreadableRecordException {
    LogRecord.Stamp stamp = record.stamp();
    Known before = objects.get(record.key());
    if (before != null
        && stamp != null
        && stamp.operation().equals("SNAPSHOT")
        && before.uid().equals(stamp.uid())
        && before.version().equals(stamp.resourceVersion())) {
      objects.put(
          record.key(),
          new Known(before.ref(), before.uid(), before.version(), record.offset(), before.facts()));
      return;
    }
    ParsedRecord parsed = ParsedRecord.of(record);
    ClusterEvent event = parsed.event();
    switch (event.getOperation()) {
      case ADDED, MODIFIED, SNAPSHOT -> objects.put(record.key(), known(record, parsed));
      case DELETED -> objects.remove(record.key());
      case SNAPSHOT_BEGIN ->
        listings.put(scope(event), new Listing(text(event.getSnapshotId()), record.offset()));
      case SNAPSHOT_END -> ends(scope(event), text(event.getSnapshotId()));
      case TICK -> tick(event);
      case FORGET -> {
        objects.clear();
        listings.clear();
        watches.clear();
        tick = null;
      }
      default -> {
        // A GAP is told by the next TICK as well; the rest is written by a newer version.
      }
    }
  }

  private void tick(ClusterEvent event) {
    tick = event;
    Map<KindRef, KindCoverage> told = new HashMap<>();
    told(event).forEach(kind -> told.put(kind(kind), kind));
    Set<KindRef> all = new HashSet<>(watches.keySet());
    all.addAll(told.keySet());
    for (KindRef kind : all) {
      KindWatch before = watches.getOrDefault(kind, KindWatch.NEVER_SEEN);
      watches.put(kind, before.told(told.get(kind), newest).since(newest));
    }
  }

  private static List<KindCoverage> told(@Nullable ClusterEvent tick) {
    return tick == null || tick.getCoverage() == null ? List.of() : tick.getCoverage();
  }

  private static KindRef kind(KindCoverage told) {
    return new KindRef(text(told.getGroup()), text(told.getKind()));
  }

  /** The object is there, but nobody knows what it says. */
  private void forget(LogRecord record) {
    LogRecord.Stamp stamp = record.stamp();
    Known before = objects.get(record.key());
    if (stamp != null && before != null) {
      objects.put(
          record.key(),
          new Known(before.ref(), stamp.uid(), stamp.resourceVersion(), record.offset(), null));
    }
  }

  /** A complete list is over: what it did not mention is gone. */
  private void ends(Scope scope, String snapshotId) {
    Listing listing = listings.remove(scope);
    if (listing != null && listing.snapshotId().equals(snapshotId)) {
      objects
          .values()
          .removeIf(known -> known.offset() < listing.begin()
              && known.ref().kindRef().equals(scope.kind())
              && (scope.namespace().isEmpty()
                  || known.ref().namespace().equals(scope.namespace())));
    }
  }

  private static Known known(LogRecord record, ParsedRecord parsed)
      throws UnreadableRecordException {
    return new Known(
        ParsedRecord.ref(record.key()),
        text(parsed.event().getUid()),
        text(parsed.event().getResourceVersion()),
        record.offset(),
        parsed.facts().orElse(null));
  }

  private static Scope scope(ClusterEvent event) {
    return new Scope(
        new KindRef(text(event.getGroup()), text(event.getKind())), text(event.getNamespace()));
  }

  private static String text(@Nullable CharSequence text) {
    return text == null ? "" : text.toString();
  }
}
