package org.mcpruntime.watcher.collector.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything one API server did, kind by kind: the truth that a log is compared with. One thread. */
final class ServerHistory {
  private final Map<String, NavigableMap<Long, ServerChange>> kinds = new TreeMap<>();

  /** Custom kind → record key of its definition. */
  private final Map<String, String> definitions = new TreeMap<>();

  /** A kind that is collected, whether or not anything ever happens to it. */
  void kind(String kind) {
    kinds.computeIfAbsent(kind, unknown -> new TreeMap<>());
  }

  /** A kind that exists only while its definition does. */
  void definedBy(String kind, String definition) {
    definitions.put(kind, definition);
  }

  void add(ServerChange change) {
    kind(change.kind());
    changes(change.kind()).put(change.position(), change);
  }

  Set<String> kinds() {
    return kinds.keySet();
  }

  int size() {
    return kinds.values().stream().mapToInt(Map::size).sum();
  }

  /** The first change of a kind behind a position. */
  @Nullable
  ServerChange next(String kind, long position) {
    Map.Entry<Long, ServerChange> next = changes(kind).higherEntry(position);
    return next == null ? null : next.getValue();
  }

  /** The change of a kind at exactly this position. */
  @Nullable
  ServerChange at(String kind, long position) {
    return changes(kind).get(position);
  }

  /** Whether the kind ever went away with its definition. */
  boolean withdrawn(String kind) {
    String definition = definitions.get(kind);
    return definition != null
        && of(definition).stream()
            .anyMatch(change -> change.action() == ServerChange.Action.DELETED);
  }

  /** Whether the server deleted the object with this uid. */
  boolean deleted(String kind, String uid) {
    return changes(kind).values().stream()
        .anyMatch(change ->
            change.action() == ServerChange.Action.DELETED && change.uid().equals(uid));
  }

  /** The live objects of a kind at a position. */
  SortedMap<String, Version> state(String kind, long position) {
    SortedMap<String, Version> state = new TreeMap<>();
    changes(kind).headMap(position, true).values().forEach(change -> apply(change, state));
    return state;
  }

  /** The changes after which the kind's live objects were just these; 0 stands for before all changes. */
  NavigableSet<Long> positionsOf(String kind, SortedMap<String, Version> wanted) {
    NavigableSet<Long> found = new TreeSet<>();
    SortedMap<String, Version> state = new TreeMap<>();
    if (wanted.isEmpty()) {
      found.add(0L);
    }
    for (ServerChange change : changes(kind).values()) {
      apply(change, state);
      if (state.size() == wanted.size() && state.equals(wanted)) {
        found.add(change.position());
      }
    }
    return found;
  }

  /** All that happened under one record key. */
  List<ServerChange> of(String key) {
    List<ServerChange> found = new ArrayList<>();
    for (NavigableMap<Long, ServerChange> changes : kinds.values()) {
      changes.values().stream().filter(change -> change.key().equals(key)).forEach(found::add);
    }
    return found;
  }

  private static void apply(ServerChange change, SortedMap<String, Version> state) {
    if (change.action() == ServerChange.Action.DELETED) {
      state.remove(change.key());
    } else {
      state.put(change.key(), change.version());
    }
  }

  private NavigableMap<Long, ServerChange> changes(String kind) {
    NavigableMap<Long, ServerChange> changes = kinds.get(kind);
    if (changes == null) {
      throw new IllegalArgumentException("a kind that is not collected: " + kind);
    }
    return changes;
  }
}
