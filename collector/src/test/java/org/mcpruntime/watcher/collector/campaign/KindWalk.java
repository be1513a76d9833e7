package org.mcpruntime.watcher.collector.campaign;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.campaign.LogEntry.Gap;

/** One kind, as the log told it so far. */
final class KindWalk {
  final String name;
  final SortedMap<String, Version> live = new TreeMap<>();

  /** How far everything is told: one position, or the possible ones, since a first list does not tell its own. */
  NavigableSet<Long> told = new TreeSet<>(Set.of(0L));

  /** Objects of which a watch left a change out; a repair is owed. */
  final Set<String> owed = new HashSet<>();

  /** How many further changes a watch may have left out. */
  int lost;

  /** The list that has begun; null when there is none. */
  @Nullable
  LogEntry begin;

  /** What the list that has begun, or the watch meanwhile, has mentioned. */
  final Set<String> mentioned = new HashSet<>();

  /** Whether the list that has begun told differences. */
  boolean differs;

  /** Whether a list began and did not end since the newest complete one, so that the position is not known. */
  boolean interrupted;

  /** Whether it went with its definition, and was not listed since. */
  boolean gone;

  @Nullable
  Gap gap;

  /** Begins of all complete lists, newest last. */
  final List<LogEntry> snapshots = new ArrayList<>();

  KindWalk(String name) {
    this.name = name;
  }

  boolean listed() {
    return !snapshots.isEmpty();
  }

  LogEntry newestSnapshot() {
    return snapshots.get(snapshots.size() - 1);
  }

  @Nullable
  Version version(LogEntry entry) {
    return live.get(entry.key());
  }

  boolean holds(LogEntry entry) {
    return entry.version() != null && entry.version().equals(version(entry));
  }

  boolean sameObject(LogEntry entry) {
    Version known = version(entry);
    return known != null
        && entry.version() != null
        && known.uid().equals(entry.version().uid());
  }
}
