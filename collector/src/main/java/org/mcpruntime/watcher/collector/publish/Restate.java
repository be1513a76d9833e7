package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.collector.kind.Errand;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.collector.kind.ObjectName;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/**
 * One periodic list of a scope while its watch goes on: it restates what is known, and finds what the watch was not told.
 *
 * <p>A list is older or newer than the watch by some unknown span, so what it tells is written only where it equals the
 * table; whatever differs is left to the watch. What the watch has not mentioned after two signs of progress is read by
 * name. If that differs from the table it may still be ahead of the watch, and is held for two more signs; what the watch
 * has not mentioned by then was lost on the way, and is written as a repair.
 *
 * <pre>
 *   ORDERED ──first page──▶ LISTING ──last page──▶ SETTLING ──two signs──▶ round
 *   round: nothing unmentioned ▶ complete;  else READING ──all answered──▶ nothing differs ▶ round
 *                                                        └─ else HOLDING ──two signs, write──▶ round
 * </pre>
 *
 * A page that fails, a relist, a kind that goes blind: the restate is dropped, and its begin without end is void. One
 * thread, the publisher's.
 */
final class Restate {
  /** More differences than that are not lost changes, they are another history: the scope is listed from scratch. */
  static final int MOST_DIFFERENCES = 1000;

  /** How many objects are read by name in one round. */
  static final int BATCH = 100;

  /** How many objects may come and go behind the list; more are the next list's business. */
  static final int MOST_CHURN = 20_000;

  private static final long MOST_HELD_BYTES = 4 << 20;
  private static final int SIGNS = 2;

  /** How it stands after an input. */
  enum Outcome {
    GOES_ON,
    COMPLETE,
    DROPPED,
    /** Table and cluster are too far apart. */
    DIVERGED
  }

  private enum Step {
    ORDERED,
    LISTING,
    SETTLING,
    READING,
    HOLDING
  }

  private final Scope scope;
  private final long number;
  private final ScopeLog log;
  private final Consumer<Errand> errands;
  private Step step = Step.ORDERED;
  private int signs;
  private int repairs;
  private long heldBytes;
  private ScopeLog.@Nullable Begun begun;

  /** Listed, but not in the table, and not deleted since the begin. */
  private final Set<ObjectName> unknown = new HashSet<>();

  /** Deleted since the begin; a list that is behind may still show them. */
  private final Set<ObjectName> deleted = new HashSet<>();

  /** Asked for by name, not answered yet. */
  private final Set<ObjectName> asked = new HashSet<>();

  /** Answers that differ from the table; null: there is no such object. */
  private final Map<ObjectName, @Nullable RedactedObject> held = new HashMap<>();

  Restate(Scope scope, long number, ScopeLog log, Consumer<Errand> errands) {
    this.scope = scope;
    this.number = number;
    this.log = log;
    this.errands = errands;
    errands.accept(new Errand.Restate(scope, number));
  }

  long number() {
    return number;
  }

  /** Its begin in the log; null before it. */
  ScopeLog.@Nullable Begun begun() {
    return begun;
  }

  /** What the restating thread tells about this list. */
  Outcome apply(Input.Restating input, Instant now, Consumer<Outgoing> out) {
    if (input instanceof Input.RestateBegin) {
      begun = log.begin(now, out);
      step = Step.LISTING;
    } else if (input instanceof Input.RestatePage page) {
      page.items().forEach(item -> listed(item, now, out));
      return unknown.size() + deleted.size() > MOST_CHURN ? Outcome.DROPPED : Outcome.GOES_ON;
    } else if (input instanceof Input.RestateListed) {
      step = Step.SETTLING;
      signs = 0;
    } else if (input instanceof Input.RestateRead read) {
      return read(read, now, out);
    } else {
      return Outcome.DROPPED;
    }
    return Outcome.GOES_ON;
  }

  /** The watch has written a change of an object. */
  void mentioned(ObjectName name, boolean isDeletion) {
    if (step == Step.ORDERED) {
      return;
    }
    unknown.remove(name);
    held.remove(name);
    asked.remove(name);
    if (isDeletion) {
      deleted.add(name);
    } else {
      deleted.remove(name);
    }
  }

