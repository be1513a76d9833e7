package org.mcpruntime.watcher.correlator.streams;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.replay.Rehearsal;
import org.mcpruntime.watcher.correlator.replay.Resumption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings those clusters of a task to life whose state is missing or older than what was published: after an upgrade with
 * other facts, whose stores are new and empty; after an instance of another version worked on the partition; and when the
 * state or the position in the log is lost. State and output are committed together, so state that is as new as the
 * newest status is sound.
 *
 * <p>All of it happens while the first record of the cluster is processed, and is part of its transaction: after a crash it is
 * done again. One for each task, used by its thread.
 */
final class Revival implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Revival.class);
  private static final int PROGRESS_EVERY = 100_000;

  /** Records that come again up to this time are only followed. */
  private record Again(ClusterHistory history, Rehearsal rehearsal, long until) {}

  private final EngineSettings settings;
  private final Function<String, ClusterHistory> histories;
  private final Function<StoreName, Store> stores;
  private final IncidentEngine engine;
  private final EngineProbe probe;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Again> again = new HashMap<>();

  Revival(
      EngineSettings settings,
      Function<String, ClusterHistory> histories,
      Function<StoreName, Store> stores,
      IncidentEngine engine,
      EngineProbe probe) {
    this.settings = settings;
    this.histories = histories;
    this.stores = stores;
    this.engine = engine;
    this.probe = probe;
  }

  /** To be asked before each record: whether it was evaluated before, and so is not for the engine. */
  boolean takes(LogRecord record) {
    if (seen.add(record.cluster())) {
      look(record);
    }
    if (again.isEmpty()) {
      return false;
    }
    Again running = again.get(record.cluster());
    if (running == null) {
      return false;
    }
    if (record.timestamp() <= running.until()) {
      Resumption.process(running.rehearsal(), record);
      return true;
    }
    running.rehearsal().end();
    end(record.cluster());
    return false;
  }

  private void look(LogRecord first) {
    String cluster = first.cluster();
    ClusterHistory history = histories.apply(cluster);
    boolean keep = false;
    try {
      long published = history.evaluatedThrough();
      if (engine.time(cluster) >= published) {
        return;
      }
      LOG.atInfo()
          .addKeyValue("cluster", cluster)
          .addKeyValue("partition", first.partition())
          .addKeyValue("offset", first.offset())
          .log(
              "There is no state as new as what was published; the cluster comes to life from the log");
      probe.blocked(this, cluster + " comes to life from the log");
      engine.drop(cluster);
      Resumption resumption = new Resumption(history, settings);
      resumption
          .before(first, (records, time, end) -> tell(cluster, records, end - time))
          .forEach((name, entry) -> stores.apply(name).put(entry.getKey(), entry.getValue()));
      if (first.timestamp() <= published) {
        again.put(cluster, new Again(history, resumption.again(stores), published));
        keep = true;
      }
      LOG.atInfo().addKeyValue("cluster", cluster).log("The cluster has come to life");
    } finally {
      probe.unblocked(this);
      if (!keep) {
        history.close();
      }
    }
  }

  private static void tell(String cluster, long records, long left) {
    if (records % PROGRESS_EVERY == 0) {
      LOG.atInfo()
          .addKeyValue("cluster", cluster)
          .addKeyValue("records", records)
          .addKeyValue("leftMillis", left)
          .log("The cluster comes to life");
    }
  }

  private void end(String cluster) {
    Again running = again.remove(cluster);
    if (running != null) {
      running.history().close();
    }
  }

  @Override
  public void close() {
    Set.copyOf(again.keySet()).forEach(this::end);
  }
}
