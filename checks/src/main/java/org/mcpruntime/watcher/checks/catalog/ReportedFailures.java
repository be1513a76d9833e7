package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.EventFacts;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/**
 * What Events report of a pod in creation. Components tell what they see of one failure in turn, each in its own words and
 * none of them often, so what one has reported is remembered while the others speak.
 *
 * @param newest of each aspect the failure that was reported last
 */
record ReportedFailures(Collection<Report> newest) {

  /** A failure, and when it was reported last. */
  record Report(StartFailure failure, Instant at) {

    boolean isSandbox() {
      return failure.causeClass().equals("sandbox");
    }

    String memo() {
      return MemoLine.of(
          at.toString(),
          failure.aspect(),
          failure.volume(),
          failure.reason(),
          failure.causeClass(),
          failure.title(),
          failure.message());
    }

    static Report parse(String line) {
      List<String> fields = MemoLine.fields(line);
      return new Report(
          new StartFailure(
              fields.get(1),
              fields.get(2),
              fields.get(3),
              fields.get(4),
              fields.get(5),
              fields.get(6)),
          Instant.parse(fields.get(0)));
    }
  }

  /** More are not remembered. */
  private static final int KEPT = 20;

  ReportedFailures {
    newest = List.copyOf(newest);
  }

  /**
   * What was reported within {@code memory}; where that is nothing, what older Events tell that still exist.
   *
   * @param memo as {@link #memo} gave it; empty when nothing is remembered
   */
  static ReportedFailures of(PodFacts pod, View view, String memo, Duration memory) {
    List<Report> events = view.events(pod).stream()
        .filter(ReportedFailures::tellsFailure)
        .map(event -> report(event, view))
        .toList();
    List<Report> recent = Stream.concat(memo.lines().map(Report::parse), events.stream())
        .filter(each -> each.at().isAfter(view.asOf().minus(memory)))
        .toList();
    Map<String, Report> newest = new TreeMap<>();
    for (Report each : recent.isEmpty() ? events : recent) {
      newest.merge(
          each.failure().aspect(),
          each,
          (one, other) -> other.at().isAfter(one.at()) ? other : one);
    }
    return new ReportedFailures(newest.values());
  }

  private static boolean tellsFailure(EventFacts event) {
    return event.reason().startsWith("Failed") && !event.reason().equals("Failed");
  }

  private static Report report(EventFacts event, View view) {
    Instant seen = event.lastSeenAt();
    return new Report(
        StartFailure.ofEvent(event.reason(), event.message()),
        seen == null ? view.toldAt(event.ref()) : seen);
  }

  boolean any() {
    return !newest.isEmpty();
  }

  /**
   * One for each thing that is missing, by aspect. A text that names nothing repeats what another has named; it counts when
   * nobody names anything.
   */
  List<StartFailure> distinct() {
    List<StartFailure> left = left().map(Report::failure).toList();
    List<StartFailure> named = left.stream()
        .filter(failure -> !failure.aspect().isEmpty())
        .filter(failure -> left.stream().noneMatch(other -> other.explains(failure)))
        .toList();
    return named.isEmpty() ? left : named;
  }

  /** The sandbox is made when all volumes are there: what was reported before is over. */
  private Stream<Report> left() {
    Instant sandbox =
        newest.stream().filter(Report::isSandbox).map(Report::at).findFirst().orElse(Instant.MIN);
    return newest.stream().filter(each -> !each.at().isBefore(sandbox));
  }

  String memo() {
    return newest.stream()
        .sorted(Comparator.comparing(Report::at).reversed())
        .limit(KEPT)
        .map(Report::memo)
        .collect(Collectors.joining("\n"));
  }
}