  /** A sign that the watch has told everything up to some moment after the one before. */
  Outcome progress(Instant now, Consumer<Outgoing> out) {
    if (step == Step.READING && asked.isEmpty()) {
      // The watch has mentioned what was asked for last; its answers no longer count.
      return answered(now, out);
    }
    boolean waits = step == Step.SETTLING || step == Step.HOLDING;
    if (!waits || ++signs < SIGNS) {
      return Outcome.GOES_ON;
    }
    if (step == Step.HOLDING) {
      held.forEach((name, object) -> repair(name, object, now, out));
      held.clear();
    }
    return round(now, out);
  }

  private void listed(RedactedObject object, Instant now, Consumer<Outgoing> out) {
    ObjectName name = name(object);
    Inventory.Entry known = log.inventory().find(name.namespace(), name.name());
    if (known == null) {
      if (!deleted.contains(name) && !ElectionRecord.is(object)) {
        unknown.add(name);
      }
    } else if (same(known, object)) {
      log.restate(object, id(), now, out);
    }
  }

  private Outcome round(Instant now, Consumer<Outgoing> out) {
    List<ObjectName> open = new ArrayList<>(unknown);
    for (Inventory.Entry entry : log.inventory().unmarked(MOST_DIFFERENCES + 1)) {
      open.add(new ObjectName(entry.namespace(), entry.name()));
    }
    if (open.isEmpty()) {
      log.end(id(), now, out);
      return Outcome.COMPLETE;
    }
    if (open.size() + repairs > MOST_DIFFERENCES) {
      return Outcome.DIVERGED;
    }
    asked.addAll(open.subList(0, Math.min(BATCH, open.size())));
    errands.accept(new Errand.Read(scope, number, List.copyOf(asked)));
    step = Step.READING;
    heldBytes = 0;
    return Outcome.GOES_ON;
  }

  private Outcome read(Input.RestateRead read, Instant now, Consumer<Outgoing> out) {
    ObjectName name = read.name();
    if (asked.remove(name)) {
      compare(name, read.object(), now, out);
    }
    return step == Step.READING && asked.isEmpty() ? answered(now, out) : Outcome.GOES_ON;
  }

  private Outcome answered(Instant now, Consumer<Outgoing> out) {
    if (held.isEmpty()) {
      return round(now, out);
    }
    step = Step.HOLDING;
    signs = 0;
    return Outcome.GOES_ON;
  }

  private void compare(
      ObjectName name, @Nullable RedactedObject object, Instant now, Consumer<Outgoing> out) {
    Inventory.Entry known = log.inventory().find(name.namespace(), name.name());
    if (object == null && known == null) {
      unknown.remove(name);
    } else if (object != null && known != null && same(known, object)) {
      log.restate(object, id(), now, out);
    } else if (heldBytes < MOST_HELD_BYTES) {
      // Beyond that it is asked for again in the next round.
      held.put(name, object);
      heldBytes += object == null ? 0 : object.json().length;
    }
  }

  private void repair(
      ObjectName name, @Nullable RedactedObject object, Instant now, Consumer<Outgoing> out) {
    Inventory.Entry known = log.inventory().find(name.namespace(), name.name());
    boolean changed = known != null && object != null && known.uid().equals(object.uid());
    if (known != null && !changed) {
      log.delete(known, Origin.REPAIR, id(), now, out);
      repairs++;
    }
    if (object != null) {
      Operation operation = changed ? Operation.MODIFIED : Operation.ADDED;
      log.put(operation, Origin.REPAIR, object, id(), now, out);
      repairs++;
    }
    unknown.remove(name);
  }

  private String id() {
    ScopeLog.Begun known = begun;
    if (known == null) {
      throw new IllegalStateException("a periodic list that has not begun");
    }
    return known.snapshotId();
  }

  private static boolean same(Inventory.Entry known, RedactedObject object) {
    return known.uid().equals(object.uid())
        && known.resourceVersion().equals(object.resourceVersion());
  }

  private static ObjectName name(RedactedObject object) {
    return new ObjectName(object.namespace(), object.name());
  }
}
