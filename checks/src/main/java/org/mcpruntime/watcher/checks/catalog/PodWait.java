package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/** Since when a pod waits for a node, or for its containers, and what is said when that has been too long. */
final class PodWait {

  /** How long anything is remembered while the pod waits; it is looked at again before that is over. */
  static final Duration MEMORY = Duration.ofMinutes(30);

  private static final String SINCE = "since";

  private PodWait() {}

  static Memo memo(PodFacts pod, View view) {
    return new Memo(SINCE, since(pod, view), MEMORY);
  }

  /** What it waits for and since when. What was not seen to begin is as old as the pod. */
  private static String since(PodFacts pod, View view) {
    String what = pod.nodeName().isEmpty() ? "node " : "containers ";
    Instant created = pod.meta().createdAt();
    Instant begin = view.remembered(SINCE).isPresent() || created == null ? view.asOf() : created;
    return view.remembered(SINCE).filter(known -> known.startsWith(what)).orElse(what + begin);
  }

  /** Quiet for a while, and stuck when it takes too long. */
  static Verdict judge(PodFacts pod, String waits, String reason, String stuck, View view) {
    Instant until = patience(pod, view);
    if (!view.asOf().isBefore(until)) {
      return stuck(pod, reason, stuck, view);
    }
    Instant soon = lookAgainAt(view);
    return new Verdict.Progressing(waits, until.isBefore(soon) ? until : soon);
  }

  /** Nobody tells why. */
  private static Verdict stuck(PodFacts pod, String reason, String seen, View view) {
    Optional<CauseGroup> lostNode = LostNode.under(pod, view);
    return Finding.draft(
            reason, "pod does not start: " + seen, seen, view.threshold(PodPending.CONFIG))
        .causeClass("UNKNOWN")
        .rank(rank(lostNode))
        .group(lostNode.orElse(null))
        .remedy(
            "Read the pod's Events: `kubectl describe pod " + PodFailures.address(pod) + "`.",
            pod.nodeName().isEmpty()
                ? "Check that the scheduler runs that the pod names."
                : "Read the log of the kubelet on node " + pod.nodeName() + ".")
        .saw(pod.ref(), "status.phase", pod.phase())
        .failingUntil(lookAgainAt(view));
  }

  /** Before what is remembered is forgotten. */
  static Instant lookAgainAt(View view) {
    return view.asOf().plus(MEMORY.dividedBy(2));
  }

  private static Instant patience(PodFacts pod, View view) {
    String since = since(pod, view);
    return Instant.parse(since.substring(since.indexOf(' ') + 1))
        .plus(view.threshold(PodPending.CREATING));
  }

  static int rank(Optional<CauseGroup> lostNode) {
    return lostNode.isPresent() ? LostNode.RANK : 1;
  }

  /** Incidents about its claims: at the claim, or at the workload where the claim belongs to it. */
  static List<Cause> claims(PodFacts pod, View view) {
    return Stream.concat(pod.claimRefs().stream(), view.workload(pod).stream())
        .map(anchor -> new Cause(VolumeClaimNotBound.ID, anchor))
        .toList();
  }
}
