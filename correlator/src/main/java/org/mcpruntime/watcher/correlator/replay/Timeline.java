package org.mcpruntime.watcher.correlator.replay;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Sink;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.ReadAhead;
import org.mcpruntime.watcher.correlator.history.Told;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** What the engine says of a stretch of the log with given rules, told record by record. */
public final class Timeline {

  private static final int PROGRESS_EVERY = 1_000;

  /**
   * What was replayed.
   *
   * @param trueFrom from then on it is what the engine would have said live, milliseconds; later than asked for where the log
   *     does not reach back far enough, and never where it has no beginning at all
   * @param events records of the log that were read
   * @param unreadable those that cannot be read
   * @param lastEvent time of the newest record read, milliseconds; -1 when there was none
   */
  public record Played(long trueFrom, long events, long unreadable, long lastEvent) {}

  private final ClusterHistory history;
  private final EngineSettings settings;

  public Timeline(ClusterHistory history, EngineSettings settings) {
    this.history = history;
    this.settings = settings;
  }

  /**
   * Runs the engine up to {@code to}.
   *
   * @param follow whether it begins with the incidents that were published before {@code from}; without, with those that it
   *     would have told itself
   * @param told takes each incident record stamped from {@code from} to {@code to}, both included
   */
  public Played play(
      long from, long to, boolean follow, Consumer<Incident> told, Progress progress) {
    return play(from, to, follow, new Between(from, to, earlier -> {}, told), progress);
  }

  /**
   * The same without the incidents that were published.
   *
   * @param earlier takes each incident record that the engine tells by itself on its way to {@code from}
   */
  Played playAlone(
      long from, long to, Consumer<Incident> earlier, Consumer<Incident> told, Progress progress) {
    return play(from, to, false, new Between(from, to, earlier, told), progress);
  }

  private Played play(long from, long to, boolean follow, Sink sink, Progress progress) {
    Optional<Start> found = Start.of(history, from, 2 * settings.horizon().toMillis());
    Start start = found.orElse(new Start(history.beginOffset(), Long.MAX_VALUE, Long.MAX_VALUE));
    IncidentEngine engine = new Stores().engine(settings);
    Rehearsal rehearsal = follow
        ? new Rehearsal(engine, settings, start.settled(), Told.incidents(history.incidents()))
        : null;
    long events = 0;
    long unreadable = 0;
    long last = -1;
    try (ReadAhead records = ReadAhead.of(history.events(start.offset()))) {
      while (records.hasNext()) {
        LogRecord record = records.next();
        if (rehearsal != null && record.timestamp() >= from) {
          rehearsal.end();
          rehearsal = null;
        }
        try {
          if (rehearsal == null) {
            engine.process(record, sink);
          } else {
            rehearsal.process(record);
          }
        } catch (UnreadableRecordException e) {
          unreadable++;
        }
        last = record.timestamp();
        if (++events % PROGRESS_EVERY == 0) {
          progress.read(events, last, to);
        }
        if (last > to) {
          break;
        }
      }
    }
    return new Played(start.trueFrom(), events, unreadable, last);
  }

  private record Between(long from, long to, Consumer<Incident> earlier, Consumer<Incident> told)
      implements Sink {
    @Override
    public void incident(Incident incident) {
      long time = incident.getUpdatedAt().toEpochMilli();
      if (time < from) {
        earlier.accept(incident);
      } else if (time <= to) {
        told.accept(incident);
      }
    }

    @Override
    public void status(String cluster, String key, long timestamp, @Nullable WatcherStatus status) {
      // Of no interest to a timeline.
    }
  }
}
