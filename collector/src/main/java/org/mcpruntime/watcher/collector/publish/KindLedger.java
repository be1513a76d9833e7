package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Gap;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;

/**
 * One kind in the ledger: what of it is known, how far it was read, whether it is seen. One thread.
 *
 * <p>The inventory equals the table topic at every moment: what is put here is put there in the same transaction. So the
 * inventory alone decides between a restatement, a change and silence.
 */
final class KindLedger {
  /** Deletions found by one list that go into one transaction. */
  static final int DELETIONS_AT_ONCE = 1000;

  private final String cluster;
  private final KindSpec spec;
  private final EventWriter writer;
  private final Inventory inventory;
  private String version = "";
  private CoverageState state = CoverageState.SYNCING;
  private @Nullable String reason;
  private Instant since;
  private @Nullable Instant lastProgress;

  /** Where a watch goes on; null when the kind has to be listed. */
  private @Nullable String position;

  /** The newest complete list, and the offset of its begin; null before the first. */
  private @Nullable String snapshotId;

  private @Nullable Long snapshotBeginOffset;

  /** The list under way. */
  private @Nullable Listing listing;

  /** Whether the API has it, as far as is known; decides about the coverage of optional kinds only. */
  private boolean served;

  private boolean dirty;

  /** Begin of the newest complete list. */
  private @Nullable Instant snapshotAt;

  private long watches;
  private long relists;
  private long gaps;
  private long repairs;
  private long restated;
  private long undecodable;
  private long changes;

  /** A list that has begun. */
  private static final class Listing {
    private final String id;
    private final String reason;
    private final boolean again;
    private final @Nullable String from;
    private final Instant began;
    private @Nullable Long beginOffset;
    private boolean complete = true;

    Listing(String id, String reason, boolean again, @Nullable String from, Instant began) {
      this.id = id;
      this.reason = reason;
      this.again = again;
      this.from = from;
      this.began = began;
    }
  }

  KindLedger(
      String cluster,
      KindSpec spec,
      EventWriter writer,
      Inventory inventory,
      @Nullable CollectorState committed,
      Instant now) {
    this.cluster = cluster;
    this.spec = spec;
    this.writer = writer;
    this.inventory = inventory;
    this.since = now;
    this.served = committed != null;
    if (committed != null) {
      String known = committed.getVersion();
      version = known == null ? "" : known;
      position = committed.getResourceVersion();
      snapshotId = committed.getSnapshotId();
      snapshotBeginOffset = committed.getSnapshotBeginOffset();
      lastProgress = committed.getLastProgress();
      snapshotAt = committed.getSnapshotAt();
    }
    reason = position == null ? "Listing" : "Resuming";
  }

  KindId id() {
    return spec.id();
  }

  @Nullable
  String position() {
    return position;
  }

  /** Takes one input; returns false when the rest of it has to go into another transaction. */
  boolean apply(Input input, Instant now, Consumer<Outgoing> out) {
    if (input instanceof Input.Change change) {
      changed(change, now, out);
    } else if (input instanceof Input.Bookmark bookmark) {
      moveTo(bookmark.resourceVersion());
      progress(now);
    } else if (input instanceof Input.WatchHeld) {
      progress(now);
    } else if (input instanceof Input.ListPage page) {
      page.items().forEach(item -> listed(item, now, out));
    } else if (input instanceof Input.ListBegin begin) {
      begin(begin, now, out);
    } else if (input instanceof Input.ListEnd end) {
      return end(end, now, out);
    } else if (input instanceof Input.WatchOpened opened) {
      read(opened.version());
      watches++;
      if (state != CoverageState.SYNCED) {
        become(CoverageState.SYNCING, "Resuming", now);
      }
    } else if (input instanceof Input.Served begun) {
      read(begun.version());
    } else if (input instanceof Input.Blind blind) {
      become(CoverageState.BLIND, blind.reason(), now);
    } else if (input instanceof Input.NotServed) {
      become(CoverageState.BLIND, "NotFound", now);
      served = false;
    } else {
      throw new IllegalStateException("not for a kind: " + input.getClass());
    }
    return true;
  }

  /** Where the begin of the list under way stands in the log. */
  void snapshotBegan(long offset) {
    Listing current = require(listing);
    current.beginOffset = offset;
  }

  /** An object of the list could not be read: what the list does not mention may be that one. */
  void undecodable() {
    undecodable++;
    Listing current = listing;
    if (current != null) {
      current.complete = false;
    }
  }

