package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;
import org.mcpruntime.watcher.checks.facts.ContainerState;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/** A pod with a node whose containers are not made. */
final class PodCreation {

  private static final String REPORTED = "told";

  private static final Set<String> CANNOT_CREATE =
      Set.of("CreateContainerConfigError", "CreateContainerError");

  private static final Set<String> IN_CREATION = Set.of("ContainerCreating", "PodInitializing");

  private PodCreation() {}

  /** What Events tell: they may go before the pod starts. */
  static Optional<Memo> memo(PodFacts pod, View view) {
    ReportedFailures reported = reported(pod, view);
    return reported.any()
        ? Optional.of(new Memo(REPORTED, reported.memo(), PodWait.MEMORY))
        : Optional.empty();
  }

  /** What containers say themselves: one finding for each thing that is missing. */
  static List<Finding> refused(PodFacts pod, View view) {
    TreeMap<String, Finding> byAspect = new TreeMap<>();
    for (ContainerFacts container : pod.containers()) {
      if (container.state() instanceof ContainerState.Waiting waiting
          && CANNOT_CREATE.contains(waiting.reason())) {
        StartFailure failure = StartFailure.ofState(waiting.reason(), waiting.message());
        String path = container.statusPath() + ".state.waiting";
        byAspect.putIfAbsent(
            failure.aspect(),
            finding(pod, failure, container.name(), path + ".reason", waiting.reason(), view));
      }
    }
    return List.copyOf(byAspect.values());
  }

  static Verdict judge(PodFacts pod, View view) {
    List<Finding> findings = reported(pod, view).distinct().stream()
        .map(failure -> finding(pod, failure, null, "Events", failure.message(), view))
        .toList();
    if (!findings.isEmpty()) {
      return new Verdict.Failing(findings, PodWait.lookAgainAt(view));
    }
    return PodWait.judge(
        pod,
        "its containers are being made",
        "StuckInCreation",
        "its containers stay in creation",
        view);
  }

  private static ReportedFailures reported(PodFacts pod, View view) {
    return ReportedFailures.of(pod, view, view.remembered(REPORTED).orElse(""), PodWait.MEMORY);
  }

  private static Finding finding(
      PodFacts pod,
      StartFailure failure,
      @Nullable String container,
      String path,
      String seen,
      View view) {
    Optional<CauseGroup> lostNode = LostNode.under(pod, view);
    var draft = Finding.draft(
            failure.reason(),
            "pod does not start: " + failure.title(),
            failure.message(),
            view.threshold(PodPending.CONFIG))
        .aspect(failure.aspect())
        .causeClass(failure.causeClass())
        .explainedBy(failure.causeClass().equals("volume") ? PodWait.claims(pod, view) : List.of())
        .rank(PodWait.rank(lostNode))
        .group(lostNode.orElse(null))
        .remedy(failure.remediation(pod))
        .saw(pod.ref(), path, seen);
    return container == null ? draft.finding() : draft.container(container).finding();
  }

  /** Nothing of it runs, and no container tells why. */
  static boolean isAwaited(PodFacts pod) {
    List<ContainerFacts> left =
        pod.containers().stream().filter(container -> !isDone(container)).toList();
    return !pod.nodeName().isEmpty()
        && pod.phase().equals("Pending")
        && !left.isEmpty()
        && left.stream().allMatch(PodCreation::isInCreation);
  }

  private static boolean isDone(ContainerFacts container) {
    return container.role() == ContainerFacts.Role.INIT
        && container.state() instanceof ContainerState.Terminated terminated
        && terminated.termination().exitCode() == 0;
  }

  private static boolean isInCreation(ContainerFacts container) {
    return container.state() == null
        || (container.state() instanceof ContainerState.Waiting waiting
            && IN_CREATION.contains(waiting.reason()));
  }
}
