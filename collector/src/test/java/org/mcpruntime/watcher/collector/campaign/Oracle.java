package org.mcpruntime.watcher.collector.campaign;

import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.campaign.Collected.Leader;
import org.mcpruntime.watcher.collector.campaign.Collected.Position;
import org.mcpruntime.watcher.collector.campaign.LogEntry.Coverage;
import org.mcpruntime.watcher.collector.campaign.LogEntry.Gap;
import org.mcpruntime.watcher.collector.campaign.ServerChange.Action;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;

/**
 * Compares what the topics hold with what the API server did, and throws at the first difference. Knows the contract of the
 * topics and nothing of the collector.
 *
 * <p>It walks through the log once, and keeps for each kind the position in the server's history up to which everything has
 * been told. A watched record must be the server's very next change of its kind. Only a completed list moves the position
 * further, and what it passes over must stand in a GAP, except before the kind's first list. So nothing can be missing,
 * come twice or come in another order. Long, because it is one argument, from the first record to the end.
 */
final class Oracle {
  private final ServerHistory history;
  private final Collected collected;
  private final Injected injected;
  private final Map<String, KindWalk> kinds = new TreeMap<>();
  private final Set<Version> published = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private @Nullable LogEntry previous;
  private long tick;

  private Oracle(ServerHistory history, Collected collected, Injected injected) {
    this.history = history;
    this.collected = collected;
    this.injected = injected;
    for (String kind : history.kinds()) {
      KindWalk walked = new KindWalk(kind);
      walked.lost = injected.lost().getOrDefault(kind, 0);
      kinds.put(kind, walked);
    }
  }

  /**
   * Compares.
   *
   * @param history of a server on which nothing happens any more
   * @param collected after the collector had caught up
   * @throws DifferenceException for the first difference
   */
  static void check(ServerHistory history, Collected collected, Injected injected) {
    Oracle oracle = new Oracle(history, collected, injected);
    collected.log().forEach(oracle::entry);
    oracle.end();
  }

  private void entry(LogEntry entry) {
    numbers(entry);
    LogEntry before = previous;
    if (before != null && before.origin() == Origin.REPLACED) {
      require(
          entry.key().equals(before.key())
              && (entry.operation() != Operation.DELETED || entry.origin() == Origin.WATCH),
          "a replaced object is followed by its successor, or by the end of one that was lost",
          entry);
    }
    switch (entry.operation()) {
      case TICK -> tick(entry);
      case SNAPSHOT_BEGIN -> begin(entry);
      case GAP -> gap(entry);
      case SNAPSHOT_END -> complete(entry);
      case SNAPSHOT -> snapshot(entry);
      case ADDED, MODIFIED -> change(entry);
      case DELETED -> deletion(entry);
      default -> throw difference("a record of no known operation", entry);
    }
    previous = entry;
  }

  private void numbers(LogEntry entry) {
    LogEntry before = previous;
    require(
        entry.sequence() == (before == null ? 1 : before.sequence() + 1),
        "the sequence has no holes, after " + before,
        entry);
    if (before != null) {
      require(entry.time() >= before.time(), "time never goes back", entry);
      require(entry.epoch() >= before.epoch(), "an older collector's record is visible", entry);
    }
  }

  private void tick(LogEntry entry) {
    require(Objects.equals(entry.tick(), ++tick), "ticks are numbered without holes", entry);
    Set<String> covered = new HashSet<>();
    entry.coverage().forEach(coverage -> covered.add(coverage.kind()));
    for (KindWalk kind : kinds.values()) {
      kind.gone |= !covered.contains(kind.name) && history.withdrawn(kind.name);
    }
    base(entry);
    for (Coverage coverage : entry.coverage()) {
      KindWalk kind = kind(coverage.kind(), entry);
      require(
          coverage.objects() == kind.live.size(),
          "coverage counts the live objects, of " + kind.name + " " + kind.live.size(),
          entry);
      String position = coverage.position();
      if (position != null) {
        toldUpTo(kind, Long.parseLong(position), entry);
      }
      require(
          !coverage.synced() || (position != null && kind.listed()),
          "a kind is synced only when it was listed: " + kind.name,
          entry);
    }
  }

  private void base(LogEntry entry) {
    Long base = entry.baseOffset();
    if (base == null) {
      require(
          kinds.values().stream().anyMatch(kind -> !kind.listed() || kind.gone),
          "all kinds were listed, so there is a base",
          entry);
      return;
    }
    long every = oldestBegin(kind -> true);
    long present = oldestBegin(kind -> !kind.gone);
    require(
        base == every || base == present,
        "the base is the oldest begin of the newest complete lists",
        entry);
  }