  /** Whether a reader of the log is told about this kind. */
  boolean covered() {
    return served || !spec.optional() || inventory.size() > 0;
  }

  /** Begin of the newest complete list in the log; null before the first. */
  @Nullable
  Long snapshotBeginOffset() {
    return snapshotBeginOffset;
  }

  boolean isBlind() {
    return state == CoverageState.BLIND;
  }

  KindCoverage coverage() {
    KindCoverage coverage = new KindCoverage();
    coverage.setGroup(new Utf8(id().group()));
    coverage.setVersion(new Utf8(version));
    coverage.setKind(new Utf8(id().kind()));
    coverage.setState(state);
    coverage.setReason(utf8(reason));
    coverage.setSince(since);
    coverage.setLastProgress(lastProgress);
    coverage.setObjects(inventory.size());
    coverage.setResourceVersion(utf8(position));
    return coverage;
  }

  KindStatus status() {
    return new KindStatus(
        id(),
        version,
        state,
        reason,
        since,
        lastProgress,
        inventory.size(),
        position,
        snapshotAt,
        new KindCounts(watches, relists, gaps, repairs, restated, undecodable, changes));
  }

  /** The kind's entry, when it has to be written again. */
  void writeState(Consumer<Outgoing> out) {
    if (!dirty) {
      return;
    }
    CollectorState entry = new CollectorState();
    entry.setCluster(cluster);
    entry.setGroup(id().group());
    entry.setVersion(version);
    entry.setKind(id().kind());
    entry.setResourceVersion(position);
    entry.setSnapshotId(snapshotId);
    entry.setSnapshotBeginOffset(snapshotBeginOffset);
    entry.setLastProgress(lastProgress);
    entry.setSnapshotAt(snapshotAt);
    out.accept(new Outgoing.State(StateKeys.kind(cluster, id()), entry, writer.time()));
    dirty = false;
  }

  private void changed(Input.Change change, Instant now, Consumer<Outgoing> out) {
    RedactedObject object = change.object();
    Inventory.Entry known = inventory.find(object.namespace(), object.name());
    if (change.type() == Input.ChangeType.DELETED) {
      if (known != null && known.uid().equals(object.uid())) {
        inventory.remove(object.namespace(), object.name());
        write(Operation.DELETED, Origin.WATCH, object, Outgoing.Table.REMOVE, now, out);
      } else {
        // Never published, because its line could not be read; its end still is a change that was
        // delivered.
        write(Operation.DELETED, Origin.WATCH, object, Outgoing.Table.UNTOUCHED, now, out);
      }
    } else if (known == null || !known.uid().equals(object.uid())) {
      if (known != null) {
        delete(known, Origin.REPLACED, null, now, out);
      }
      put(operation(change.type()), Origin.WATCH, object, now, out);
    } else if (!known.resourceVersion().equals(object.resourceVersion())) {
      put(operation(change.type()), Origin.WATCH, object, now, out);
    }
    moveTo(object.resourceVersion());
    progress(now);
  }

  private void begin(Input.ListBegin begin, Instant now, Consumer<Outgoing> out) {
    read(begin.version());
    become(CoverageState.SYNCING, "Listing", now);
    ClusterEvent event = writer.ofKind(Operation.SNAPSHOT_BEGIN, id(), version, now);
    String id = event.getEpoch() + "-" + event.getSequence();
    String from = listing == null ? position : require(listing).from;
    listing = new Listing(id, begin.reason(), snapshotId != null, from, event.getObservedAt());
    relists += snapshotId == null ? 0 : 1;
    event.setSnapshotId(new Utf8(id));
    inventory.clearMarks();
    // From here on the table may be newer than the old position: nobody may watch from there again.
    position = null;
    dirty = true;
    control("SnapshotBegin", event, out);
  }

  private void listed(RedactedObject object, Instant now, Consumer<Outgoing> out) {
    Listing current = require(listing);
    Inventory.Entry known = inventory.find(object.namespace(), object.name());
    boolean same = known != null && known.uid().equals(object.uid());
    if (same && require(known).resourceVersion().equals(object.resourceVersion())) {
      if (!inventory.mark(object.namespace(), object.name())) {
        write(Operation.SNAPSHOT, Origin.LIST, object, Outgoing.Table.UNTOUCHED, now, out);
      }
      return;
    }
    if (known != null && !same) {
      delete(known, Origin.REPLACED, current.id, now, out);
    }
    if (same) {
      put(Operation.MODIFIED, Origin.RELIST_DIFF, object, now, out);
    } else if (current.again || known != null) {
      put(Operation.ADDED, Origin.RELIST_DIFF, object, now, out);
    } else {
      put(Operation.SNAPSHOT, Origin.LIST, object, now, out);
    }
  }

