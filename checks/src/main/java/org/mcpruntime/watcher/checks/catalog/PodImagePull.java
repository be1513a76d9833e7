package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;
import org.mcpruntime.watcher.checks.facts.ContainerState;
import org.mcpruntime.watcher.checks.facts.EventFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/**
 * A container cannot start because its image cannot be pulled. The pod then waits for ever, and a rollout with it. The
 * kubelet tells the cause only now and then: ErrImagePull carries it, the ImagePullBackOff that follows often does not, so
 * the cause is remembered and Events are read too. Not covered: a pull that is merely slow, and images that are
 * pulled but do not run. See https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff.
 */
public final class PodImagePull implements Check<PodFacts> {

  public static final String ID = "pod-image-pull";

  static final String TERMINAL = "terminal";
  static final String RETRYABLE = "retryable";
  static final String MEMORY = "memory";

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "image pull fails",
      "Fires when an init or regular container waits because its image cannot be pulled, and says why: authentication,"
          + " certificate, name resolution, missing image and so on. New pods of the workload cannot start. A slow"
          + " pull is not a failing one, and several failing containers of a pod are one finding.",
      Kinds.POD,
      List.of(Relation.events(), Relation.newEvents()),
      true,
      Duration.ofMinutes(2),
      Duration.ofMinutes(2),
      List.of(
          new Threshold(TERMINAL, Duration.ofSeconds(30), "hold when trying again cannot help"),
          new Threshold(RETRYABLE, Duration.ofMinutes(3), "hold when trying again may help"),
          new Threshold(MEMORY, Duration.ofMinutes(10), "how long a cause is remembered")),
      List.of("Read the pod's Events, then correct the image, its registry or the pull Secret."));

  private static final Set<String> REASONS = Set.of(
      "ErrImagePull",
      "ImagePullBackOff",
      "InvalidImageName",
      "ErrImageNeverPull",
      "ImageInspectError",
      "RegistryUnavailable",
      "SignatureValidationFailed");

  /** A container whose image does not come. */
  private record Stuck(ContainerFacts container, ContainerState.Waiting waiting) {

    String memoName() {
      return "cause " + container.name() + " " + container.image();
    }

    Optional<PullFailure> told() {
      return PullFailure.read(waiting.reason(), waiting.message(), container.image());
    }
  }

  /** A cause, and how long it is worth remembering: an old Event less long. */
  private record Told(PullFailure failure, Duration worth) {}

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<PodFacts> subjectType() {
    return PodFacts.class;
  }

  /** Keeps the best told cause for each container and image. A weaker text does not push a better one out. */
  @Override
  public List<Memo> remember(PodFacts pod, View view) {
    List<Memo> memos = new ArrayList<>();
    for (Stuck stuck : stuck(pod)) {
      int known = view.remembered(stuck.memoName())
          .map(memo -> PullFailure.ofMemo(memo).weight())
          .orElse(0);
      told(pod, stuck, view).stream()
          .filter(told -> told.failure().weight() >= known)
          .reduce(
              (first, next) -> next.failure().weight() > first.failure().weight() ? next : first)
          .map(told -> new Memo(stuck.memoName(), told.failure().memo(), told.worth()))
          .ifPresent(memos::add);
    }
    return memos;
  }

  @Override
  public Verdict evaluate(PodFacts pod, View view) {
    if (pod.meta().deleting()) {
      return Verdict.notApplicable("being deleted");
    }
    if (pod.helper()) {
      return Verdict.notApplicable("made by a diagnosis tool for minutes");
    }
    if (pod.completed()) {
      return Verdict.notApplicable("completed");
    }
    if (pod.containers().isEmpty() && pod.meta().truncated()) {
      return Verdict.cannotSee(pod.ref().text() + " spec.containers");
    }
    return stuck(pod).stream()
        .map(stuck -> finding(pod, stuck, view))
        .max(Comparator.comparingInt(Finding::rank))
        .map(Verdict::failing)
        .orElseGet(Verdict::ok);
  }

  private static Finding finding(PodFacts pod, Stuck stuck, View view) {
    ContainerFacts container = stuck.container();
    PullFailure failure = view.remembered(stuck.memoName())
        .map(PullFailure::ofMemo)
        .or(stuck::told)
        .orElseGet(() -> new PullFailure(PullFailureClass.UNKNOWN, ""));
    PullFailureClass failureClass = failure.failureClass();
    String seen = failure.snippet().isEmpty()
        ? stuck.waiting().reason() + ", its cause was not told yet"
        : failure.snippet();
    return new Finding(
        "",
        "ImagePullFails",
        failureClass.id(),
        "image pull fails: " + failureClass.words(),
        container.image() + ": " + seen,
        PullRemedies.of(failureClass, pod, container),
        evidence(pod, stuck),
        container.name(),
        Severity.WARNING,
        hold(failureClass, view),
        "",
        failure.weight(),
        List.of());
  }

  private static Duration hold(PullFailureClass failureClass, View view) {
    if (failureClass == PullFailureClass.UNKNOWN) {
      return view.threshold(Threshold.HOLD);
    }
    return view.threshold(failureClass.terminal() ? TERMINAL : RETRYABLE);
  }

  private static List<Evidence> evidence(PodFacts pod, Stuck stuck) {
    String path = stuck.container().statusPath() + ".state.waiting";
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(pod.ref(), path + ".reason", stuck.waiting().reason()));
    if (!stuck.waiting().message().isEmpty()) {
      evidence.add(new Evidence(pod.ref(), path + ".message", stuck.waiting().message()));
    }
    return evidence;
  }

  private static List<Stuck> stuck(PodFacts pod) {
    List<Stuck> stuck = new ArrayList<>();
    for (ContainerFacts container : pod.containers()) {
      if (container.state() instanceof ContainerState.Waiting waiting
          && REASONS.contains(waiting.reason())) {
        stuck.add(new Stuck(container, waiting));
      }
    }
    return stuck;
  }

  /** Causes that status and Events tell now, the status first. */
  private static List<Told> told(PodFacts pod, Stuck stuck, View view) {
    Duration memory = view.threshold(MEMORY);
    List<Told> told = new ArrayList<>();
    stuck.told().ifPresent(failure -> told.add(new Told(failure, memory)));
    List<EventFacts> events = new ArrayList<>();
    events.addAll(view.referring(pod.ref(), Link.REGARDING, Kinds.CORE_EVENT, EventFacts.class));
    events.addAll(view.referring(pod.ref(), Link.REGARDING, Kinds.EVENT, EventFacts.class));
    for (EventFacts event : events) {
      Instant seen = event.lastSeenAt();
      Duration age = seen == null ? Duration.ZERO : Duration.between(seen, view.asOf());
      if (about(event, pod, stuck) && age.compareTo(memory) < 0) {
        Duration worth = age.isNegative() ? memory : memory.minus(age);
        PullFailure.read("", event.message(), stuck.container().image())
            .ifPresent(failure -> told.add(new Told(failure, worth)));
      }
    }
    return told;
  }

  private static boolean about(EventFacts event, PodFacts pod, Stuck stuck) {
    boolean samePod =
        event.regardingUid().isEmpty() || event.regardingUid().equals(pod.meta().uid());
    boolean sameContainer = event.container().isEmpty()
        || event.container().equals(stuck.container().name());
    return samePod && sameContainer && event.message().contains("pull");
  }
}