  private long oldestBegin(Predicate<KindWalk> counts) {
    return kinds.values().stream()
        .filter(kind -> kind.listed() && counts.test(kind))
        .mapToLong(kind -> kind.newestSnapshot().offset())
        .min()
        .orElse(-1);
  }

  private void begin(LogEntry entry) {
    KindWalk kind = kind(entry);
    kind.interrupted |= kind.begin != null;
    kind.begin = entry;
    kind.mentioned.clear();
    kind.differs = false;
    kind.gap = null;
  }

  private void gap(LogEntry entry) {
    KindWalk kind = kind(entry);
    Gap gap = entry.gap();
    if (gap == null || gap.to() == null || kind.begin == null || !kind.listed()) {
      throw difference("a gap is told by a relist, with its positions", entry);
    }
    String from = gap.from();
    if (from == null) {
      require(
          kind.interrupted || kind.gone,
          "a gap without begin follows an interrupted list only",
          entry);
    } else {
      toldUpTo(kind, Long.parseLong(from), entry);
    }
    kind.gap = gap;
  }

  private void complete(LogEntry entry) {
    KindWalk kind = kind(entry);
    LogEntry begin = kind.begin;
    if (begin == null || !Objects.equals(begin.snapshotId(), entry.snapshotId())) {
      throw difference("a list ends that did not begin", entry);
    }
    Gap gap = kind.gap;
    if (gap != null) {
      long position = Long.parseLong(String.valueOf(gap.to()));
      same(history.state(kind.name, position), kind.live, "after the list", entry);
      kind.told = new TreeSet<>(Set.of(position));
      kind.owed.clear();
    } else if (!kind.listed()) {
      kind.told = history.positionsOf(kind.name, kind.live);
      require(!kind.told.isEmpty(), "a first list tells what was at one moment", entry);
    } else {
      require(!kind.differs, "a relist tells its gap", entry);
    }
    require(
        Objects.equals(entry.objectCount(), (long) kind.live.size()),
        "a list's end counts the live objects: " + kind.live.size(),
        entry);
    for (String key : kind.live.keySet()) {
      if (!kind.mentioned.contains(key)) {
        throw new DifferenceException(
            "every live object is mentioned before a list's end: " + entry, key);
      }
    }
    kind.snapshots.add(begin);
    kind.begin = null;
    kind.gap = null;
    kind.interrupted = false;
    kind.gone = false;
  }

  private void snapshot(LogEntry entry) {
    KindWalk kind = kind(entry);
    require(
        kind.begin != null && Objects.equals(kind.begin.snapshotId(), entry.snapshotId()),
        "a snapshot's record is within a snapshot",
        entry);
    if (kind.version(entry) == null) {
      require(!kind.listed(), "only a first list tells an unknown object as SNAPSHOT", entry);
      put(kind, entry);
    } else {
      require(kind.holds(entry), "a snapshot restates and never changes", entry);
    }
    asTheServerHadIt(kind, entry);
    kind.mentioned.add(entry.key());
  }

  private void change(LogEntry entry) {
    KindWalk kind = kind(entry);
    if (entry.origin() == Origin.WATCH) {
      watched(kind, entry);
    } else {
      foundByList(kind, entry);
    }
    asTheServerHadIt(kind, entry);
    boolean owed = kind.owed.contains(entry.key());
    require(
        entry.operation() == Operation.MODIFIED
            ? kind.sameObject(entry) || owed
            : kind.version(entry) == null || owed,
        "ADDED is for a new object, MODIFIED for a known one",
        entry);
    put(kind, entry);
    kind.mentioned.add(entry.key());
  }

  private void deletion(LogEntry entry) {
    KindWalk kind = kind(entry);
    boolean watched = entry.origin() == Origin.WATCH;
    if (watched) {
      watched(kind, entry);
    } else if (entry.origin() != Origin.REPLACED) {
      foundByList(kind, entry);
    }
    require(
        watched ? kind.sameObject(entry) || kind.owed.contains(entry.key()) : kind.holds(entry),
        "a deletion is of the object that was told",
        entry);
    String uid = version(entry).uid();
    require(history.deleted(kind.name, uid), "the server never deleted it", entry);
    ended.add(uid);
    kind.live.remove(entry.key());
  }

