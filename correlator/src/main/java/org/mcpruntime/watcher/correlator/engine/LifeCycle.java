package org.mcpruntime.watcher.correlator.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.Assessment;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.Severity;

/** The steps between the states of {@link Life}. Pure: what it needs to know is in its arguments. */
final class LifeCycle {

  private final IncidentWriter writer;
  private final long horizonMillis;

  LifeCycle(IncidentWriter writer, long horizonMillis) {
    this.writer = writer;
    this.horizonMillis = horizonMillis;
  }

  Step step(Life life, Fold fold, Situation at) {
    if (life instanceof Life.Open open) {
      return open(open, fold, at);
    } else if (life instanceof Life.Settling settling) {
      return settling(settling, fold, at);
    } else if (life instanceof Life.Pending pending) {
      return pending(pending, null, fold, at);
    } else if (life instanceof Life.Returning returning) {
      return pending(returning.pending(), returning.told(), fold, at);
    } else if (life instanceof Life.Resolved resolved) {
      return quiet(resolved.told(), fold, at);
    }
    return quiet(null, fold, at);
  }

  /**
   * A replay that starts one horizon before knows the object from a later record: what is older is not named anew. What
   * has been told before stays told.
   */
  private boolean isForgotten(RecordRef record, long now) {
    return record.at() <= now - horizonMillis;
  }

  /** Nobody remembers what began before the horizon, however often the hold was started again since. */
  private Onset remembered(Onset onset, long now) {
    return onset.at() > now - horizonMillis ? onset : onset.unknown();
  }

  /** @param told the episode that would go on; null for a new one */
  private Step pending(Life.Pending pending, @Nullable Incident told, Fold fold, Situation at) {
    if (told != null && at.now() >= resolvedAt(told) + horizonMillis) {
      return pending(pending, null, fold, at);
    }
    Window window = at.window();
    if (pending.hold().isForgotten(window)) {
      return quiet(told, fold, at);
    } else if (fold instanceof Fold.Failing failing) {
      Life.Pending now = held(pending, failing, window);
      long due = now.hold().due(failing.assessment().finding().hold().toMillis(), window);
      return due <= at.now()
          ? opens(now, told, failing, at)
          : new Step(waiting(told, now), due, null);
    } else if (fold instanceof Fold.Paused) {
      Life.Pending paused =
          new Life.Pending(pending.hold().paused(window), pending.token(), pending.onset());
      return new Step(waiting(told, paused), paused.hold().forgottenAt(window), null);
    } else if (fold instanceof Fold.Unseen) {
      return new Step(waiting(told, pending), pending.hold().forgottenAt(window), null);
    }
    return ended(told, at);
  }

  /** A failing stretch begins. */
  private static Life.Pending begun(Fold.Failing failing, long now) {
    return new Life.Pending(
        Stopwatch.started(now), failing.assessment().finding().holdToken(), failing.onset());
  }

  private static Life.Pending held(Life.Pending pending, Fold.Failing failing, Window window) {
    String token = failing.assessment().finding().holdToken();
    Stopwatch hold = token.equals(pending.token())
        ? pending.hold().resumed(window)
        : Stopwatch.started(window.now());
    return new Life.Pending(hold, token, pending.onset());
  }

  private static Life waiting(@Nullable Incident told, Life.Pending pending) {
    return told == null ? pending : new Life.Returning(told, pending);
  }

  private Step opens(
      Life.Pending pending, @Nullable Incident told, Fold.Failing failing, Situation at) {
    Onset onset = remembered(pending.onset(), at.now());
    TreeSet<RecordRef> opened = new TreeSet<>(Comparator.comparingLong(RecordRef::offset));
    opened.add(onset.record());
    opened.addAll(failing.witnesses());
    opened.removeIf(record -> onset.at() == Onset.UNKNOWN && isForgotten(record, at.now()));
    opened.add(at.record());
    List<RecordRef> origins = List.copyOf(opened);
    String change = at.changes().before(onset, failing.anchor().server());
    RecordRef kept = kept(failing, at);
    Incident record = told == null
        ? writer.opened(at, failing, onset, origins, kept, change)
        : writer.reopened(told, at, failing, onset, origins, kept, change);
    Life.Open open = Life.Open.with(record, onset, origins, failing.causes());
    return new Step(open, refreshDue(open, at.now()), record);
  }

  /** @param told the end of an episode, as far as one is remembered */
  private Step quiet(@Nullable Incident told, Fold fold, Situation at) {
    if (fold instanceof Fold.Failing failing) {
      Incident goesOn = told == null || at.now() > forgetDue(told) ? null : told;
      return pending(begun(failing, at.now()), goesOn, failing, at);
    }
    return ended(told, at);
  }

