package org.mcpruntime.watcher.collector.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.campaign.ServerChange.Action;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;

/**
 * A small history of a server and the topics that tell it rightly: a first list, watched changes, a relist behind a gap,
 * and more watched changes. A test takes something of it, and sees whether the oracle notices.
 */
final class Story {
  static final String POD = "core/Pod";

  /** A record of the log that can still be changed. */
  static final class Draft {
    long offset;
    long time;
    long sequence;
    long epoch = 1;
    Operation operation;
    Origin origin;
    String kind = POD;
    String key;

    @Nullable
    Version version;

    @Nullable
    String mark;

    @Nullable
    String snapshotId;

    @Nullable
    Long objectCount;

    LogEntry.@Nullable Gap gap;

    @Nullable
    Long tick;

    @Nullable
    Long baseOffset;

    List<LogEntry.Coverage> coverage = List.of();

    Draft(Operation operation, Origin origin, String key) {
      this.operation = operation;
      this.origin = origin;
      this.key = key;
    }

    LogEntry entry() {
      return new LogEntry(
          offset,
          time,
          sequence,
          epoch,
          operation,
          origin,
          kind,
          key,
          version,
          mark,
          snapshotId,
          objectCount,
          gap,
          tick,
          baseOffset,
          coverage);
    }
  }

  final ServerHistory history = new ServerHistory();
  final List<Draft> log = new ArrayList<>();
  final Map<String, Version> table = new TreeMap<>();
  final Map<String, Collected.Position> kinds = new TreeMap<>();
  final List<String> deadLetters = new ArrayList<>();
  Collected.@Nullable Leader leader;

  /** The list that is being told. */
  private @Nullable String list;

  /** All of it; a new one is empty. */
  static Story whole() {
    Story story = new Story();
    story.tell();
    return story;
  }

  private void tell() {
    did(10, Action.ADDED, "a", "a1", "ten");
    did(11, Action.ADDED, "b", "b1", "eleven");
    did(12, Action.ADDED, "same", "s1", "twelve");
    did(13, Action.MODIFIED, "a", "a1", "thirteen");
    did(14, Action.ADDED, "c", "c1", "fourteen");
    did(15, Action.DELETED, "b", "b1", "eleven");
    did(16, Action.MODIFIED, "c", "c1", "sixteen");
    did(17, Action.MODIFIED, "c", "c1", "seventeen");
    did(18, Action.DELETED, "a", "a1", "thirteen");
    did(19, Action.ADDED, "a", "a2", "nineteen");
    did(20, Action.ADDED, "gone", "g1", "twenty");
    did(21, Action.DELETED, "gone", "g1", "twenty");
    did(22, Action.MODIFIED, "d", "d1", "twenty-two");
    did(23, Action.MODIFIED, "d", "d1", "twenty-three");

    begin("first");
    told(Operation.SNAPSHOT, Origin.LIST, "a", "a1", 10, "ten");
    told(Operation.SNAPSHOT, Origin.LIST, "b", "b1", 11, "eleven");
    told(Operation.SNAPSHOT, Origin.LIST, "same", "s1", 12, "twelve");
    end("first", 3);
    told(Operation.MODIFIED, Origin.WATCH, "a", "a1", 13, "thirteen");
    told(Operation.ADDED, Origin.WATCH, "c", "c1", 14, "fourteen");
    tick(1, 0, 4, "14");
    told(Operation.DELETED, Origin.WATCH, "b", "b1", 15, "eleven");
    begin("second");
    told(Operation.DELETED, Origin.REPLACED, "a", "a1", 13, null);
    told(Operation.ADDED, Origin.RELIST_DIFF, "a", "a2", 19, "nineteen");
    told(Operation.MODIFIED, Origin.RELIST_DIFF, "c", "c1", 17, "seventeen");
    told(Operation.ADDED, Origin.RELIST_DIFF, "d", "d1", 22, "twenty-two");
    told(Operation.SNAPSHOT, Origin.LIST, "same", "s1", 12, "twelve");
    Draft gap = control(Operation.GAP, "Gap");
    gap.gap = new LogEntry.Gap("15", "22");
    end("second", 4);
    told(Operation.MODIFIED, Origin.WATCH, "d", "d1", 23, "twenty-three");
    tick(2, 9, 4, "23");
    number();

    table.put(key("a"), new Version("a2", "19"));
    table.put(key("c"), new Version("c1", "17"));
    table.put(key("d"), new Version("d1", "23"));
    table.put(key("same"), new Version("s1", "12"));
    kinds.put(POD, new Collected.Position("23", "second", 9L));
  }

  static String key(String name) {
    return "c/core/Pod/shop/" + name;
  }

  void did(long position, Action action, String name, String uid, String mark) {
    history.add(new ServerChange(position, POD, action, key(name), uid, mark));
  }

  /** Appends a record about an object. */
  Draft told(
      Operation operation,
      Origin origin,
      String name,
      String uid,
      long resourceVersion,
      @Nullable String mark) {
    Draft draft = new Draft(operation, origin, key(name));
    draft.version = new Version(uid, Long.toString(resourceVersion));
    draft.mark = mark;
    draft.snapshotId = origin == Origin.WATCH ? null : list;
    log.add(draft);
    return draft;
  }

  Draft begin(String id) {
    Draft draft = control(Operation.SNAPSHOT_BEGIN, "SnapshotBegin");
    draft.snapshotId = id;
    list = id;
    return draft;
  }

  Draft end(String id, long count) {
    Draft draft = control(Operation.SNAPSHOT_END, "SnapshotEnd");
    draft.snapshotId = id;
    draft.objectCount = count;
    list = null;
    return draft;
  }

  void tick(long tick, long base, long objects, String position) {
    Draft draft = tick(tick);
    draft.baseOffset = base;
    draft.coverage = List.of(new LogEntry.Coverage(POD, true, objects, position));
  }

  /** A tick that tells nothing of the kind. */
  Draft tick(long tick) {
    Draft draft = control(Operation.TICK, "Tick");
    draft.kind = "";
    draft.tick = tick;
    return draft;
  }

  Draft control(Operation operation, String name) {
    Draft draft = new Draft(operation, Origin.COLLECTOR, "c/-/" + name + "/-/-");
    log.add(draft);
    return draft;
  }

  /** The record of this operation that stands at this place among those of its operation; 0 is the first. */
  Draft the(Operation operation, int place) {
    return log.stream().filter(draft -> draft.operation == operation).toList().get(place);
  }

  /** The record that tells this version. */
  Draft version(long resourceVersion) {
    return log.stream()
        .filter(draft -> draft.version != null
            && draft.version.resourceVersion().equals(Long.toString(resourceVersion)))
        .findFirst()
        .orElseThrow();
  }

  /** Puts the last record before another one. */
  void lastBefore(Draft other) {
    Draft last = log.remove(log.size() - 1);
    log.add(log.indexOf(other), last);
  }

  /** Numbers and times all records anew, and has the state agree. */
  Story number() {
    long number = 0;
    long ticks = 0;
    for (Draft draft : log) {
      draft.offset = number++;
      draft.sequence = number;
      draft.time = 1000 * number;
      ticks = draft.tick == null ? ticks : draft.tick;
    }
    leader = new Collected.Leader(1, number, ticks, 1000 * number);
    return this;
  }

  Collected collected() {
    return new Collected(
        log.stream().map(Draft::entry).toList(), table, leader, kinds, deadLetters);
  }
}
