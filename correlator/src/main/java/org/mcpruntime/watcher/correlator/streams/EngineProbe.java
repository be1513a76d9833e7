package org.mcpruntime.watcher.correlator.streams;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.ClusterSight;
import org.mcpruntime.watcher.correlator.engine.EngineCounts;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;

/** What the processors of one instance do, for its status. Written by stream threads, read by any; decides nothing. */
public final class EngineProbe {

  private final EngineCounts counts = new EngineCounts();
  private final Set<IncidentEngine> engines = ConcurrentHashMap.newKeySet();
  private final LongAdder deadLetters = new LongAdder();
  private final Map<Object, String> blocked = new ConcurrentHashMap<>();
  private final Map<String, LifeProgress> comingToLife = new ConcurrentSkipListMap<>();
  private volatile boolean stopping;

  void started(IncidentEngine engine) {
    engines.add(engine);
  }

  void stopped(IncidentEngine engine) {
    engines.remove(engine);
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void blocked(Object who, String reason) {
    blocked.put(who, reason);
  }

  void unblocked(Object who) {
    blocked.remove(who);
  }

  void comesToLife(String cluster, LifeProgress progress) {
    comingToLife.put(cluster, progress);
  }

  void isAlive(String cluster) {
    comingToLife.remove(cluster);
  }

  boolean isStopping() {
    return stopping;
  }

  /** Waits for the schema registry end. */
  public void stop() {
    stopping = true;
  }

  /** What processing waits for; null when it does not wait. */
  public @Nullable String blocked() {
    return blocked.values().stream().findFirst().orElse(null);
  }

  /** Clusters of this instance that come to life, and how far they are. */
  public Map<String, LifeProgress> comingToLife() {
    return new TreeMap<>(comingToLife);
  }

  /** Records set aside. */
  public long deadLetters() {
    return deadLetters.sum();
  }

  /** The clusters whose task runs here now and of which a TICK has been evaluated since it does. */
  public Map<String, ClusterSight> sights() {
    Map<String, ClusterSight> all = new TreeMap<>();
    engines.forEach(engine -> all.putAll(engine.sights()));
    return all;
  }

  /** What all engines of this instance did, those of tasks that have moved elsewhere included. */
  public EngineCounts counts() {
    return counts;
  }
}
