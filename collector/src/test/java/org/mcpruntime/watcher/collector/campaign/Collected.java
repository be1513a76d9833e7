package org.mcpruntime.watcher.collector.campaign;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the topics hold of one cluster after its collector has stopped.
 *
 * @param table record key → version, of the table of objects
 * @param leader null when there is none
 * @param kinds entries of the state table by kind
 * @param deadLetters their kinds
 */
record Collected(
    List<LogEntry> log,
    SortedMap<String, Version> table,
    @Nullable Leader leader,
    SortedMap<String, Position> kinds,
    List<String> deadLetters) {
  /** The state table's entry about the whole cluster. */
  record Leader(long epoch, long sequence, long tick, long time) {}

  /** The state table's entry about one kind. */
  record Position(
      @Nullable String resourceVersion,
      @Nullable String snapshotId,
      @Nullable Long snapshotBegin) {}

  Collected {
    log = List.copyOf(log);
    table = new TreeMap<>(table);
    kinds = new TreeMap<>(kinds);
    deadLetters = List.copyOf(deadLetters);
  }

  Collected(
      List<LogEntry> log,
      Map<String, Version> table,
      @Nullable Leader leader,
      Map<String, Position> kinds,
      List<String> deadLetters) {
    this(log, new TreeMap<>(table), leader, new TreeMap<>(kinds), deadLetters);
  }
}
