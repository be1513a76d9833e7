package org.mcpruntime.watcher.collector.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.collector.kind.Errand;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.collector.kind.ObjectName;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/**
 * One scope in the ledger: what of it is known, how far it was read, whether it is seen. The inventory equals the table
 * topic at every moment, so it alone decides between a restatement, a change and silence. One thread. Long, because list,
 * watch and state table meet here over the same few fields; what a record looks like is {@link ScopeLog}'s, the periodic
 * list is {@link Restate}'s.
 */
final class ScopeLedger {
  /** Deletions that go into one transaction. */
  static final int DELETIONS_AT_ONCE = 1000;

  /** What a TICK tells about a kind: part of the log that grows with time alone, so small kinds are restated in time. */
  private static final int COVERAGE_BYTES = 120;

  /** A snapshot may be one part in this many of what the log gets about a scope. */
  private static final int SNAPSHOT_SHARE = 5;

  /** A restate that was dropped is tried again after this part of the interval. */
  private static final int RETRY_SHARE = 12;

  private final String cluster;
  private final Scope scope;
  private final @Nullable String selectors;
  private final EventWriter writer;
  private final ScopeLog log;
  private final Inventory inventory;
  private final Pacing pacing;
  private final Consumer<Errand> errands;
  private CoverageState state = CoverageState.SYNCING;
  private @Nullable String reason;
  private Instant since;
  private @Nullable Instant lastProgress;

  /** Where a watch goes on; null when the scope has to be listed. */
  private @Nullable String position;

  /** The newest complete list; null before the first. */
  private @Nullable String snapshotId;

  private @Nullable Long snapshotBeginOffset;
  private @Nullable Instant snapshotAt;
  private long snapshotBytes;

  /** With {@link ScopeLog#changedBytes}: what the log got beside snapshots since the newest complete one. */
  private long changedBefore;

  /** What the next list is for, where its reader cannot know. */
  private @Nullable String relistReason;

  /** The list under way without a watch. */
  private @Nullable Relist relist;

  /** The list under way beside the watch. */
  private @Nullable Restate restate;

  private @Nullable Begin begin;
  private @Nullable Instant restateNotBefore;
  private @Nullable String definition;

  /** Whether the position was given up behind the reader's back: what it watches from there counts for nothing. */
  private boolean watchedInVain;

  private boolean dirty;
  private long watches;
  private long relists;
  private long undecodable;

  /** Where a list began. */
  private static final class Begin {
    private final ScopeLog.Begun begun;
    private final long snapshotBytes;
    private final long changedBytes;
    private @Nullable Long offset;

    Begin(ScopeLog.Begun begun, long snapshotBytes, long changedBytes) {
      this.begun = begun;
      this.snapshotBytes = snapshotBytes;
      this.changedBytes = changedBytes;
    }
  }

  /** A list without a watch. */
  private static final class Relist {
    private final String snapshotId;
    private final String reason;
    private final boolean again;
    private final @Nullable String from;
    private boolean complete = true;

    Relist(String snapshotId, String reason, boolean again, @Nullable String from) {
      this.snapshotId = snapshotId;
      this.reason = reason;
      this.again = again;
      this.from = from;
    }
  }

  /**
   * @param selectors of its lists and watches; a committed position that was read with others is given up
   * @param inventory what is known of it; its own from here on
   */
  ScopeLedger(
      String cluster,
      Scope scope,
      @Nullable String selectors,
      EventWriter writer,
      Inventory inventory,
      @Nullable CollectorState committed,
      Pacing pacing,
      Consumer<Errand> errands,
      Instant now) {
    this.cluster = cluster;
    this.scope = scope;
    this.selectors = selectors;
    this.writer = writer;
    this.log = new ScopeLog(cluster, scope, writer, inventory);
    this.inventory = inventory;
    this.pacing = pacing;
    this.errands = errands;
    this.since = now;
    if (committed != null) {
      restore(committed);
    }
    reason = position == null ? "Listing" : "Resuming";
  }

