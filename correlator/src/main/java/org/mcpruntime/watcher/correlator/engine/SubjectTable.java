package org.mcpruntime.watcher.correlator.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * What checks keep of the subjects of one cluster, with the timers to look at them again. One entry holds what all checks keep of
 * a subject; those that were judged last are kept decoded, since most hold nothing.
 */
final class SubjectTable {

  /** Subjects kept decoded. */
  private static final int KEPT = 2_048;

  private final String cluster;
  private final Store store;
  private final TimerTable timers;
  private final Recent<ObjectRef, Map<String, SubjectState>> recent;

  SubjectTable(String cluster, Store store, TimerTable timers, Share share) {
    this.cluster = cluster;
    this.store = store;
    this.timers = timers;
    this.recent = new Recent<>(KEPT, share);
  }

  SubjectState get(String checkId, ObjectRef subject) {
    return states(subject).getOrDefault(checkId, SubjectState.EMPTY);
  }

  void put(String checkId, ObjectRef subject, SubjectState before, SubjectState after) {
    if (after.equals(before)) {
      return;
    }
    if (before.lookAgainAt() != after.lookAgainAt()) {
      String key = IncidentKey.base(cluster, subject, checkId);
      if (before.lookAgainAt() != SubjectState.NEVER) {
        timers.remove(timer(key, before));
      }
      if (after.lookAgainAt() != SubjectState.NEVER) {
        timers.add(timer(key, after));
      }
    }
    TreeMap<String, SubjectState> states = new TreeMap<>(states(subject));
    if (after.empty()) {
      states.remove(checkId);
    } else {
      states.put(checkId, after);
    }
    recent.put(subject, Map.copyOf(states));
    String key = IncidentKey.objectKey(cluster, subject);
    if (states.isEmpty()) {
      store.delete(key);
    } else {
      store.put(key, toBytes(states));
    }
  }

  /** Everything kept, by  {@code <object key>#<check>}; a copy. */
  Map<String, SubjectState> all() {
    Map<String, SubjectState> all = new TreeMap<>();
    store.scan(cluster + "/", (key, value) -> read(value)
        .forEach((check, state) -> all.put(key + '#' + check, state)));
    return all;
  }

  private Map<String, SubjectState> states(ObjectRef subject) {
    Map<String, SubjectState> states = recent.get(subject);
    if (states == null) {
      byte[] bytes = store.get(IncidentKey.objectKey(cluster, subject));
      states = bytes == null ? Map.of() : read(bytes);
      recent.put(subject, states);
    }
    return states;
  }

  private static byte[] toBytes(SortedMap<String, SubjectState> states) {
    BinaryWriter out = new BinaryWriter();
    out.list(states.entrySet(), entry -> out.text(entry.getKey())
        .bytes(entry.getValue().toBytes()));
    return out.toBytes();
  }

  private static Map<String, SubjectState> read(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    Map<String, SubjectState> states = new HashMap<>();
    for (int left = in.integer(); left > 0; left--) {
      states.put(in.text(), SubjectState.read(in.bytes()));
    }
    return states;
  }

  private static TimerTable.Timer timer(String key, SubjectState state) {
    return new TimerTable.Timer(state.lookAgainAt(), key, TimerTable.Target.SUBJECT);
  }
}
