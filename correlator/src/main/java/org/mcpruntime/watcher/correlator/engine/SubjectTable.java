package org.mcpruntime.watcher.correlator.engine;

import java.util.Map;
import java.util.TreeMap;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** What checks keep of the subjects of one cluster, with the timers to look at them again. */
final class SubjectTable {

  private final String cluster;
  private final Store store;
  private final TimerTable timers;

  SubjectTable(String cluster, Store store, TimerTable timers) {
    this.cluster = cluster;
    this.store = store;
    this.timers = timers;
  }

  SubjectState get(String checkId, ObjectRef subject) {
    byte[] bytes = store.get(key(checkId, subject));
    return bytes == null ? SubjectState.EMPTY : SubjectState.read(bytes);
  }

  void put(String checkId, ObjectRef subject, SubjectState before, SubjectState after) {
    if (after.equals(before)) {
      return;
    }
    String key = key(checkId, subject);
    if (before.lookAgainAt() != after.lookAgainAt()) {
      if (before.lookAgainAt() != SubjectState.NEVER) {
        timers.remove(timer(key, before));
      }
      if (after.lookAgainAt() != SubjectState.NEVER) {
        timers.add(timer(key, after));
      }
    }
    if (after.empty()) {
      store.delete(key);
    } else {
      store.put(key, after.toBytes());
    }
  }

  /** Everything kept, by  {@code <object key>#<check>}; a copy. */
  Map<String, SubjectState> all() {
    Map<String, SubjectState> all = new TreeMap<>();
    store.scan(cluster + "/", (key, value) -> all.put(key, SubjectState.read(value)));
    return all;
  }

  private static TimerTable.Timer timer(String key, SubjectState state) {
    return new TimerTable.Timer(state.lookAgainAt(), key, TimerTable.Target.SUBJECT);
  }

  private String key(String checkId, ObjectRef subject) {
    return IncidentKey.base(cluster, subject, checkId);
  }
}