  private void restore(CollectorState committed) {
    String version = committed.getVersion();
    log.version(version == null ? "" : version);
    position = committed.getResourceVersion();
    snapshotId = committed.getSnapshotId();
    snapshotBeginOffset = committed.getSnapshotBeginOffset();
    snapshotAt = committed.getSnapshotAt();
    snapshotBytes = orZero(committed.getSnapshotBytes());
    changedBefore = orZero(committed.getChangedBytes());
    lastProgress = committed.getLastProgress();
    definition = committed.getDefinition();
    if (!Objects.equals(selectors, committed.getSelectors())) {
      position = null;
      relistReason = "SelectionChanged";
    }
  }

  Scope scope() {
    return scope;
  }

  @Nullable
  String position() {
    return position;
  }

  Inventory inventory() {
    return inventory;
  }

  CoverageState state() {
    return state;
  }

  @Nullable
  String reason() {
    return reason;
  }

  Instant since() {
    return since;
  }

  @Nullable
  Instant lastProgress() {
    return lastProgress;
  }

  String version() {
    return log.version();
  }

  /** Begin of the newest complete list in the log; null before the first. */
  @Nullable
  Long snapshotBeginOffset() {
    return snapshotBeginOffset;
  }

  @Nullable
  Instant snapshotAt() {
    return snapshotAt;
  }

  /** The CustomResourceDefinition that makes the API serve the kind; null where there is none, or it is not known yet. */
  @Nullable
  String definition() {
    return definition;
  }

  void definedBy(String name) {
    if (!name.equals(definition)) {
      definition = name;
      dirty = true;
    }
  }

  KindCounts counts() {
    return log.counts(watches, relists, undecodable);
  }

  /** Takes one input; returns false when the rest of it has to go into another transaction. */
  boolean apply(Input input, Instant now, Consumer<Outgoing> out) {
    if (watchedInVain && isWatched(input)) {
      if (input instanceof Input.WatchOpened) {
        errands.accept(new Errand.Relist(scope, "DefinitionDeleted"));
      }
    } else if (input instanceof Input.Change change) {
      changed(change, now, out);
    } else if (input instanceof Input.Bookmark bookmark) {
      moveTo(bookmark.resourceVersion());
      told(now, out);
    } else if (input instanceof Input.WatchHeld) {
      told(now, out);
    } else if (input instanceof Input.ListPage page) {
      page.items().forEach(item -> listed(item, now, out));
    } else if (input instanceof Input.ListBegin listBegin) {
      begin(listBegin, now, out);
    } else if (input instanceof Input.ListEnd end) {
      return end(end, now, out);
    } else if (input instanceof Input.Restating restating) {
      restating(restating, now, out);
    } else if (input instanceof Input.WatchOpened opened) {
      version(opened.version());
      watches++;
      if (state != CoverageState.SYNCED) {
        become(CoverageState.SYNCING, "Resuming", now);
      }
    } else if (input instanceof Input.Served served) {
      drop(now);
      version(served.version());
      if (state == CoverageState.SYNCED) {
        // Its former reader has ended.
        become(CoverageState.SYNCING, "Resuming", now);
      }
    } else if (input instanceof Input.Blind blind) {
      drop(now);
      become(CoverageState.BLIND, blind.reason(), now);
    } else if (input instanceof Input.NotServed) {
      drop(now);
      become(CoverageState.BLIND, "NotFound", now);
    } else if (input instanceof Input.Undecodable) {
      undecodable++;
      if (relist != null) {
        // What the list does not mention may be that item.
        relist.complete = false;
      }
    } else {
      throw new IllegalStateException("not for a scope: " + input.getClass());
    }
    return true;
  }

  /** Whether the begin of a list was written of which nobody has told yet where it stands. */
  boolean awaitsOffset() {
    return begin != null && begin.offset == null;
  }

  /** Where the begin of the list under way stands in the log. */
  void snapshotBegan(long offset) {
    require(begin).offset = offset;
  }

  /** A TICK is written: has the scope listed beside its watch when that is due. */
  void tick(Instant now, LongSupplier numbers) {
    changedBefore += COVERAGE_BYTES;
    if (restate == null && state == CoverageState.SYNCED && restateDue(now)) {
      restate = new Restate(scope, numbers.getAsLong(), log, errands);
    }
  }

