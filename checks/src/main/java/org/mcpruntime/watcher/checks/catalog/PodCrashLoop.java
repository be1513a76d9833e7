package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
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

  private static final Set<String> WAITS = Set.of("CrashLoopBackOff", "RunContainerError");

  /** Finding of one container. */
  private record Crash(
      ContainerFacts container, @Nullable Termination last, Restarts restarts, boolean waits) {

    CrashClass crashClass() {
      return CrashClass.of(last);
    }

    int rank() {
      return crashClass() == CrashClass.UNKNOWN ? 1 : 2;
    }
  }

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
    Optional<Crash> worst = crashes(pod, view).stream()
        .max(Comparator.comparing(Crash::waits).thenComparingInt(Crash::rank));
    return worst.isPresent() ? failing(pod, worst.get(), view) : recovering(pod, view);
  }

  private static List<Crash> crashes(PodFacts pod, View view) {
    List<Crash> crashes = new ArrayList<>();
    for (ContainerFacts container : pod.containers()) {
      Restarts restarts = restarts(container, view);
      Termination last = last(container);
      boolean waits = container.state() instanceof ContainerState.Waiting waiting
          && WAITS.contains(waiting.reason());
      boolean crashed = last != null && last.exitCode() != 0;
      if (waits || (crashed && restarts.frequent())) {
        crashes.add(new Crash(container, last, restarts, waits));
      }
    }
    return crashes;
  }

  private static Verdict failing(PodFacts pod, Crash crash, View view) {
    ContainerFacts container = crash.container();
    CrashClass crashClass = crash.crashClass();
    Optional<CauseGroup> lostNode = LostNode.under(pod, view);
    var draft = Finding.draft(
            "CrashLoop",
            "crash loop: " + crashClass.words(),
            container.name() + " restarted " + times(container.restartCount()) + end(crash.last()),
            crash.restarts().frequent() ? Duration.ZERO : view.threshold(Threshold.HOLD))
        .causeClass(crashClass.id())
        .container(container.name())
        .rank(crash.rank() + (lostNode.isPresent() ? LostNode.RANK : 0))
        .group(lostNode.orElse(null))
        .remedy(crashClass.remediation(pod, container.name()))
        .saw(
            pod.ref(),
            container.statusPath() + ".restartCount",
            String.valueOf(container.restartCount()));
    if (container.state() instanceof ContainerState.Waiting waiting) {
      draft.saw(pod.ref(), container.statusPath() + ".state.waiting.reason", waiting.reason());
    }
    if (crash.last() != null) {
      draft.saw(
          pod.ref(),
          container.statusPath() + ".lastState.terminated",
          crash.last().reason() + " " + crash.last().exitCode());
    }
    if (crashClass == CrashClass.OUT_OF_MEMORY) {
      view.workload(pod)
          .ifPresent(workload -> draft.explainedBy(List.of(new Cause(PodOomKilled.ID, workload))));
    }
    return crash.waits()
        ? draft.failing()
        : draft.failingUntil(crash.restarts().frequentUntil(view.threshold(WINDOW)));
  }

  /** A container that runs again after a crash has not recovered yet. */
  private static Verdict recovering(PodFacts pod, View view) {
    Instant steadyAt = null;
    for (ContainerFacts container : pod.containers()) {
      Termination last = last(container);
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

  private static @Nullable Termination last(ContainerFacts container) {
    return container.state() instanceof ContainerState.Terminated terminated
        ? terminated.termination()
        : container.lastTermination();
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

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  private static String end(@Nullable Termination last) {
    return last == null
        ? ""
        : ", last exit " + last.exitCode()
            + (last.reason().isEmpty() ? "" : " (" + last.reason() + ")");
  }
}
