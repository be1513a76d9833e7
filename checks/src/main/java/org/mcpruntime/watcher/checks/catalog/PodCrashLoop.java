package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.FindingDraft;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;
import org.mcpruntime.watcher.checks.facts.ContainerState;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.checks.facts.Termination;

/**
 * A container ends again and again, and the kubelet waits longer and longer before it starts it. Between two crashes it
 * runs, even for minutes, so running alone is no recovery: it must be ready by its probe, or have run for a while. The
 * restart count never goes back, so only restarts that were seen count. Not covered: a container that restarts seldom,
 * and one that runs and is not ready. See
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts.
 */
public final class PodCrashLoop implements Check<PodFacts> {

  public static final String ID = "pod-crash-loop";

  static final String WINDOW = "window";
  static final String STEADY = "steady";

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "container crashes again and again",
      "Fires when a container waits in CrashLoopBackOff, or has restarted three times within the window after a crash."
          + " Over when it is ready by its readiness probe, or, without one, when it has run for a while. Pods that have"
          + " completed are not judged, whatever their past.",
      Kinds.POD,
      List.of(Relation.referred(Kinds.NODE, Link.NODE)),
      true,
      Duration.ofSeconds(60),
      Duration.ofMinutes(5),
      List.of(
          new Threshold(
              WINDOW,
              Duration.ofMinutes(10),
              "three restarts within this are a loop at once, without hold"),
          new Threshold(
              STEADY,
              Duration.ofMinutes(5),
              "how long a container without a readiness probe must run before settle begins")),
      List.of("Read the log of the container's previous run."));

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<PodFacts> subjectType() {
    return PodFacts.class;
  }

  @Override
  public List<Memo> remember(PodFacts pod, View view) {
    Duration window = view.threshold(WINDOW);
    return pod.containers().stream()
        .filter(container -> restarts(container, view).any())
        .map(
            container -> new Memo(memoName(container), restarts(container, view).memo(), window))
        .toList();
  }

  @Override
  public Verdict evaluate(PodFacts pod, View view) {
    return PodFailures.unjudged(pod).orElseGet(() -> judge(pod, view));
  }

  private static Verdict judge(PodFacts pod, View view) {
    List<Crash> crashes = new ArrayList<>();
    for (ContainerFacts container : pod.containers()) {
      Crash.of(container, restarts(container, view)).ifPresent(crashes::add);
    }
    return crashes.stream()
        .max(Comparator.comparing(Crash::waits).thenComparingInt(Crash::rank))
        .map(crash -> failing(pod, crash, view))
        .orElseGet(() -> recovering(pod, view));
  }

  private static Verdict failing(PodFacts pod, Crash crash, View view) {
    FindingDraft draft = crash.draft(
        pod, view, crash.restarts().frequent() ? Duration.ZERO : view.threshold(Threshold.HOLD));
    return crash.waits()
        ? draft.failing()
        : draft.failingUntil(crash.restarts().frequentUntil(view.threshold(WINDOW)));
  }

  /** A container that runs again after a crash has not recovered yet. */
  private static Verdict recovering(PodFacts pod, View view) {
    Instant steadyAt = null;
    for (ContainerFacts container : pod.containers()) {
      Termination last = Crash.last(container);
      boolean crashed = container.restartCount() > 0 && last != null && last.exitCode() != 0;
      if (!crashed || (container.probed() && container.ready())) {
        continue;
      }
      if (!(container.state() instanceof ContainerState.Running running)
          || running.startedAt() == null) {
        return Verdict.progressing(container.name() + " does not run again yet");
      }
      Instant at = running.startedAt().plus(view.threshold(STEADY));
      steadyAt = steadyAt == null || at.isAfter(steadyAt) ? at : steadyAt;
    }
    return steadyAt != null && view.asOf().isBefore(steadyAt)
        ? new Verdict.Progressing("runs again since a short time", steadyAt)
        : Verdict.ok();
  }

  private static Restarts restarts(ContainerFacts container, View view) {
    return Restarts.of(
        container,
        view.remembered(memoName(container)).orElse(null),
        view.asOf(),
        view.threshold(WINDOW));
  }

  private static String memoName(ContainerFacts container) {
    return "restarts " + container.name();
  }
}
