package org.mcpruntime.watcher.correlator.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Sink;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.correlator.history.ReadAhead;
import org.mcpruntime.watcher.correlator.replay.Verification.Unverified;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** What the engine says of a stretch of the log, told record by record. */
public final class Timeline {

  private static final int PROGRESS_EVERY = 1_000;

  /**
   * What was replayed.
   *
   * @param trueFrom from then on it is what the engine would have said live, milliseconds; later than asked for where the log
   *     does not reach back far enough, and never where it has no beginning at all
   * @param otherRules stretches that were judged by rules of then which this program cannot have, and are told by those of now
   * @param events records of the log that were read
   * @param unreadable those that cannot be read
   * @param lastEvent time of the newest record read, milliseconds; -1 when there was none
   */
  public record Played(
      long trueFrom, List<Unverified> otherRules, long events, long unreadable, long lastEvent) {
    public Played {
      otherRules = List.copyOf(otherRules);
    }
  }

  private final ClusterHistory history;
  private final EngineSettings settings;

  public Timeline(ClusterHistory history, EngineSettings settings) {
    this.history = history;
    this.settings = settings;
  }

  /**
   * What was said: begins with the incidents that were published before {@code from}, and judges by the rules of then.
   *
   * @param known the checks of this program
   * @param told takes each incident record stamped from {@code from} to {@code to}, both included
   */
  public Played playAsTold(
      List<Check<?>> known, long from, long to, Consumer<Incident> told, Progress progress) {
    Start start = start(from);
    AsTold asTold = new AsTold(start, known, from, to, new Between(from, to, earlier -> {}, told));
    return play(start, to, asTold, asTold.otherRules, progress);
  }

  /**
   * What would have been said under the rules of the settings, without the incidents that were published.
   *
   * @param told takes each incident record stamped from {@code from} to {@code to}, both included
   */
  public Played play(long from, long to, Consumer<Incident> told, Progress progress) {
    return play(from, to, earlier -> {}, told, progress);
  }

  /** @param earlier takes each incident record that is told on the way to {@code from} */
  Played play(
      long from, long to, Consumer<Incident> earlier, Consumer<Incident> told, Progress progress) {
    IncidentEngine engine = new Stores().engine(settings);
    Sink sink = new Between(from, to, earlier, told);
    return play(start(from), to, record -> engine.process(record, sink), List.of(), progress);
  }

  private Start start(long from) {
    return Start.of(history, from, settings.leadMillis())
        .orElse(new Start(history.beginOffset(), Long.MAX_VALUE, Long.MAX_VALUE));
  }

  private Played play(
      Start start, long to, Player player, List<Unverified> otherRules, Progress progress) {
    long events = 0;
    long unreadable = 0;
    long last = -1;
    try (ReadAhead records = ReadAhead.of(history.events(start.offset()))) {
      while (records.hasNext() && last <= to) {
        LogRecord record = records.next();
        try {
          player.process(record);
        } catch (UnreadableRecordException e) {
          unreadable++;
        }
        last = record.timestamp();
        if (++events % PROGRESS_EVERY == 0) {
          progress.read(events, last, to);
        }
      }
    }
    return new Played(start.trueFrom(), otherRules, events, unreadable, last);
  }

  private interface Player {
    void process(LogRecord record) throws UnreadableRecordException;
  }

  /** Goes along silently with what was published; from the begin of the stretch on the engine tells. */
  private final class AsTold implements Player {
    private final Sections sections;
    private final Stores stores = new Stores();
    private final long from;
    private final long to;
    private final Sink sink;
    private final List<Unverified> otherRules = new ArrayList<>();
    private Section section;
    private IncidentEngine engine;
    private @Nullable Rehearsal rehearsal;

    AsTold(Start start, List<Check<?>> known, long from, long to, Sink sink) {
      this.from = from;
      this.to = to;
      this.sink = sink;
      sections = new Sections(history, settings, known);
      section = sections.first();
      engine = sections.engine(section, null, stores);
      rehearsal = new Rehearsal(
          engine, settings, start.settled(), PublishedIncident.incidents(history.incidents()));
    }

    @Override
    public void process(LogRecord record) throws UnreadableRecordException {
      if (record.timestamp() >= section.to()) {
        goesOn(sections.at(record.timestamp()));
      }
      if (rehearsal != null && record.timestamp() >= from) {
        rehearsal.end();
        rehearsal = null;
        lookAt(section);
      }
      if (rehearsal == null) {
        engine.process(record, sink);
      } else {
        rehearsal.process(record);
      }
    }

    private void goesOn(Section next) {
      section = next;
      engine = sections.engine(next, null, stores);
      if (rehearsal == null) {
        lookAt(next);
      } else {
        rehearsal.goesOn(engine);
      }
    }

    private void lookAt(Section judged) {
      if (judged.rules() == null && Math.max(from, judged.from()) < Math.min(to, judged.to())) {
        otherRules.add(
            new Unverified(Math.max(from, judged.from()), Math.min(to, judged.to()), judged.why()));
      }
    }
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