  /** The record must be the server's next change of this kind. */
  private void watched(KindWalk kind, LogEntry entry) {
    NavigableSet<Long> fitting = new TreeSet<>(kind.told);
    fitting.removeIf(position -> !tells(entry, history.next(kind.name, position)));
    ServerChange next = nextBefore(kind, position(entry));
    if (fitting.isEmpty()) {
      next = leaveOutUntil(kind, next, change -> tells(entry, change));
    }
    require(
        !fitting.isEmpty() || tells(entry, next),
        "the watch tells the server's next change, which is " + next,
        entry);
    kind.told = new TreeSet<>(Set.of(position(entry)));
  }

  /**
   * The next change that a record at this position may leave out. Of several places where the log may be, the last leaves
   * out the fewest.
   */
  private @Nullable ServerChange nextBefore(KindWalk kind, long position) {
    Long last = kind.told.lower(position);
    return history.next(kind.name, last == null ? kind.told.first() : last);
  }

  /**
   * From this change on the watch told nothing until the condition held, as far as faults may have lost changes: each is
   * owed a repair. Gives the change that comes next.
   */
  private @Nullable ServerChange leaveOutUntil(
      KindWalk kind, @Nullable ServerChange from, Predicate<ServerChange> reached) {
    ServerChange next = from;
    while (kind.lost > 0 && next != null && !reached.test(next)) {
      kind.lost--;
      kind.owed.add(next.key());
      kind.told = new TreeSet<>(Set.of(next.position()));
      next = history.next(kind.name, next.position());
    }
    return next;
  }

  private void foundByList(KindWalk kind, LogEntry entry) {
    if (entry.origin() == Origin.REPAIR) {
      leaveOutUntil(
          kind, nextBefore(kind, position(entry)), next -> kind.owed.contains(entry.key()));
      require(kind.owed.contains(entry.key()), "a repair without a lost change", entry);
    } else if (entry.snapshotId() == null && history.withdrawn(kind.name)) {
      require(entry.origin() == Origin.ABSENT, "only deletions come without a list", entry);
      kind.gone = true;
    } else {
      require(kind.begin != null, "what only a list can find is within one", entry);
      kind.differs = true;
    }
  }

  private void put(KindWalk kind, LogEntry entry) {
    Version version = version(entry);
    require(published.add(version), "a version is told once", entry);
    require(!ended.contains(version.uid()), "a deleted object does not come back", entry);
    Version known = kind.version(entry);
    require(
        known == null
            || !known.uid().equals(version.uid())
            || Long.parseLong(known.resourceVersion()) < position(entry),
        "no older version after a newer one",
        entry);
    kind.live.put(entry.key(), version);
  }

  private void asTheServerHadIt(KindWalk kind, LogEntry entry) {
    ServerChange change = history.at(kind.name, position(entry));
    require(
        change != null
            && change.action() != Action.DELETED
            && change.key().equals(entry.key())
            && change.version().equals(entry.version())
            && change.mark().equals(entry.mark()),
        "the object is as the server had it, which was " + change,
        entry);
  }

  private static boolean tells(LogEntry entry, @Nullable ServerChange change) {
    return change != null
        && change.action().name().equals(entry.operation().name())
        && change.key().equals(entry.key())
        && change.version().equals(entry.version())
        && change.mark().equals(entry.mark());
  }

  /** Nothing that the server did up to this position is missing. */
  private void toldUpTo(KindWalk kind, long position, @Nullable LogEntry entry) {
    ServerChange next = nextBefore(kind, position + 1);
    if (complete(kind, position).isEmpty()) {
      leaveOutUntil(kind, next, change -> change.position() > position);
    }
    NavigableSet<Long> fitting = complete(kind, position);
    if (fitting.isEmpty()) {
      throw new DifferenceException(
          "position " + position + " of " + kind.name + " is not where the log is, at "
              + kind.told.first() + " before " + next
              + (entry == null ? "" : ": " + entry),
          next == null ? null : next.key());
    }
    kind.told = fitting;
  }

  /** Of the places where the log may be, those behind which nothing happened up to this position. */
  private NavigableSet<Long> complete(KindWalk kind, long position) {
    NavigableSet<Long> complete = new TreeSet<>(kind.told.headSet(position, true));
    complete.removeIf(from -> {
      ServerChange next = history.next(kind.name, from);
      return next != null && next.position() <= position;
    });
    return complete;
  }

