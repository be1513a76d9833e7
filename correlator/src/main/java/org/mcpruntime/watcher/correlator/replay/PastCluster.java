package org.mcpruntime.watcher.correlator.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.ExtractionException;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Silence;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;

/**
 * A cluster as the log tells it: goes forward in time and knows, wherever it stops, what was there and what of it was seen.
 * Holds the facts of one cluster in memory. Used by one thread.
 */
public final class PastCluster {

  /** Why nothing is seen when the log says nothing at that time. */
  public static final String SILENT = "NoRecords";

  /** Why a kind is not seen although a TICK says so: nothing came of it since the log was silent. */
  public static final String NO_PROGRESS = "NoProgressYet";

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
  private final List<String> examples = new ArrayList<>();
  private @Nullable LogRecord ahead;
  private @Nullable ClusterEvent tick;
  private long now = Long.MIN_VALUE;
  private long newest = -1;
  private long jumpedFrom = -1;
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
    for (LogRecord record = next(now); record != null; record = next(now)) {
      if (newest >= 0 && record.timestamp() - newest > Silence.limitMillis(tick)) {
        jumpedFrom = newest;
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
    if (tick != null && tick.getCoverage() != null) {
      for (KindCoverage told : tick.getCoverage()) {
        kinds.add(new KindSight(
            new KindRef(text(told.getGroup()), text(told.getKind())),
            sight(told),
            told.getSince(),
            told.getObjects()));
      }
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

  private Sight sight(KindCoverage told) {
    if (now - newest > Silence.limitMillis(tick)) {
      return Sight.blind(SILENT);
    }
    if (told.getState() == CoverageState.SYNCED) {
      Instant last = told.getLastProgress();
      boolean bridged = jumpedFrom < 0 || (last != null && last.toEpochMilli() > jumpedFrom);
      return bridged ? Sight.SEEN : Sight.blind(NO_PROGRESS);
    }
    if (told.getReason() != null) {
      return Sight.blind(told.getReason().toString());
    }
    return Sight.blind(told.getState() == CoverageState.SYNCING ? "Listing" : "Unknown");
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
    ClusterEvent event = record.body().decode();
    switch (event.getOperation()) {
      case ADDED, MODIFIED, SNAPSHOT -> objects.put(record.key(), known(record, event));
      case DELETED -> objects.remove(record.key());
      case SNAPSHOT_BEGIN ->
        listings.put(scope(event), new Listing(text(event.getSnapshotId()), record.offset()));
      case SNAPSHOT_END -> ends(scope(event), text(event.getSnapshotId()));
      case TICK -> tick = event;
      case FORGET -> {
        objects.clear();
        listings.clear();
        tick = null;
      }
      default -> {
        // A GAP is told by the next TICK as well; the rest is written by a newer version.
      }
    }
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

  private static Known known(LogRecord record, ClusterEvent event)
      throws UnreadableRecordException {
    ObjectRef ref = ref(record.key());
    Utf8 json = event.getObject();
    if (json == null) {
      throw new UnreadableRecordException(event.getOperation() + " without an object");
    }
    try {
      Facts facts = Extractors.extract(ref.group(), ref.kind(), bytes(json), event.getTruncated())
          .orElse(null);
      return new Known(
          ref, text(event.getUid()), text(event.getResourceVersion()), record.offset(), facts);
    } catch (ExtractionException e) {
      throw new UnreadableRecordException("the object cannot be read: " + e.getMessage(), e);
    }
  }

  private static ObjectRef ref(String key) throws UnreadableRecordException {
    try {
      return ObjectRef.parse(key.substring(key.indexOf('/') + 1));
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException("the key is not an object key", e);
    }
  }

  private static Scope scope(ClusterEvent event) {
    return new Scope(
        new KindRef(text(event.getGroup()), text(event.getKind())), text(event.getNamespace()));
  }

  private static byte[] bytes(Utf8 text) {
    byte[] bytes = text.getBytes();
    return bytes.length == text.getByteLength()
        ? bytes
        : Arrays.copyOf(bytes, text.getByteLength());
  }

  private static String text(@Nullable CharSequence text) {
    return text == null ? "" : text.toString();
  }
}
