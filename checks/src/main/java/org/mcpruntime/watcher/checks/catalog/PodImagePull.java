package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.CauseGroup;
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
          + " pull is not a failing one.",
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

  /** One finding for each container, whatever the others do: each has an image and a key of its own. */
  private static Verdict judge(PodFacts pod, View view) {
    List<Finding> findings = new ArrayList<>();
    StuckContainer.of(pod, REASONS).stream()
        .sorted(Comparator.comparing(StuckContainer::aspect))
        .forEach(stuck -> findings.add(finding(stuck, findings, view)));
    return findings.isEmpty() ? Verdict.ok() : new Verdict.Failing(findings, null);
  }

  private static Finding finding(StuckContainer stuck, List<Finding> others, View view) {
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
        .group(group(stuck, failureClass, others, view))
        .remedy(PullRemedies.of(failureClass, pod, container))
        .saw(pod.ref(), path + ".reason", stuck.waiting().reason());
    return stuck.waiting().message().isEmpty()
        ? draft.finding()
        : draft.saw(pod.ref(), path + ".message", stuck.waiting().message()).finding();
  }

  /** What a registry does to several containers of a pod is told at the first of them, and with others at the registry. */
  private static @Nullable CauseGroup group(
      StuckContainer stuck, PullFailureClass failureClass, List<Finding> others, View view) {
    CauseGroup registry = RegistryImagePull.group(stuck.container().image(), failureClass);
    return registry == null
        ? null
        : others.stream()
            .filter(other -> registry.equals(other.group()))
            .findFirst()
            .flatMap(first -> view.workload(stuck.pod())
                .map(workload -> new CauseGroup(ID, workload, first.aspect())))
            .orElse(registry);
  }

  private static Duration hold(PullFailureClass failureClass, View view) {
    if (failureClass == PullFailureClass.UNKNOWN) {
      return view.threshold(Threshold.HOLD);
    }
    return view.threshold(failureClass.terminal() ? TERMINAL : RETRYABLE);
  }
}
