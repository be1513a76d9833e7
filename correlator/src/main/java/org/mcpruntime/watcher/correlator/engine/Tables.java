package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;

/** Everything stored of one cluster. */
final class Tables {

  private final String cluster;

  /** Its own key, and what all others begin with. */
  private final String own;

  private final Function<StoreName, Store> stores;
  private final ObjectTable objects;
  private final SubjectTable subjects;
  private final MemberTable members;
  private final TimerTable timers;
  private final LifeTable lives;
  private final ClusterState state;
  private long time;

  Tables(String cluster, Function<StoreName, Store> stores, Share share) {
    this.cluster = cluster;
    this.own = cluster + "/";
    this.stores = stores;
    objects = new ObjectTable(
        cluster,
        stores.apply(StoreName.FACTS),
        stores.apply(StoreName.LINKS),
        stores.apply(StoreName.MENTIONS),
        share);
    timers = new TimerTable(cluster, stores.apply(StoreName.TIMERS));
    subjects = new SubjectTable(cluster, stores.apply(StoreName.SUBJECTS), timers, share);
    members = new MemberTable(stores.apply(StoreName.MEMBERS), share);
    lives = new LifeTable(cluster, stores.apply(StoreName.LIVES), timers);
    byte @Nullable [] known = stores.apply(StoreName.CLUSTERS).get(own);
    state = known == null ? new ClusterState() : ClusterState.read(known);
    time = time(cluster, stores);
  }

  /** A cluster's time as stored, milliseconds; -1 when there is none. */
  static long time(String cluster, Function<StoreName, Store> stores) {
    byte @Nullable [] at = stores.apply(StoreName.TIMES).get(cluster + "/");
    return at == null ? -1 : new BinaryReader(at).number();
  }

  String cluster() {
    return cluster;
  }

  ObjectTable objects() {
    return objects;
  }

  SubjectTable subjects() {
    return subjects;
  }

  MemberTable members() {
    return members;
  }

  TimerTable timers() {
    return timers;
  }

  LifeTable lives() {
    return lives;
  }

  ClusterState state() {
    return state;
  }

  /** The cluster's time, milliseconds; -1 before its first record. */
  long time() {
    return time;
  }

  void time(long now) {
    if (now != time) {
      time = now;
      stores.apply(StoreName.TIMES).put(own, new BinaryWriter().number(now).toBytes());
    }
  }

  ClusterView view(long now) {
    return new ClusterView(now, objects, state);
  }

  /** Writes what is known of the cluster beside its objects, if it changed. */
  void saveState() {
    if (state.takeChanged()) {
      stores.apply(StoreName.CLUSTERS).put(own, state.toBytes());
    }
  }

  /** Deletes everything of the cluster. This object is of no use afterwards. */
  void deleteAll() {
    for (StoreName name : StoreName.values()) {
      Store store = stores.apply(name);
      List<String> keys = new ArrayList<>();
      store.scan(own, (key, value) -> keys.add(key));
      keys.forEach(store::delete);
    }
  }
}
