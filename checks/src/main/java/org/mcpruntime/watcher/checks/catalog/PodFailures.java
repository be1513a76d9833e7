package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/** What failures of pods have in common. */
final class PodFailures {

  private PodFailures() {}

  /** What is said of a pod whose containers are not to be judged, or cannot be; empty when they are. */
  static Optional<Verdict> unjudged(PodFacts pod) {
    return unjudged(pod, pod.completed());
  }

  /** The same, where it is for the check to say when a pod is over. */
  static Optional<Verdict> unjudged(PodFacts pod, boolean over) {
    if (pod.meta().deleting()) {
      return Optional.of(Verdict.notApplicable("being deleted"));
    }
    if (pod.helper()) {
      return Optional.of(Verdict.notApplicable("made by a diagnosis tool for minutes"));
    }
    if (over) {
      return Optional.of(Verdict.notApplicable("completed"));
    }
    if (pod.containers().isEmpty() && pod.meta().truncated()) {
      return Optional.of(Verdict.cannotSee(pod.ref(), "spec.containers"));
    }
    return Optional.empty();
  }

  /** Incidents about the pods of a workload that would explain why it lacks some, most specific first. */
  static List<Cause> causes(ObjectRef workload) {
    return Stream.of(PodImagePull.ID, PodCrashLoop.ID, PodPending.ID, PodOomKilled.ID)
        .map(check -> new Cause(check, workload))
        .toList();
  }

  /** The same of the pods of a workload, wherever its chain of owners ends; none while that is not known. */
  static List<Cause> causes(Facts workload, View view) {
    return view.workload(workload).map(PodFailures::causes).orElse(List.of());
  }

  /** As {@link #causes}, and the incident about the workload itself: what explains those who depend on it. */
  static List<Cause> workloadCauses(ObjectRef workload) {
    return withItself(causes(workload), workload);
  }

  /** The same of a workload whose chain of owners may end elsewhere. */
  static List<Cause> workloadCauses(Facts workload, View view) {
    return withItself(causes(workload, view), workload.ref());
  }

  private static List<Cause> withItself(List<Cause> ofPods, ObjectRef workload) {
    return Stream.concat(ofPods.stream(), Stream.of(new Cause(DeploymentUnavailable.ID, workload)))
        .toList();
  }

  /** Where the spec of a pod is changed: the operator of MCP Runtime reverts changes of its Deployments. */
  static String spec(PodFacts pod) {
    return pod.server().isEmpty()
        ? "the spec of the pod's controller"
        : "MCPServer " + pod.server();
  }

  /** {@code -n shop cart-7d9f}: as kubectl takes it. */
  static String address(PodFacts pod) {
    return "-n " + pod.ref().namespace() + " " + pod.ref().name();
  }
}
