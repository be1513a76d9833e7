package org.mcpruntime.watcher.correlator.replay;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.Policy;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.correlator.history.Tick;

/**
 * Puts into the stores of a live engine what it must remember of a cluster, so that it goes on after what was published:
 * nothing is lost and nothing told again. Used by one thread.
 */
public final class Resumption {

  /** Every kind that is seen is listed within this time. */
  private static final Duration LIST_INTERVAL = Duration.ofHours(12);

  /** Before the first record of any log. */
  private static final long AT_ONCE = -1;

  /** Within this time there is a TICK, also where the clocks of clusters differ. */
  private static final Duration TICKS = Duration.ofMinutes(2);

  private final Start start;
  private final Rehearsal rehearsal;
  private boolean begun;

  /**
   * @param time of the cluster when it was evaluated last, milliseconds
   * @param stores hold nothing of the cluster; nobody else uses them for it until the end
   */
  public Resumption(
      ClusterHistory history,
      EngineSettings settings,
      long time,
      Function<StoreName, Store> stores) {
    start = start(history, time - settings.leadMillis());
    // The rules that were in force: that they have changed is for the live engine to find and to
    // tell.
    String rulesHash = history.policies().stream()
        .filter(Policy::isReadable)
        .reduce((older, newer) -> newer)
        .map(Policy::rulesHash)
        .orElseGet(() -> settings.rules().hash(settings.factsVersion()));
    rehearsal = new Rehearsal(
        new IncidentEngine(settings, rulesHash, stores),
        settings,
        start.settled(),
        PublishedIncident.incidents(history.incidents()));
  }

  /** The base of a TICK, or else so early that every kind is listed in time; what it does not know then, the engine finds. */
  private static Start start(ClusterHistory history, long time) {
    Tick tick = null;
    Iterator<List<LogRecord>> portions =
        history.portions(history.offsetAt(time - TICKS.toMillis()), history.offsetAt(time));
    while (portions.hasNext()) {
      for (LogRecord record : portions.next()) {
        tick = Tick.newest(record, tick);
      }
    }
    Long base = tick == null ? null : tick.baseOffset();
    if (tick != null && base != null && base >= history.beginOffset()) {
      return new Start(base, tick.offset(), time);
    }
    return new Start(history.offsetAt(time - LIST_INTERVAL.toMillis()), AT_ONCE, time);
  }

  /** Offset of the first record that is to be given to it. */
  public long from() {
    return start.offset();
  }

  /** Whether a record was given to it. */
  public boolean hasBegun() {
    return begun;
  }

  /** The next record, which was evaluated before. One that cannot be read was set aside when it came first. */
  public void process(LogRecord record) {
    begun = true;
    try {
      rehearsal.process(record);
    } catch (UnreadableRecordException e) {
      // It has changed nothing.
    }
  }

  /** The next record is for the live engine. */
  public void end() {
    rehearsal.end();
  }
}