  /**
   * Writes the deletion of objects that went with their kind, at most {@value #DELETIONS_AT_ONCE}. After the last one the
   * scope is as if it had never been listed.
   */
  void kindIsGone(Instant now, Consumer<Outgoing> out) {
    inventory.clearMarks();
    inventory
        .unmarked(DELETIONS_AT_ONCE)
        .forEach(entry -> log.delete(entry, Origin.ABSENT, null, now, out));
    if (inventory.size() == 0) {
      position = null;
      snapshotBeginOffset = null;
      snapshotAt = null;
      definition = null;
      watchedInVain = true;
    }
    dirty = true;
  }

  /** The scope's entry, when it has to be written again. */
  void writeState(Consumer<Outgoing> out) {
    if (!dirty) {
      return;
    }
    CollectorState entry = new CollectorState();
    entry.setCluster(cluster);
    entry.setGroup(scope.kind().group());
    entry.setVersion(version());
    entry.setKind(scope.kind().kind());
    entry.setNamespace(scope.namespace().isEmpty() ? null : scope.namespace());
    entry.setResourceVersion(position);
    entry.setSelectors(selectors);
    entry.setSnapshotId(snapshotId);
    entry.setSnapshotBeginOffset(snapshotBeginOffset);
    entry.setSnapshotAt(snapshotAt);
    entry.setSnapshotBytes(snapshotBytes);
    entry.setChangedBytes(changedBytes());
    entry.setLastProgress(lastProgress);
    entry.setDefinition(definition);
    out.accept(new Outgoing.State(StateKeys.scope(cluster, scope), entry, writer.time()));
    dirty = false;
  }

  private static boolean isWatched(Input input) {
    return input instanceof Input.WatchOpened
        || input instanceof Input.Change
        || input instanceof Input.Bookmark
        || input instanceof Input.WatchHeld;
  }

  private void changed(Input.Change change, Instant now, Consumer<Outgoing> out) {
    RedactedObject object = change.object();
    Inventory.Entry known = inventory.find(object.namespace(), object.name());
    boolean same = known != null && known.uid().equals(object.uid());
    boolean isDeletion = change.type() == Input.ChangeType.DELETED;
    if (known == null && ElectionRecord.is(object)) {
      // Only its position counts.
      moveTo(object.resourceVersion());
      progress(now);
      return;
    }
    if (isDeletion) {
      if (known != null && !same) {
        // What is known was replaced by the object that ends here, and nobody told us.
        log.delete(known, Origin.REPLACED, null, now, out);
      }
      log.deleteWatched(object, now, out);
      mentioned(object, false);
    } else if (!same || !require(known).resourceVersion().equals(object.resourceVersion())) {
      if (known != null && !same) {
        log.delete(known, Origin.REPLACED, null, now, out);
      }
      log.put(operation(change.type()), Origin.WATCH, object, null, now, out);
      mentioned(object, true);
    }
    moveTo(object.resourceVersion());
    progress(now);
  }

  private void mentioned(RedactedObject object, boolean lives) {
    if (restate != null) {
      restate.mentioned(new ObjectName(object.namespace(), object.name()), !lives);
    }
  }

  private void begin(Input.ListBegin input, Instant now, Consumer<Outgoing> out) {
    drop(now);
    version(input.version());
    become(CoverageState.SYNCING, "Listing", now);
    watchedInVain = false;
    String from = relist == null ? position : relist.from;
    ScopeLog.Begun begun = begun(log.begin(now, out));
    boolean again = snapshotId != null;
    String why = relistReason == null ? input.reason() : relistReason;
    relist = new Relist(begun.snapshotId(), why, again, from);
    relists += again ? 1 : 0;
    // From here on the table may be newer than the old position: nobody may watch from there again.
    position = null;
    dirty = true;
  }

