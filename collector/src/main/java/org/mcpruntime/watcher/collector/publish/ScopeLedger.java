package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
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
 * topic at every moment, so it alone decides between a restatement, a change and silence. One thread. List, watch and state
 * table meet here; what a record looks like is {@link ScopeLog}'s, what a list tells is {@link Relist}'s beside no watch and
 * {@link Restate}'s beside one.
 */
final class ScopeLedger {
  /** Deletions that go into one transaction. */
  static final int DELETIONS_AT_ONCE = 1000;

  private final String cluster;
  private final Scope scope;
  private final @Nullable String selectors;
  private final EventWriter writer;
  private final ScopeLog log;
  private final Inventory inventory;
  private final SnapshotBook snapshots;
  private final Consumer<Errand> errands;
  private CoverageState state = CoverageState.SYNCING;
  private @Nullable String reason;
  private Instant since;
  private @Nullable Instant lastProgress;

  /** Where a watch goes on; null when the scope has to be listed. */
  private @Nullable String position;

  /** What the next list is for, where its reader cannot know. */
  private @Nullable String relistReason;

  /** The list under way without a watch. */
  private @Nullable Relist relist;

  /** The list under way beside the watch. */
  private @Nullable Restate restate;

  private @Nullable String definition;

  /** Whether the position was given up behind the reader's back: what it watches from there counts for nothing. */
  private boolean watchedInVain;

  private boolean dirty;
  private long watches;
  private long relists;
  private long undecodable;

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
    this.snapshots = new SnapshotBook(log, pacing);
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
    snapshots.restore(committed);
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

  SnapshotBook snapshots() {
    return snapshots;
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
      Relist current = require(relist);
      page.items().forEach(item -> current.listed(item, now, out));
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
        relist.lacksItem();
      }
    } else {
      throw new IllegalStateException("not for a scope: " + input.getClass());
    }
    return true;
  }

  /** A TICK is written: has the scope listed beside its watch when that is due. */
  void tick(Instant now, LongSupplier numbers) {
    snapshots.tick();
    if (restate == null && state == CoverageState.SYNCED && snapshots.isDue(now)) {
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
      snapshots.forget();
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
    snapshots.write(entry);
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
    String from = relist == null ? position : relist.from();
    ScopeLog.Begun begun = log.begin(now, out);
    snapshots.begun(begun);
    boolean again = snapshots.isAny();
    String why = relistReason == null ? input.reason() : relistReason;
    relist = new Relist(log, inventory, begun.snapshotId(), why, again, from);
    relists += again ? 1 : 0;
    // From here on the table may be newer than the old position: nobody may watch from there again.
    position = null;
    dirty = true;
  }

  private boolean end(Input.ListEnd end, Instant now, Consumer<Outgoing> out) {
    if (!require(relist).end(end.resourceVersion(), lastProgress, now, out)) {
      return false;
    }
    snapshots.completed();
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
        snapshots.begun(require(current.begun()));
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
        snapshots.completed();
        restate = null;
        dirty = true;
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
      snapshots.dropped(now);
    }
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

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a list that has not begun");
    }
    return value;
  }
}
