package org.mcpruntime.watcher.correlator.streams;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.ClusterSight;
import org.mcpruntime.watcher.correlator.engine.EngineCounts;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;

/** What the processors of one instance do, for its status. Written by stream threads, read by any; decides nothing. */
public final class EngineProbe {

  private static final long NONE = -1;

  private final EngineCounts counts = new EngineCounts();
  private final Map<Integer, AtomicLong> taken = new ConcurrentHashMap<>();
  private final Set<IncidentEngine> engines = ConcurrentHashMap.newKeySet();
  private final LongAdder deadLetters = new LongAdder();
  private final Map<Object, String> blocked = new ConcurrentHashMap<>();
  private final Map<String, LifeProgress> comingToLife = new ConcurrentSkipListMap<>();
  private volatile boolean stopping;

  /** The processor of this partition gives its records to that engine, and keeps here the time of the one it took last. */
  AtomicLong started(IncidentEngine engine, int partition) {
    engines.add(engine);
    AtomicLong time = new AtomicLong(NONE);
    taken.put(partition, time);
    return time;
  }

  /** @param time as {@link #started} gave it */
  void stopped(IncidentEngine engine, int partition, AtomicLong time) {
    engines.remove(engine);
    taken.remove(partition, time);
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

  /** Time of the record taken last from each partition that is worked on here; what waits there is newer. */
  public Map<Integer, Instant> taken() {
    Map<Integer, Instant> all = new TreeMap<>();
    taken.forEach((partition, time) -> {
      long last = time.get();
      if (last != NONE) {
        all.put(partition, Instant.ofEpochMilli(last));
      }
    });
    return all;
  }

  /** What all engines of this instance did, those of tasks that have moved elsewhere included. */
  public EngineCounts counts() {
    return counts;
  }
}
