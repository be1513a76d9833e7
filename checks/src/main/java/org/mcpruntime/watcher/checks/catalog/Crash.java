package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.FindingDraft;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;
import org.mcpruntime.watcher.checks.facts.ContainerState;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.checks.facts.Termination;

/**
 * A container in a crash loop, and the words for it.
 *
 * @param last how its last run ended; null when nobody tells
 * @param waits the kubelet says so itself; otherwise it has restarted too often
 */
record Crash(
    ContainerFacts container, @Nullable Termination last, Restarts restarts, boolean waits) {

  private static final Set<String> WAITS = Set.of("CrashLoopBackOff", "RunContainerError");

  /** Empty when it is in no loop. */
  static Optional<Crash> of(ContainerFacts container, Restarts restarts) {
    Termination last = last(container);
    boolean waits = container.state() instanceof ContainerState.Waiting waiting
        && WAITS.contains(waiting.reason());
    boolean crashed = last != null && last.exitCode() != 0;
    return waits || (crashed && restarts.frequent())
        ? Optional.of(new Crash(container, last, restarts, waits))
        : Optional.empty();
  }

  /** How the run ended that ended last. */
  static @Nullable Termination last(ContainerFacts container) {
    return container.state() instanceof ContainerState.Terminated terminated
        ? terminated.termination()
        : container.lastTermination();
  }

  private CrashClass crashClass() {
    return CrashClass.of(last);
  }

  int rank() {
    return crashClass() == CrashClass.UNKNOWN ? 1 : 2;
  }

  FindingDraft draft(PodFacts pod, View view, Duration hold) {
    CrashClass crashClass = crashClass();
    Optional<CauseGroup> lostNode = LostNode.under(pod, view);
    FindingDraft draft = Finding.draft(
            "CrashLoop",
            "crash loop: " + crashClass.words(),
            container.name() + " restarted " + times(container.restartCount()) + end(),
            hold)
        .causeClass(crashClass.id())
        .container(container.name())
        .rank(rank() + (lostNode.isPresent() ? LostNode.RANK : 0))
        .group(lostNode.orElse(null))
        .remedy(crashClass.remediation(pod, container.name()))
        .saw(
            pod.ref(),
            container.statusPath() + ".restartCount",
            String.valueOf(container.restartCount()));
    if (container.state() instanceof ContainerState.Waiting waiting) {
      draft.saw(pod.ref(), container.statusPath() + ".state.waiting.reason", waiting.reason());
    }
    if (last != null) {
      draft.saw(
          pod.ref(),
          container.statusPath() + ".lastState.terminated",
          last.reason() + " " + last.exitCode());
    }
    if (crashClass == CrashClass.OUT_OF_MEMORY) {
      view.workload(pod)
          .ifPresent(workload -> draft.explainedBy(List.of(new Cause(PodOomKilled.ID, workload))));
    }
    return draft;
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  private String end() {
    return last == null
        ? ""
        : ", last exit " + last.exitCode()
            + (last.reason().isEmpty() ? "" : " (" + last.reason() + ")");
  }
}