  /** After the whole log: nothing is missing, and all topics agree. */
  private void end() {
    SortedMap<String, Version> live = new TreeMap<>();
    for (KindWalk kind : kinds.values()) {
      same(history.state(kind.name, Long.MAX_VALUE), kind.live, "at the end", null);
      Position state = collected.kinds().get(kind.name);
      if (state == null || state.resourceVersion() == null) {
        throw new DifferenceException("the state has a position of " + kind.name, null);
      }
      toldUpTo(kind, Long.parseLong(state.resourceVersion()), null);
      ServerChange next = history.next(kind.name, kind.told.last());
      if (next != null) {
        throw new DifferenceException("a change is not in the log: " + next, next.key());
      }
      LogEntry newest = kind.newestSnapshot();
      if (!Objects.equals(state.snapshotId(), newest.snapshotId())
          || !Objects.equals(state.snapshotBegin(), newest.offset())) {
        throw new DifferenceException(
            "the state names the newest complete list, " + newest + ", not " + state, null);
      }
      live.putAll(kind.live);
      replays(kind);
    }
    same(live, collected.table(), "in the table", null);
    leader();
    deadLetters();
  }

  private void leader() {
    LogEntry last = previous;
    Leader leader = collected.leader();
    if (last == null || leader == null) {
      throw new DifferenceException("nothing was collected", null);
    }
    // A position may have been written after the newest record.
    Leader expected =
        new Leader(last.epoch(), last.sequence(), tick, Math.max(last.time(), leader.time()));
    if (!leader.equals(expected)) {
      throw new DifferenceException("the state is " + leader + ", the log's " + expected, null);
    }
  }

  private void deadLetters() {
    Map<String, Integer> counted = new TreeMap<>();
    collected.deadLetters().forEach(kind -> counted.merge(kind, 1, Integer::sum));
    counted.forEach((kind, count) -> {
      if (count > injected.garbage().getOrDefault(kind, 0)) {
        throw new DifferenceException("dead letters of " + kind + " without garbage", null);
      }
    });
  }

  /** A reader who begins at a complete list, as the contract tells it to, knows the same in the end. */
  private void replays(KindWalk kind) {
    for (LogEntry begin : kind.snapshots) {
      SortedMap<String, Version> state = new TreeMap<>();
      Set<String> mentioned = new HashSet<>();
      for (LogEntry entry : collected.log()) {
        if (entry.offset() < begin.offset() || !entry.kind().equals(kind.name)) {
          continue;
        }
        switch (entry.operation()) {
          case SNAPSHOT_BEGIN -> mentioned.clear();
          case SNAPSHOT, ADDED, MODIFIED -> {
            state.put(entry.key(), version(entry));
            mentioned.add(entry.key());
          }
          case DELETED -> state.remove(entry.key());
          case SNAPSHOT_END -> state.keySet().retainAll(mentioned);
          default -> {}
        }
      }
      same(kind.live, state, "replayed from a complete list", begin);
    }
  }

  private static void same(
      SortedMap<String, Version> wanted,
      SortedMap<String, Version> found,
      String where,
      @Nullable LogEntry entry) {
    Set<String> keys = new TreeSet<>(wanted.keySet());
    keys.addAll(found.keySet());
    for (String key : keys) {
      if (!Objects.equals(wanted.get(key), found.get(key))) {
        throw new DifferenceException(
            where + (entry == null ? "" : ", " + entry) + ": " + key + " should be "
                + wanted.get(key) + " and is " + found.get(key),
            key);
      }
    }
  }

  private KindWalk kind(LogEntry entry) {
    return kind(entry.kind(), entry);
  }

  private KindWalk kind(String name, LogEntry entry) {
    KindWalk kind = kinds.get(name);
    if (kind == null) {
      throw difference("a kind that is not collected: " + name, entry);
    }
    return kind;
  }

  private static Version version(LogEntry entry) {
    Version version = entry.version();
    if (version == null) {
      throw difference("an object's record has uid and resourceVersion", entry);
    }
    return version;
  }

  private static long position(LogEntry entry) {
    return Long.parseLong(version(entry).resourceVersion());
  }

  private static void require(boolean holds, String rule, LogEntry entry) {
    if (!holds) {
      throw difference(rule, entry);
    }
  }

  private static DifferenceException difference(String rule, LogEntry entry) {
    return new DifferenceException(
        rule + ": " + entry, entry.version() == null ? null : entry.key());
  }
}
