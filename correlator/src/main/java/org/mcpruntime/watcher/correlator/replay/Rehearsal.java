package org.mcpruntime.watcher.correlator.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Sink;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/**
 * Brings an engine with empty stores to the state it would have had at some place in the log, had it always run: for a
 * replay of the middle of a history, and for a correlator whose facts changed. Nothing is published.
 *
 * <p>Give it every record of one cluster from the base offset on; the state is true one horizon after {@code settled}, the
 * offset of a TICK from which on that base is complete, and better two: what is remembered may rest on what was remembered. From
 * {@code settled} on the incidents that were published are followed: where the engine would have told something else, it
 * goes on from what was told, as if it had told it. So flapping, reopening, revisions and causes are those of the live
 * history, and all the rest depends on one horizon of the log. Before going on live, call {@link #end}.
 *
 * <p>Used by one thread. Holds the last record of each incident that is open or ended within the horizon.
 */
public final class Rehearsal {

  private static final int TIDY_AFTER = 256;

  /** Sees how what the engine tells compares with what was published, from {@code settled} on. */
  interface Witness {

    /** Both tell the same. */
    void same(Incident incident);

    /**
     * They do not.
     *
     * @param published null when nothing was published at that time
     * @param told null when the engine tells nothing at that time
     * @param at the record that was processed
     */
    void differs(@Nullable Incident published, @Nullable Incident told, LogRecord at);
  }

  private static final Witness NOBODY = new Witness() {
    @Override
    public void same(Incident incident) {
      // As it should be.
    }

    @Override
    public void differs(@Nullable Incident published, @Nullable Incident told, LogRecord at) {
      // The engine is put right.
    }
  };

  private final EngineSettings settings;
  private final long settled;
  private final Iterator<Incident> published;
  private final Witness witness;
  private final Map<String, Incident> last = new HashMap<>();
  private final List<Incident> expected = new ArrayList<>();
  private final List<Incident> told = new ArrayList<>();
  private final Sink listener = new Listener();
  private IncidentEngine engine;
  private @Nullable Incident ahead;
  private @Nullable LogRecord newest;
  private boolean following;
  private int taken;

  /**
   * @param engine with empty stores, given its records by this object alone until the end
   * @param settings the engine's
   * @param settled offset of a TICK whose base offset is at or after the first record given
   * @param published the cluster's incident records from the beginning, in order of their offsets; read on only as needed,
   *     up to the time of the record that is processed
   */
  public Rehearsal(
      IncidentEngine engine, EngineSettings settings, long settled, Iterator<Incident> published) {
    this(engine, settings, settled, published, NOBODY);
  }

  Rehearsal(
      IncidentEngine engine,
      EngineSettings settings,
      long settled,
      Iterator<Incident> published,
      Witness witness) {
    this.engine = engine;
    this.settings = settings;
    this.settled = settled;
    this.published = published;
    this.witness = witness;
  }

  /** Another engine on the same stores goes on: the rules changed here. */
  void goesOn(IncidentEngine other) {
    engine = other;
  }

  /**
   * The next record of the log.
   *
   * @throws UnreadableRecordException when it can never be read; the next one may be given all the same
   */
  public void process(LogRecord record) throws UnreadableRecordException {
    if (newest != null && record.offset() > settled) {
      begin(newest);
    }
    if (following) {
      catchUp(record.timestamp());
      expect(record.timestamp());
    }
    told.clear();
    try {
      engine.process(record, listener);
    } finally {
      newest = record;
      if (following) {
        compare(record);
      }
    }
  }

  /** The next record is newer than all before, and is for the engine itself. */
  public void end() {
    if (newest != null) {
      begin(newest);
      catchUp(newest.timestamp() + 1);
    }
  }

  /** From here on what was published is followed. */
  private void begin(LogRecord before) {
    if (following) {
      return;
    }
    expect(before.timestamp());
    following = true;
    TreeSet<String> keys = new TreeSet<>(last.keySet());
    keys.addAll(engine.told(before.cluster()).keySet());
    follow(keys, before);
  }

  /** Every record published before {@code time} is known by now, unless a timer that is due before it tells it. */
  private void catchUp(long time) {
    LogRecord before = Objects.requireNonNull(newest);
    if (time <= before.timestamp()) {
      return;
    }
    TreeSet<String> missed = new TreeSet<>();
    expect(before.timestamp());
    expected.removeIf(incident -> {
      if (incident.getUpdatedAt().toEpochMilli() > before.timestamp()) {
        return false;
      }
      remember(incident);
      missed.add(incident.getKey());
      witness.differs(incident, null, before);
      return true;
    });
    follow(missed, before);
  }

  private void compare(LogRecord record) {
    TreeSet<String> wrong = new TreeSet<>();
    for (Incident incident : told) {
      if (expected.remove(incident)) {
        remember(incident);
        witness.same(incident);
        continue;
      }
      Incident instead = takeExpected(incident);
      if (instead != null) {
        remember(instead);
      }
      witness.differs(instead, incident, record);
      wrong.add(incident.getKey());
    }
    follow(wrong, record);
  }

  /** What was published under the same key at the same time. */
  private @Nullable Incident takeExpected(Incident told) {
    for (Incident each : expected) {
      if (each.getKey().equals(told.getKey()) && each.getUpdatedAt().equals(told.getUpdatedAt())) {
        expected.remove(each);
        return each;
      }
    }
    return null;
  }

  /** What the engine tells when it is put right was never told either. */
  private void follow(SortedSet<String> keys, LogRecord at) {
    boolean assess = true;
    while (!keys.isEmpty()) {
      Map<String, Optional<Incident>> truth = new TreeMap<>();
      keys.forEach(key -> truth.put(key, remembered(key, at.timestamp())));
      told.clear();
      engine.follow(at, truth, assess, listener);
      assess = false;
      keys.clear();
      told.forEach(incident -> keys.add(incident.getKey()));
    }
  }

  private Optional<Incident> remembered(String key, long now) {
    return Optional.ofNullable(last.get(key))
        .filter(incident -> incident.getStatus() == IncidentStatus.OPEN
            || now <= resolvedAt(incident) + EngineSettings.REOPEN.toMillis());
  }

  /** Takes what was published up to this time, this time included. */
  private void expect(long time) {
    while (true) {
      if (ahead == null) {
        if (!published.hasNext()) {
          return;
        }
        ahead = published.next();
      }
      if (ahead.getUpdatedAt().toEpochMilli() > time) {
        return;
      }
      if (!following) {
        remember(ahead);
      } else {
        expected.add(ahead);
      }
      ahead = null;
    }
  }

  private void remember(Incident incident) {
    last.put(incident.getKey(), incident);
    if (++taken % TIDY_AFTER == 0) {
      long cut = incident.getUpdatedAt().minus(settings.horizon()).toEpochMilli();
      last.values()
          .removeIf(each -> each.getStatus() != IncidentStatus.OPEN && resolvedAt(each) < cut);
    }
  }

  private static long resolvedAt(Incident incident) {
    return Objects.requireNonNull(incident.getResolvedAt()).toEpochMilli();
  }

  private final class Listener implements Sink {
    @Override
    public void incident(Incident incident) {
      told.add(incident);
    }

    @Override
    public void status(String cluster, String key, long timestamp, @Nullable WatcherStatus status) {
      // Nobody reads it.
    }
  }
}