  private void listed(RedactedObject object, Instant now, Consumer<Outgoing> out) {
    Relist current = require(relist);
    String id = current.snapshotId;
    Inventory.Entry known = inventory.find(object.namespace(), object.name());
    boolean same = known != null && known.uid().equals(object.uid());
    if (same && require(known).resourceVersion().equals(object.resourceVersion())) {
      log.restate(object, id, now, out);
      return;
    }
    if (known == null && ElectionRecord.is(object)) {
      return;
    }
    if (known != null && !same) {
      log.delete(known, Origin.REPLACED, id, now, out);
    }
    if (same) {
      log.put(Operation.MODIFIED, Origin.RELIST_DIFF, object, id, now, out);
    } else if (current.again || known != null) {
      log.put(Operation.ADDED, Origin.RELIST_DIFF, object, id, now, out);
    } else {
      log.put(Operation.SNAPSHOT, Origin.LIST, object, id, now, out);
    }
  }

  private boolean end(Input.ListEnd end, Instant now, Consumer<Outgoing> out) {
    Relist current = require(relist);
    String id = current.snapshotId;
    List<Inventory.Entry> absent =
        current.complete ? inventory.unmarked(DELETIONS_AT_ONCE) : List.of();
    absent.forEach(entry -> log.delete(entry, Origin.ABSENT, id, now, out));
    if (absent.size() == DELETIONS_AT_ONCE) {
      return false;
    }
    if (current.again) {
      log.gap(lastProgress, current.reason, current.from, end.resourceVersion(), now, out);
    }
    log.end(id, now, out);
    completed();
    relist = null;
    relistReason = null;
    moveTo(end.resourceVersion());
    progress(now);
    return true;
  }

  private void restating(Input.Restating input, Instant now, Consumer<Outgoing> out) {
    Restate current = restate;
    if (current != null && current.number() == input.restate()) {
      Restate.Outcome outcome = current.apply(input, now, out);
      if (input instanceof Input.RestateBegin) {
        ScopeLog.Begun unused = begun(require(current.begun()));
      }
      after(outcome, now);
    }
  }

  /** The watch has told everything up to some moment. */
  private void told(Instant now, Consumer<Outgoing> out) {
    progress(now);
    Restate current = restate;
    if (current != null) {
      after(current.progress(now, out), now);
    }
  }

  private void after(Restate.Outcome outcome, Instant now) {
    switch (outcome) {
      case GOES_ON -> {}
      case COMPLETE -> {
        completed();
        restate = null;
      }
      case DROPPED -> drop(now);
      case DIVERGED -> {
        drop(now);
        errands.accept(new Errand.Relist(scope, "Diverged"));
      }
    }
  }

  /** Gives up the periodic list under way, if there is one; its begin without end is void. */
  private void drop(Instant now) {
    if (restate != null) {
      restate = null;
      begin = null;
      restateNotBefore = now.plus(pacing.snapshotInterval().dividedBy(RETRY_SHARE));
    }
  }

  private ScopeLog.Begun begun(ScopeLog.Begun begun) {
    begin = new Begin(begun, log.snapshotBytes(), changedBytes());
    return begun;
  }

  private void completed() {
    Begin current = require(begin);
    snapshotId = current.begun.snapshotId();
    snapshotBeginOffset = require(current.offset);
    snapshotAt = current.begun.at();
    snapshotBytes = log.snapshotBytes() - current.snapshotBytes;
    changedBefore -= current.changedBytes;
    begin = null;
    dirty = true;
  }

  private boolean restateDue(Instant now) {
    if (snapshotId == null || (restateNotBefore != null && now.isBefore(restateNotBefore))) {
      return false;
    }
    if (snapshotAt == null) {
      return true;
    }
    boolean paidFor = changedBytes() >= (SNAPSHOT_SHARE - 1) * snapshotBytes;
    Duration age = Duration.between(snapshotAt, now);
    return age.compareTo(paidFor ? pacing.snapshotInterval() : pacing.longestSnapshotInterval())
        >= 0;
  }

  private long changedBytes() {
    return changedBefore + log.changedBytes();
  }

  private void version(String read) {
    if (!version().equals(read)) {
      log.version(read);
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
    if (state != next || !Objects.equals(why, reason)) {
      state = next;
      reason = why;
      since = writer.stamp(now);
    }
  }

  private static Operation operation(Input.ChangeType type) {
    return type == Input.ChangeType.ADDED ? Operation.ADDED : Operation.MODIFIED;
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a list that has not begun");
    }
    return value;
  }
}
