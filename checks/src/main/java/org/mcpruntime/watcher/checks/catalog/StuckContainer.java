package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;
import org.mcpruntime.watcher.checks.facts.ContainerState;
import org.mcpruntime.watcher.checks.facts.EventFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/** A container whose image does not come, and what is reported and remembered about why. */
record StuckContainer(PodFacts pod, ContainerFacts container, ContainerState.Waiting waiting) {

  /** A cause, and for how long it will be remembered: shorter when it was reported a while ago. */
  private record Report(PullFailure failure, Duration worth) {}

  /** Containers that wait for one of these reasons. */
  static List<StuckContainer> of(PodFacts pod, Set<String> reasons) {
    List<StuckContainer> stuck = new ArrayList<>();
    for (ContainerFacts container : pod.containers()) {
      if (container.state() instanceof ContainerState.Waiting waiting
          && reasons.contains(waiting.reason())) {
        stuck.add(new StuckContainer(pod, container, waiting));
      }
    }
    return stuck;
  }

  /**
   * Each container has an image of its own, and may fail in its own way. The first regular one stands for the pod: its key
   * says nothing of containers.
   */
  String aspect() {
    boolean first = pod.containers().stream()
        .filter(each -> each.role() == ContainerFacts.Role.REGULAR)
        .findFirst()
        .filter(container::equals)
        .isPresent();
    return first ? "" : "container/" + container.name();
  }

  /** The best cause that is known: reported by the status now, remembered, or at least by an Event that still exists. */
  PullFailure failure(View view) {
    return Stream.of(ofStatus(), remembered(view))
        .flatMap(Optional::stream)
        .max(Comparator.comparingInt(PullFailure::weight))
        .or(() -> ofNewestEvent(view))
        .orElseGet(() -> new PullFailure(PullFailureClass.UNKNOWN, ""));
  }

  /** The best cause that is reported now, unless a better one is remembered. */
  Optional<Memo> worthRemembering(View view, Duration memory) {
    int known = remembered(view).map(PullFailure::weight).orElse(0);
    return reports(view, memory).stream()
        .filter(report -> report.failure().weight() >= known)
        .max(Comparator.comparingInt(report -> report.failure().weight()))
        .map(report -> new Memo(memoName(), report.failure().memo(), report.worth()));
  }

  private Optional<PullFailure> remembered(View view) {
    return view.remembered(memoName()).map(PullFailure::ofMemo);
  }

  private String memoName() {
    return "cause " + container.name() + " " + container.image();
  }

  private Optional<PullFailure> ofStatus() {
    return PullFailure.read(waiting.reason(), waiting.message(), container.image());
  }

  /** Causes that status and Events tell now, the status first. */
  private List<Report> reports(View view, Duration memory) {
    List<Report> reports = new ArrayList<>();
    ofStatus()
        .map(failure -> new Report(failure, worth(view.toldAt(pod.ref()), view, memory)))
        .ifPresent(reports::add);
    for (EventFacts event : events(view)) {
      Duration worth = worth(event.lastSeenAt(), view, memory);
      ofEvent(event).ifPresent(failure -> reports.add(new Report(failure, worth)));
    }
    reports.removeIf(each -> each.worth().isNegative() || each.worth().isZero());
    return reports;
  }

  private static Duration worth(@Nullable Instant reportedAt, View view, Duration memory) {
    return reportedAt == null ? memory : memory.minus(view.seenSince(reportedAt, Kinds.POD));
  }

  /** Too old to be remembered, but nothing newer contradicts it; the API server drops Events after an hour. */
  private Optional<PullFailure> ofNewestEvent(View view) {
    return events(view).stream().flatMap(event -> ofEvent(event).stream()).findFirst();
  }

  private Optional<PullFailure> ofEvent(EventFacts event) {
    return PullFailure.read("", event.message(), container.image());
  }

  private List<EventFacts> events(View view) {
    return view.events(pod).stream().filter(this::isAboutThis).toList();
  }

  private boolean isAboutThis(EventFacts event) {
    boolean sameContainer =
        event.container().isEmpty() || event.container().equals(container.name());
    return sameContainer && event.message().contains("pull");
  }
}
