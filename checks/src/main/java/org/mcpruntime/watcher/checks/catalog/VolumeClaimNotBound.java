package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.EventFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.PersistentVolumeClaimFacts;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.checks.facts.StorageClassFacts;

/**
 * A claim has no volume, so the pods that need it cannot start; or it has lost the one with its data. A claim whose
 * StorageClass waits for the first consumer is left alone until a pod uses it and has a node: before, it waits by design,
 * or the pod is what cannot be placed. Not covered: volumes that fill up, and that cannot be attached or mounted. See
 * https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode.
 */
public final class VolumeClaimNotBound implements Check<PersistentVolumeClaimFacts> {

  public static final String ID = "volume-claim-not-bound";

  /** Stands for volumes that a person makes. */
  private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "volume claim has no volume",
      "Fires when a claim has lost its volume, or gets none. Quiet while its StorageClass waits for a pod, and for the pod's"
          + " node. Volumes that cannot be mounted are told with their pods.",
      Kinds.PERSISTENT_VOLUME_CLAIM,
      List.of(
          Relation.referring(Kinds.POD, Link.CLAIM),
          Relation.referred(Kinds.STORAGE_CLASS, Link.STORAGE_CLASS),
          Relation.events(),
          Relation.newEvents()),
      true,
      Duration.ofMinutes(5),
      Duration.ofMinutes(2),
      List.of(),
      List.of("Read the Events of the claim."));

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<PersistentVolumeClaimFacts> subjectType() {
    return PersistentVolumeClaimFacts.class;
  }

  @Override
  public Verdict evaluate(PersistentVolumeClaimFacts claim, View view) {
    if (claim.meta().deleting()) {
      return Verdict.notApplicable("being deleted");
    }
    return switch (claim.phase()) {
      case "Bound" -> Verdict.ok();
      case "Lost" -> failing(claim, VolumeClaimFailure.LOST, view);
      default -> pending(claim, view);
    };
  }

  private static Verdict pending(PersistentVolumeClaimFacts claim, View view) {
    if (claim.volumeName().isEmpty() && claim.className() == null) {
      return failing(claim, VolumeClaimFailure.NO_DEFAULT, view);
    }
    if (!claim.volumeName().isEmpty() || claim.storageClass().isEmpty()) {
      return failing(claim, VolumeClaimFailure.NO_VOLUME, view);
    }
    Sight classes = view.sight(Kinds.STORAGE_CLASS);
    return claim
        .storageClass()
        .flatMap(ref -> view.get(ref, StorageClassFacts.class))
        .map(storageClass -> pending(claim, storageClass, view))
        .orElseGet(() -> classes.seen()
            ? failing(claim, VolumeClaimFailure.NO_CLASS, view)
            : Verdict.cannotSee(Kinds.STORAGE_CLASS, classes));
  }

  private static Verdict pending(
      PersistentVolumeClaimFacts claim, StorageClassFacts storageClass, View view) {
    if (storageClass.waitsForConsumer() && !isUsed(claim, view)) {
      return Verdict.notApplicable("waits for its first consumer");
    }
    Optional<String> told = told(claim, view);
    if (told.isPresent()) {
      return failing(claim, VolumeClaimFailure.of(told.get()), told.get(), view);
    }
    if (storageClass.waitsForConsumer() && !claim.nodeChosen()) {
      return Verdict.notApplicable("waits for the node of its pod");
    }
    if (storageClass.provisioner().equals(NO_PROVISIONER)) {
      return failing(claim, VolumeClaimFailure.NO_VOLUME, view);
    }
    boolean eventsSeen = Kinds.EVENTS.stream().anyMatch(kind -> view.sight(kind).seen());
    return failing(
        claim, eventsSeen ? VolumeClaimFailure.SILENT : VolumeClaimFailure.UNKNOWN, view);
  }

  private static boolean isUsed(PersistentVolumeClaimFacts claim, View view) {
    return view.referring(claim.ref(), Link.CLAIM, Kinds.POD, PodFacts.class).stream()
        .anyMatch(pod -> !pod.completed());
  }

  /** What its provisioner says: the newest text that tells a cause, or the newest of all. Others say only that it goes on. */
  private static Optional<String> told(PersistentVolumeClaimFacts claim, View view) {
    List<String> texts = view.events(claim).stream()
        .filter(event -> event.reason().equals("ProvisioningFailed"))
        .map(EventFacts::message)
        .toList();
    return texts.stream()
        .filter(text -> VolumeClaimFailure.of(text) != VolumeClaimFailure.UNKNOWN)
        .findFirst()
        .or(() -> texts.stream().findFirst());
  }

  private static Verdict failing(
      PersistentVolumeClaimFacts claim, VolumeClaimFailure failure, View view) {
    return failing(claim, failure, failure.seen(claim), view);
  }

  private static Verdict failing(
      PersistentVolumeClaimFacts claim, VolumeClaimFailure failure, String seen, View view) {
    boolean lost = failure == VolumeClaimFailure.LOST;
    return Finding.draft(
            lost ? "ClaimLost" : "ClaimPending",
            "volume claim has no volume: " + failure.words(),
            claim.ref().name() + ": " + seen,
            lost ? Duration.ZERO : view.threshold(Threshold.HOLD))
        .causeClass(failure.id())
        .floor(lost ? Severity.CRITICAL : Severity.WARNING)
        .remedy(failure.remediation(claim))
        .saw(claim.ref(), "status.phase", claim.phase())
        .saw(claim.ref(), "spec.storageClassName", String.valueOf(claim.className()))
        .failing();
  }
}