  private boolean end(Input.ListEnd end, Instant now, Consumer<Outgoing> out) {
    Listing current = require(listing);
    List<Inventory.Entry> absent =
        current.complete ? inventory.unmarked(DELETIONS_AT_ONCE) : List.of();
    absent.forEach(entry -> delete(entry, Origin.ABSENT, current.id, now, out));
    if (absent.size() == DELETIONS_AT_ONCE) {
      return false;
    }
    if (current.again) {
      gap(current, end.resourceVersion(), now, out);
    }
    ClusterEvent event = writer.ofKind(Operation.SNAPSHOT_END, id(), version, now);
    event.setSnapshotId(new Utf8(current.id));
    event.setObjectCount((long) inventory.size());
    control("SnapshotEnd", event, out);
    snapshotId = current.id;
    snapshotBeginOffset = require(current.beginOffset);
    snapshotAt = current.began;
    listing = null;
    moveTo(end.resourceVersion());
    progress(now);
    return true;
  }

  private void gap(Listing current, String to, Instant now, Consumer<Outgoing> out) {
    ClusterEvent event = writer.ofKind(Operation.GAP, id(), version, now);
    Instant from = lastProgress == null ? event.getObservedAt() : lastProgress;
    event.setGap(new Gap(
        from, event.getObservedAt(), new Utf8(current.reason), utf8(current.from), new Utf8(to)));
    gaps++;
    control("Gap", event, out);
  }

  private void put(
      Operation operation,
      Origin origin,
      RedactedObject object,
      Instant now,
      Consumer<Outgoing> out) {
    inventory.put(
        object.namespace(), object.name(), object.uid(), object.resourceVersion(), listing != null);
    write(operation, origin, object, Outgoing.Table.PUT, now, out);
  }

  private void write(
      Operation operation,
      Origin origin,
      RedactedObject object,
      Outgoing.Table table,
      Instant now,
      Consumer<Outgoing> out) {
    ClusterEvent event = writer.ofObject(operation, origin, id(), version, object, now);
    Listing current = listing;
    if (current != null) {
      event.setSnapshotId(new Utf8(current.id));
    }
    count(operation, origin);
    out.accept(new Outgoing.Event(key(object.namespace(), object.name()), event, table));
  }

  private void delete(
      Inventory.Entry entry,
      Origin origin,
      @Nullable String snapshot,
      Instant now,
      Consumer<Outgoing> out) {
    inventory.remove(entry.namespace(), entry.name());
    ClusterEvent event = writer.deletion(origin, id(), version, entry, now);
    event.setSnapshotId(utf8(snapshot));
    count(Operation.DELETED, origin);
    out.accept(
        new Outgoing.Event(key(entry.namespace(), entry.name()), event, Outgoing.Table.REMOVE));
  }

  private void count(Operation operation, Origin origin) {
    if (operation == Operation.SNAPSHOT) {
      restated++;
    } else {
      changes++;
      repairs += origin == Origin.REPAIR ? 1 : 0;
    }
  }

  private void control(String operation, ClusterEvent event, Consumer<Outgoing> out) {
    out.accept(
        new Outgoing.Event(ObjectKey.control(cluster, operation), event, Outgoing.Table.UNTOUCHED));
  }

  private String key(String namespace, String name) {
    return new ObjectKey(cluster, id().group(), id().kind(), namespace, name).text();
  }

  private void read(String servedVersion) {
    served = true;
    if (!version.equals(servedVersion)) {
      version = servedVersion;
      dirty = true;
    }
  }

  private void moveTo(String resourceVersion) {
    position = resourceVersion;
    dirty = true;
  }

  private void progress(Instant now) {
    lastProgress = writer.stamp(now);
    dirty = true;
    become(CoverageState.SYNCED, null, now);
  }

  private void become(CoverageState next, @Nullable String why, Instant now) {
    if (state != next || (why == null ? reason != null : !why.equals(reason))) {
      state = next;
      reason = why;
      since = writer.stamp(now);
    }
  }

  private static Operation operation(Input.ChangeType type) {
    return type == Input.ChangeType.ADDED ? Operation.ADDED : Operation.MODIFIED;
  }

  private static @Nullable Utf8 utf8(@Nullable String text) {
    return text == null ? null : new Utf8(text);
  }

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a list that has not begun");
    }
    return value;
  }
}