  /** Back to what was before a failing stretch: the end of an episode while it is remembered, or nothing. */
  private static Step ended(@Nullable Incident told, Situation at) {
    return told == null || at.now() >= forgetDue(told)
        ? new Step(Life.Quiet.INSTANCE, StoredLife.NEVER, null)
        : new Step(new Life.Resolved(told), forgetDue(told), null);
  }

  private static long forgetDue(Incident told) {
    return resolvedAt(told) + EngineSettings.REOPEN_MILLIS;
  }

  private static long resolvedAt(Incident told) {
    return Objects.requireNonNull(told.getResolvedAt()).toEpochMilli();
  }

  private Step open(Life.Open open, Fold fold, Situation at) {
    if (fold instanceof Fold.Gone gone) {
      return closes(open, at, gone.reason(), List.of(at.record()));
    } else if (fold instanceof Fold.Failing failing) {
      return failing(open.withCauses(failing.causes()), failing, at);
    } else if (fold instanceof Fold.Ok) {
      Life.Settling settling =
          new Life.Settling(open.withCalmer(null), Stopwatch.started(at.now()), at.record());
      return settling(settling, fold, at);
    }
    Life.Calmer calmer = open.calmer();
    return restated(
        calmer == null || fold instanceof Fold.Unseen
            ? open
            : open.withCalmer(
                new Life.Calmer(calmer.settle().paused(at.window()), calmer.saying())),
        at,
        StoredLife.NEVER);
  }

  private Step settling(Life.Settling settling, Fold fold, Situation at) {
    if (fold instanceof Fold.Gone gone) {
      return closes(settling.open(), at, gone.reason(), began(settling, at));
    } else if (fold instanceof Fold.Failing) {
      return open(settling.open(), fold, at);
    }
    Window window = at.window();
    Stopwatch settle = settling.settle();
    if (fold instanceof Fold.Ok) {
      Life.Settling now = goesOn(settling, at);
      long due = now.settle().due(settleMillis(now.open().told(), at), window);
      return due <= at.now()
          ? closes(now.open(), at, CloseReason.RECOVERED, began(now, at))
          : settles(now, now.settle(), at, due);
    } else if (settle.isForgotten(window)) {
      return open(settling.open(), fold, at);
    }
    Stopwatch waits = fold instanceof Fold.Paused ? settle.paused(window) : settle;
    return settles(settling, waits, at, waits.forgottenAt(window));
  }

  /** It is named since when it has been so without a break; a break is a pause, or time that was not seen. */
  private static Life.Settling goesOn(Life.Settling settling, Situation at) {
    Stopwatch settle = settling.settle();
    boolean forgotten = settle.isForgotten(at.window());
    boolean begins = forgotten
        || settle.isPaused()
        || (at.window().endsUnseen() && settling.began().at() < at.now());
    return new Life.Settling(
        settling.open(),
        forgotten ? Stopwatch.started(at.now()) : settle.resumed(at.window()),
        begins ? at.record() : settling.began());
  }

  /** The record that began the end, and the one that completed it. */
  private List<RecordRef> began(Life.Settling settling, Situation at) {
    return settling.began().offset() == at.record().offset()
            || isForgotten(settling.began(), at.now())
        ? List.of(at.record())
        : List.of(settling.began(), at.record());
  }

  private Step settles(Life.Settling settling, Stopwatch settle, Situation at, long due) {
    Step restated = restated(settling.open(), at, due);
    Life.Open open = Objects.requireNonNull(restated.life().asOpen());
    return new Step(
        new Life.Settling(open, settle, settling.began()), restated.due(), restated.written());
  }

  private Step closes(Life.Open open, Situation at, CloseReason reason, List<RecordRef> closed) {
    Incident record = writer.resolved(open, at, reason, closed);
    return new Step(new Life.Resolved(record), forgetDue(record), record);
  }

