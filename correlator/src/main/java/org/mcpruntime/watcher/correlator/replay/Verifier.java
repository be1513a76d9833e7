package org.mcpruntime.watcher.correlator.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentBody;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.correlator.history.ReadAhead;
import org.mcpruntime.watcher.correlator.history.Unreadable;
import org.mcpruntime.watcher.correlator.replay.Verification.Unverified;
import org.mcpruntime.watcher.schemas.avro.Incident;

/**
 * Proves that what was published is what the engine says of the log. Each difference is found by itself: where the replay
 * says something else it is told so, and goes on from what was published. The rules are those of then; stretches that other
 * programs evaluated are not compared, nor the two horizons after them, while something they remembered may count.
 */
public final class Verifier {

  private static final int PROGRESS_EVERY = 1_000;

  private final ClusterHistory history;
  private final EngineSettings settings;
  private final Sections sections;
  private final long lead;
  private final List<Unverified> notCompared = new ArrayList<>();
  private @Nullable Rules pretended;
  private long from;
  private long to;
  private @Nullable LogRecord reading;
  private long events;
  private long unreadable;
  private long compared;
  private int leftOut;
  private long differences;
  private @Nullable Difference first;

  /**
   * @param settings of this program; the rules are taken from the history
   * @param known the checks of this program
   */
  public Verifier(ClusterHistory history, EngineSettings settings, List<Check<?>> known) {
    this.history = history;
    this.settings = settings;
    sections = new Sections(history, settings, known);
    lead = settings.leadMillis();
  }

  /** Asks instead whether other rules would have told the same; the hash that names the rules is left aside. */
  public Verifier pretending(Rules others) {
    pretended = others;
    return this;
  }

  /** Compares what is stamped from {@code fromMillis} to {@code toMillis}, both included. */
  public Verification verify(long fromMillis, long toMillis, Progress progress) {
    from = fromMillis;
    to = Math.min(toMillis, history.evaluatedThrough());
    Optional<Start> start = Start.of(history, from, lead);
    if (start.isEmpty() || start.get().trueFrom() > to) {
      skip(from, to, start.isEmpty() ? "no TICK with all it needs is kept" : tooOld());
    } else {
      skip(from, start.get().trueFrom(), tooOld());
      run(start.get(), progress);
    }
    skip(Math.max(from, to + 1), toMillis, "the correlator has not come so far");
    return new Verification(compared, differences, first, notCompared, unreadable, events);
  }

  private void run(Start start, Progress progress) {
    Section section = null;
    Stores stores = new Stores();
    Rehearsal rehearsal = new Rehearsal(
        sections.engine(sections.first(), pretended, stores),
        settings,
        start.settled(),
        published(),
        new Comparison());
    try (ReadAhead records = ReadAhead.of(history.events(start.offset()))) {
      while (records.hasNext()) {
        LogRecord record = records.next();
        if (section == null || record.timestamp() >= section.to()) {
          section = sections.at(record.timestamp());
          exclude(section, record.timestamp());
          rehearsal.goesOn(sections.engine(section, pretended, stores));
        }
        reading = record;
        try {
          rehearsal.process(record);
        } catch (UnreadableRecordException e) {
          unreadable++;
        }
        if (++events % PROGRESS_EVERY == 0) {
          progress.read(events, record.timestamp(), to);
        }
        if (record.timestamp() > to) {
          break;
        }
      }
    }
    rehearsal.end();
  }

  private void exclude(Section section, long since) {
    if (section.rules() == null) {
      long after = section.to() > Long.MAX_VALUE - lead ? section.to() : section.to() + lead;
      skip(Math.max(from, since), Math.min(to + 1, after), section.why());
    }
  }

  private void skip(long begin, long end, String why) {
    if (begin >= end) {
      return;
    }
    int newest = notCompared.size() - 1;
    Unverified before = newest < 0 ? null : notCompared.get(newest);
    if (before != null && before.why().equals(why) && begin <= before.to()) {
      notCompared.set(newest, new Unverified(before.from(), Math.max(before.to(), end), why));
    } else {
      notCompared.add(new Unverified(begin, end, why));
    }
  }

  private static String tooOld() {
    return "the log does not reach back far enough";
  }

  /** Bytes that are not what this program would write for the same record are a difference of their own. */
  private Iterator<Incident> published() {
    Iterator<PublishedIncident> all = history.incidents();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more = all.hasNext();
        leaveOutUnreadable();
        return more;
      }

      @Override
      public Incident next() {
        PublishedIncident told = all.next();
        LogRecord record = reading;
        if (record != null
            && counts(told.incident())
            && !Arrays.equals(told.body(), IncidentBody.of(told.incident()))) {
          differ(new Difference(told.incident(), told.incident(), record));
        }
        return told.incident();
      }
    };
  }

  /** What such a record says is not known: what the replay tells at its time cannot be compared. */
  private void leaveOutUnreadable() {
    List<Unreadable> all = history.unreadableIncidents();
    for (; leftOut < all.size(); leftOut++) {
      Unreadable record = all.get(leftOut);
      skip(
          Math.max(from, record.timestamp()),
          Math.min(to, record.timestamp()) + 1,
          record.where() + " cannot be read");
    }
  }

  private boolean counts(@Nullable Incident incident) {
    if (incident == null) {
      return false;
    }
    long time = incident.getUpdatedAt().toEpochMilli();
    return time >= from
        && time <= to
        && notCompared.stream().noneMatch(gap -> gap.from() <= time && time < gap.to());
  }

  private void differ(Difference difference) {
    differences++;
    if (first == null) {
      first = difference;
    }
  }

  private final class Comparison implements Rehearsal.Witness {
    @Override
    public void same(Incident incident) {
      if (counts(incident)) {
        compared++;
      }
    }

    @Override
    public void differs(@Nullable Incident published, @Nullable Incident told, LogRecord at) {
      if (counts(published == null ? told : published)) {
        compared++;
        differ(new Difference(published, told, at));
      }
    }
  }
}
