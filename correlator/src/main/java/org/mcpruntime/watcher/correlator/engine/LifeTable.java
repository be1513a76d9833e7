package org.mcpruntime.watcher.correlator.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * The lives of one cluster, all of them decoded, with the indexes from anchors, from possible causes to their effects and from
 * cause groups to whom they hit. Small: a life for each key that is pending, open, or was so within 15 minutes.
 */
final class LifeTable {

  private final Store store;
  private final TimerTable timers;
  private final TreeMap<String, StoredLife> lives = new TreeMap<>();
  private final Map<String, SortedSet<String>> effects = new HashMap<>();
  private final Map<ObjectRef, SortedSet<String>> anchored = new HashMap<>();
  private final Map<String, Integer> inNamespace = new HashMap<>();
  private final GroupIndex groups = new GroupIndex();

  LifeTable(String cluster, Store store, TimerTable timers) {
    this.store = store;
    this.timers = timers;
    store.scan(cluster + "/", (key, value) -> {
      StoredLife stored = LifeCodec.decode(value);
      lives.put(key, stored);
      index(key, stored.life());
    });
  }

  Life get(String key) {
    StoredLife stored = lives.get(key);
    return stored == null ? Life.Quiet.INSTANCE : stored.life();
  }

  /** When this key has to be evaluated again; {@link StoredLife#NEVER} when a change must come. */
  long due(String key) {
    StoredLife stored = lives.get(key);
    return stored == null ? StoredLife.NEVER : stored.due();
  }

  /** Replaces a life and its timer. */
  void put(String key, Life life, long due) {
    StoredLife next = new StoredLife(life, due);
    StoredLife before = lives.get(key);
    if (next.equals(before) || (before == null && life instanceof Life.Quiet)) {
      return;
    }
    if (before != null) {
      unindex(key, before.life());
      if (before.due() != StoredLife.NEVER && before.due() != due) {
        timers.remove(timer(key, before.due()));
      }
    }
    if (life instanceof Life.Quiet) {
      lives.remove(key);
      store.delete(key);
      return;
    }
    lives.put(key, next);
    store.put(key, LifeCodec.encode(life, due));
    index(key, life);
    if (due != StoredLife.NEVER) {
      timers.add(timer(key, due));
    }
  }

  /** Lives under an incident key without aspect. */
  List<String> under(String base) {
    return IncidentKey.under(base, lives);
  }

  /** Lives anchored at an object, whatever their check. */
  List<String> at(ObjectRef anchor) {
    return listed(anchored.get(anchor));
  }

  /** Whether any is anchored in this namespace; empty for cluster-scoped anchors. */
  boolean anyIn(String namespace) {
    return inNamespace.containsKey(namespace);
  }

  SortedMap<String, StoredLife> all() {
    return lives;
  }

  /** Open incidents that name this incident key without aspect among their possible causes. */
  List<String> effectsOf(String base) {
    return listed(effects.get(base));
  }

  /** Whom cause groups hit. */
  GroupIndex groups() {
    return groups;
  }

  private void index(String key, Life life) {
    ObjectRef anchor = IncidentKey.parse(key).anchor();
    groups.add(key, life);
    add(anchored, anchor, key);
    inNamespace.merge(anchor.namespace(), 1, Integer::sum);
    Life.Open open = life.asOpen();
    if (open != null) {
      open.causes().forEach(base -> add(effects, base, key));
    }
  }

  private void unindex(String key, Life life) {
    ObjectRef anchor = IncidentKey.parse(key).anchor();
    groups.remove(key, life);
    remove(anchored, anchor, key);
    inNamespace.computeIfPresent(
        anchor.namespace(), (name, count) -> count == 1 ? null : count - 1);
    Life.Open open = life.asOpen();
    if (open != null) {
      open.causes().forEach(base -> remove(effects, base, key));
    }
  }

  private static <K> void add(Map<K, SortedSet<String>> index, K place, String key) {
    index.computeIfAbsent(place, each -> new TreeSet<>()).add(key);
  }

  private static <K> void remove(Map<K, SortedSet<String>> index, K place, String key) {
    index.computeIfPresent(place, (each, keys) -> {
      keys.remove(key);
      return keys.isEmpty() ? null : keys;
    });
  }

  private static List<String> listed(@Nullable SortedSet<String> keys) {
    return keys == null ? List.of() : List.copyOf(keys);
  }

  private static TimerTable.Timer timer(String key, long due) {
    return new TimerTable.Timer(due, key, TimerTable.Target.LIFE);
  }
}
