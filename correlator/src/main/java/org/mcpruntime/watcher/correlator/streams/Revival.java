package org.mcpruntime.watcher.correlator.streams;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how far each cluster of a task is evaluated, and brings those to life that have no state: after an upgrade with
 * other facts, after another version worked on the partition, or when state or position are lost.
 *
 * <p>Meanwhile their records are passed over, since Kafka Streams cannot be asked to wait; they are read from the log later.
 * One for each task, used by its thread.
 */
final class Revival implements AutoCloseable {

  /** What is to be done with a record that Kafka Streams hands over. */
  enum Fate {
    /** It is the next one. */
    NOW,
    /** Others come first. It will be read from the log. */
    LATER,
    /** It was evaluated before. */
    NEVER
  }

  private static final Logger LOG = LoggerFactory.getLogger(Revival.class);

  /** Whose turn it is in this thread: one cluster at a time comes to life, since each holds what it has fetched. */
  private static final ThreadLocal<@Nullable Revival> TURN = new ThreadLocal<>();

  /** Shorter than anybody keeps records. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private final Host host;
  private final KeyValueStore<Bytes, byte[]> store;
  private final EngineProbe probe;
  private final Map<String, Evaluated> inStep = new HashMap<>();
  private final Map<String, ComingToLife> behind = new LinkedHashMap<>();

  /** @param store key: cluster; value: how far it is evaluated. Bound: clusters that ever were. Never deleted */
  Revival(Host host, KeyValueStore<Bytes, byte[]> store, EngineProbe probe) {
    this.host = host;
    this.store = store;
    this.probe = probe;
  }

  /** Looks which clusters are to come to life: that need not wait for a record of theirs, and nobody is ready before. */
  void lookThrough() {
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> each = all.next();
        String cluster = new String(each.key.get(), StandardCharsets.UTF_8);
        Evaluated at = withState(cluster, Evaluated.read(each.value));
        if (!lives(at)) {
          comesToLife(cluster, at);
        }
      }
    }
  }

  /** To be asked for each record. */
  Fate fate(LogRecord record) {
    String cluster = record.cluster();
    Evaluated at = inStep.get(cluster);
    if (at == null && !behind.containsKey(cluster)) {
      at = look(record);
    }
    ComingToLife coming = behind.get(cluster);
    if (coming != null) {
      if (coming.at().covers(record)) {
        return Fate.NEVER;
      }
      coming.handed(record.offset());
      write(cluster, coming.at());
      return Fate.LATER;
    }
    return at != null && at.covers(record) ? Fate.NEVER : Fate.NOW;
  }

  /** The record whose turn was now is evaluated, or set aside. */
  void evaluated(LogRecord record) {
    String cluster = record.cluster();
    Evaluated at = new Evaluated(
        record.offset(),
        host.engine().time(cluster),
        host.settings().factsVersion(),
        record.offset());
    inStep.put(cluster, at);
    write(cluster, at);
  }

  /** Whether there is nothing to go on with. */
  boolean isIdle() {
    return behind.isEmpty();
  }

  /** Brings one cluster a little further. */
  void goOn(Instant now) {
    Revival other = TURN.get();
    if (other == null || other.isIdle()) {
      TURN.set(this);
    } else if (other != this) {
      return;
    }
    ComingToLife coming = behind.values().iterator().next();
    String cluster = coming.cluster();
    boolean ends = coming.goOn(now);
    write(cluster, coming.at());
    if (!ends) {
      probe.comesToLife(cluster, coming.progress());
      return;
    }
    coming.close();
    behind.remove(cluster);
    probe.isAlive(cluster);
    if (!coming.waitsForARecord()) {
      inStep.put(cluster, coming.at());
      LOG.atInfo()
          .addKeyValue("cluster", cluster)
          .addKeyValue("offset", coming.at().offset())
          .log("The cluster lives");
    }
  }

  /** The first record of a cluster since this task is here. */
  private @Nullable Evaluated look(LogRecord first) {
    String cluster = first.cluster();
    Evaluated known = read(cluster);
    Evaluated at = known == null ? unknown(first) : withState(cluster, known);
    if (lives(at) && !isLate(first, at)) {
      inStep.put(cluster, at);
      return at;
    }
    comesToLife(cluster, at);
    return null;
  }

  /** How far it is evaluated, with what the stores really hold. */
  private Evaluated withState(String cluster, Evaluated at) {
    int version = host.settings().factsVersion();
    if (at.time() < 0) {
      // Nothing is remembered of it, so every version has that.
      host.engine().drop(cluster);
      return at.by(version, at.time());
    }
    return at.facts() == version && at.time() != host.engine().time(cluster)
        ? at.withoutState()
        : at;
  }

  private boolean lives(Evaluated at) {
    return at.facts() == host.settings().factsVersion() && at.isInStep();
  }

  private void comesToLife(String cluster, Evaluated at) {
    ComingToLife coming = new ComingToLife(host, cluster, at);
    behind.put(cluster, coming);
    probe.comesToLife(cluster, coming.progress());
  }

  /** Whether so much time is between them that records may have been removed from the log meanwhile. */
  private boolean isLate(LogRecord first, Evaluated at) {
    return at.time() >= 0 && first.timestamp() - at.time() > LATE.toMillis();
  }

  /** Its first record ever, or all that was known of it is lost; what was published tells. */
  private Evaluated unknown(LogRecord first) {
    long offset = first.offset() - 1;
    try (ClusterHistory history = host.histories().apply(first.cluster())) {
      long told = history.evaluatedThrough();
      if (told < 0) {
        return new Evaluated(offset, -1, host.settings().factsVersion(), offset);
      }
      for (Iterator<PublishedIncident> all = history.incidents(); all.hasNext(); ) {
        told = Math.max(told, all.next().timestamp());
      }
      return new Evaluated(offset, told, Evaluated.LOST, offset);
    }
  }

  private @Nullable Evaluated read(String cluster) {
    byte[] bytes = store.get(key(cluster));
    return bytes == null ? null : Evaluated.read(bytes);
  }

  private void write(String cluster, Evaluated at) {
    store.put(key(cluster), at.toBytes());
  }

  private static Bytes key(String cluster) {
    return Bytes.wrap(cluster.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    behind.values().forEach(ComingToLife::close);
    behind.keySet().forEach(probe::isAlive);
    behind.clear();
  }
}