  /** Worse is told at once; a better or differently worded state after it has held for the settle. */
  private Step failing(Life.Open open, Fold.Failing failing, Situation at) {
    Saying told = Saying.of(open.told());
    Saying now = saying(failing);
    if (now.equals(told)) {
      Life.Open calm = open.withCalmer(null);
      if (isWider(open, failing)) {
        return tells(calm, failing, at, IncidentChange.UPDATED);
      }
      return refreshed(calm, failing, at);
    } else if (now.worseThan(told)) {
      return tells(open, failing, at, IncidentChange.ESCALATED);
    } else if (now.explains(told)) {
      return tells(open, failing, at, IncidentChange.UPDATED);
    }
    Window window = at.window();
    Life.Calmer before = open.calmer();
    Stopwatch settle =
        before == null || !before.saying().equals(now) || before.settle().isForgotten(window)
            ? Stopwatch.started(at.now())
            : before.settle().resumed(window);
    long due = settle.due(settleMillis(open.told(), at), window);
    if (due <= at.now()) {
      Step eased = tells(open, failing, at, IncidentChange.UPDATED);
      Life.Open life = Objects.requireNonNull(eased.life().asOpen());
      return new Step(life.withEased(new Life.Eased(at.now(), told)), eased.due(), eased.written());
    }
    Life.Open waiting = open.withCalmer(new Life.Calmer(settle, now));
    if (isWider(open, failing)) {
      Incident record = writer.widened(waiting, at, failing, kept(failing, at));
      Life.Open widened = waiting.with(record);
      return new Step(widened, Math.min(due, refreshDue(widened, at.now())), record);
    }
    return restated(waiting, at, due);
  }

  /** More members are told at each power of two, not one by one. */
  private static boolean isWider(Life.Open open, Fold.Failing failing) {
    return Integer.highestOneBit(failing.assessment().memberCount())
        > open.told().getPeakMembers();
  }

  private @Nullable RecordRef kept(Fold.Failing failing, Situation at) {
    return isForgotten(failing.newest(), at.now()) ? null : failing.newest();
  }

  private Step tells(Life.Open open, Fold.Failing failing, Situation at, IncidentChange change) {
    Incident record = writer.updated(open, at, failing, kept(failing, at), change);
    if (takesBack(open, saying(failing), at.now())) {
      record.setFlapping(true);
    }
    Life.Open told = open.with(record).withCalmer(null);
    return new Step(told, refreshDue(told, at.now()), record);
  }

  /** What goes back and forth at the pace of the settle flaps as what opens and ends does. */
  private static boolean takesBack(Life.Open open, Saying now, long time) {
    Life.Eased eased = open.eased();
    return eased != null
        && time - eased.at() <= EngineSettings.REOPEN_MILLIS
        && (now.equals(eased.before()) || now.worseThan(Saying.of(open.told())));
  }

  /** Nothing new is said, but new rules or another day may ask for a record with today's numbers. */
  private Step refreshed(Life.Open open, Fold.Failing failing, Situation at) {
    IncidentChange change = restating(open, at.now());
    return change == null
        ? new Step(open, refreshDue(open, at.now()), null)
        : tells(open, failing, at, change);
  }

  /** New rules or another day may ask for what was told once more. */
  private Step restated(Life.Open open, Situation at, long due) {
    IncidentChange change = restating(open, at.now());
    long refresh = refreshDue(open, at.now());
    long next = due == StoredLife.NEVER ? refresh : Math.min(due, refresh);
    if (change == null) {
      return new Step(open, next, null);
    }
    Incident record = writer.restated(open, at, change);
    return new Step(open.with(record), next, record);
  }

  private @Nullable IncidentChange restating(Life.Open open, long now) {
    if (!open.told().getRulesHash().equals(writer.rulesHash())) {
      return IncidentChange.UPDATED;
    }
    long opened = open.told().getOpenedAt().toEpochMilli();
    long day =
        opened + (now - opened) / EngineSettings.REFRESH_MILLIS * EngineSettings.REFRESH_MILLIS;
    boolean due = day > opened && open.told().getUpdatedAt().toEpochMilli() < day;
    return due && now == day ? IncidentChange.REFRESHED : null;
  }

  /** When the next whole day since the opening is over. */
  private static long refreshDue(Life.Open open, long now) {
    long opened = open.told().getOpenedAt().toEpochMilli();
    return opened
        + ((now - opened) / EngineSettings.REFRESH_MILLIS + 1) * EngineSettings.REFRESH_MILLIS;
  }

  private static long settleMillis(Incident told, Situation at) {
    return told.getFlapping()
        ? Math.max(at.settleMillis(), EngineSettings.FLAPPING_SETTLE_MILLIS)
        : at.settleMillis();
  }

  private static Saying saying(Fold.Failing failing) {
    Assessment assessment = failing.assessment();
    return new Saying(
        Severity.valueOf(assessment.severity().name()),
        Impact.valueOf(assessment.reading().impact().name()),
        assessment.finding().reason(),
        assessment.finding().causeClass(),
        failing.causedBy(),
        failing.causeGroup());
  }
}
