package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.EventFacts;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/** A pod that no node has taken. */
final class PodScheduling {

  private PodScheduling() {}

  static boolean isAwaited(PodFacts pod) {
    return pod.nodeName().isEmpty() && !pod.phase().equals("Running");
  }

  static Verdict judge(PodFacts pod, View view) {
    String reason = pod.unscheduled();
    if (reason == null) {
      return PodWait.judge(
          pod, "waits for the scheduler", "NotLookedAt", "no scheduler has looked at it", view);
    }
    if (reason.equals("SchedulingGated")) {
      return Verdict.notApplicable("held back by a scheduling gate");
    }
    Unschedulable why = Unschedulable.of(pod.unscheduledMessage());
    Optional<CauseGroup> lostNode =
        why == Unschedulable.NODES ? LostNode.before(pod, view) : Optional.empty();
    return Finding.draft(
            "Unschedulable",
            "no node takes the pod: " + why.words(),
            pod.unscheduledMessage().isEmpty() ? reason : pod.unscheduledMessage(),
            schedulingHold(pod, view))
        .causeClass(why.id())
        .explainedBy(why == Unschedulable.VOLUME ? PodWait.claims(pod, view) : List.of())
        .rank(PodWait.rank(lostNode))
        .group(lostNode.orElse(null))
        .remedy(why.remediation(pod))
        .saw(pod.ref(), "status.conditions[PodScheduled]", "False " + reason)
        .failingUntil(PodWait.lookAgainAt(view));
  }

  /** What the autoscaler has said last, unless that is long ago. */
  private static Duration schedulingHold(PodFacts pod, View view) {
    Instant oldest = view.asOf().minus(view.threshold(PodPending.SCALE_UP));
    return view.events(pod).stream()
        .filter(event -> EventFacts.NEWS.contains(event.reason()))
        .filter(event -> event.lastSeenAt() == null || event.lastSeenAt().isAfter(oldest))
        .findFirst()
        .map(event -> event.reason().equals("TriggeredScaleUp")
            ? view.threshold(PodPending.SCALE_UP)
            : Duration.ZERO)
        .orElse(view.threshold(Threshold.HOLD));
  }
}
