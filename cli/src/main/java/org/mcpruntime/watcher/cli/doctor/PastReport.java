package org.mcpruntime.watcher.cli.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.replay.PastCluster;
import org.mcpruntime.watcher.correlator.replay.PastCluster.Coverage;
import org.mcpruntime.watcher.correlator.replay.PastCluster.KindSight;
import org.mcpruntime.watcher.correlator.replay.Progress;
import org.mcpruntime.watcher.correlator.replay.Start;

/**
 * What the checks say of a cluster at a time that has passed, and how much of it was seen then.
 *
 * @param unseenBefore what was not seen on the way from the time before this one; empty for the first
 */
public record PastReport(
    String cluster, DoctorReport report, Coverage coverage, List<UnseenStretch> unseenBefore) {

  public PastReport {
    unseenBefore = List.copyOf(unseenBefore);
  }

  /**
   * Reads the log and judges at each of the times.
   *
   * @param times ascending
   * @param namespace only what concerns this one; null for all
   */
  public static List<PastReport> read(
      ClusterHistory history,
      List<Instant> times,
      @Nullable String namespace,
      Rules rules,
      Clock clock,
      Times words,
      Progress progress) {
    Instant began = clock.instant();
    Instant first = times.get(0);
    Optional<Start> start = Start.of(history, first.toEpochMilli(), 0);
    if (start.isEmpty()) {
      throw new CannotRun("the log of cluster " + history.cluster()
          + " does not hold a complete list of its objects, so nothing can be rebuilt");
    }
    if (start.get().trueFrom() > first.toEpochMilli()) {
      throw tooEarly(history, first, Instant.ofEpochMilli(start.get().trueFrom()), words, began);
    }
    PastCluster past = new PastCluster(history, start.get(), progress);
    List<PastReport> reports = new ArrayList<>();
    for (Instant time : times) {
      List<UnseenStretch> unseen =
          reports.isEmpty() ? List.of() : UnseenStretch.on(past, first, time);
      past.moveTo(time);
      if (reports.isEmpty() && past.coverage().newest() == null) {
        throw tooEarly(history, first, past.next().orElse(began), words, began);
      }
      Instant now = clock.instant();
      reports.add(new PastReport(
          history.cluster(),
          DoctorReport.of(
              observed(past, time, words), time, rules, namespace, Duration.between(began, now)),
          past.coverage(),
          unseen));
    }
    return reports;
  }

  public long kindsSeen() {
    return coverage.kinds().stream().filter(kind -> kind.sight().seen()).count();
  }

  private static CannotRun tooEarly(
      ClusterHistory history, Instant asked, Instant begin, Times words, Instant now) {
    return new CannotRun("the log of cluster " + history.cluster() + " cannot tell of "
        + words.time(asked, now) + ": it begins at " + words.time(begin, now) + " "
        + words.zoneName(begin));
  }

  private static Observed observed(PastCluster past, Instant time, Times words) {
    Coverage coverage = past.coverage();
    List<Unseen> unseen = new ArrayList<>();
    if (coverage.kinds().isEmpty()) {
      unseen.add(new Unseen("every kind", "no TICK has told yet what is watched"));
    } else if (coverage.kinds().stream()
        .allMatch(kind -> kind.sight().reason().equals(PastCluster.SILENT))) {
      Instant newest = coverage.newest();
      unseen.add(new Unseen(
          "every kind",
          "nothing was written" + (newest == null ? "" : " after " + words.time(newest, time))));
    } else {
      coverage.kinds().stream()
          .filter(kind -> !kind.sight().seen())
          .map(kind -> unseen(kind, time, words))
          .forEach(unseen::add);
    }
    if (coverage.unreadable() > 0) {
      unseen.add(new Unseen(
          coverage.unreadable() + " records cannot be read",
          String.join("; ", coverage.examples())));
    }
    return new Observed(List.copyOf(past.facts()), past.sights(), unseen, Set.of(), past.objects());
  }

  private static Unseen unseen(KindSight kind, Instant time, Times words) {
    return new Unseen(
        kind.kind().text(), kind.sight().reason() + " since " + words.time(kind.since(), time));
  }
}
