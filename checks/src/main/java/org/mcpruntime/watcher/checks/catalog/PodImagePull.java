package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.FindingDraft;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
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
          + " pull is not a failing one; containers of a pod that fail for the same class are one finding.",
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

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<PodFacts> subjectType() {
    return PodFacts.class;
  }

  @Override
  public List<GroupCheck> groups() {
    return List.of(new RegistryImagePull());
  }

  /** Keeps the best told cause for each container and image. A weaker text does not push a better one out. */
  @Override
  public List<Memo> remember(PodFacts pod, View view) {
    return StuckContainer.of(pod, REASONS).stream()
        .flatMap(stuck -> stuck.worthRemembering(view, view.threshold(MEMORY)).stream())
        .toList();
  }

  @Override
  public Verdict evaluate(PodFacts pod, View view) {
    return PodFailures.unjudged(pod).orElseGet(() -> judge(pod, view));
  }

  private static Verdict judge(PodFacts pod, View view) {
    List<Finding> findings = distinct(StuckContainer.of(pod, REASONS).stream()
        .map(stuck -> finding(stuck, view))
        .sorted(Comparator.comparing(Finding::aspect))
        .toList());
    return findings.isEmpty() ? Verdict.ok() : new Verdict.Failing(findings, null);
  }

  /** Containers that fail in the same way have one cause; one whose cause is not told yet is not taken for another. */
  private static List<Finding> distinct(List<Finding> findings) {
    List<Finding> distinct = new ArrayList<>();
    for (Finding finding : findings) {
      boolean same = distinct.stream()
          .anyMatch(kept -> Objects.equals(kept.causeClass(), finding.causeClass()));
      boolean untold = PullFailureClass.UNKNOWN.id().equals(finding.causeClass());
      if (distinct.isEmpty() || !(same || untold)) {
        distinct.add(finding);
      }
    }
    return distinct;
  }

  private static Finding finding(StuckContainer stuck, View view) {
    PodFacts pod = stuck.pod();
    ContainerFacts container = stuck.container();
    PullFailure failure = stuck.failure(view);
    PullFailureClass failureClass = failure.failureClass();
    String seen = failure.snippet().isEmpty()
        ? stuck.waiting().reason() + ", its cause was not told yet"
        : failure.snippet();
    String path = container.statusPath() + ".state.waiting";
    FindingDraft draft = Finding.draft(
            "ImagePullFails",
            "image pull fails: " + failureClass.words(),
            container.image() + ": " + seen,
            hold(failureClass, view))
        .causeClass(failureClass.id())
        .container(container.name())
        .aspect(stuck.aspect())
        .rank(failure.weight())
        .group(RegistryImagePull.group(container.image(), failureClass))
        .remedy(PullRemedies.of(failureClass, pod, container))
        .saw(pod.ref(), path + ".reason", stuck.waiting().reason());
    return stuck.waiting().message().isEmpty()
        ? draft.finding()
        : draft.saw(pod.ref(), path + ".message", stuck.waiting().message()).finding();
  }

  private static Duration hold(PullFailureClass failureClass, View view) {
    if (failureClass == PullFailureClass.UNKNOWN) {
      return view.threshold(Threshold.HOLD);
    }
    return view.threshold(failureClass.terminal() ? TERMINAL : RETRYABLE);
  }
}
