package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ConditionFacts;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.HelperObjects;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.checks.facts.ReplicaSetFacts;

/**
 * A Deployment has fewer pods than it must have, or its newest revision does not come. Users are hit, or will be at the
 * next disturbance. A rollout that moves is left alone; one that the controller itself gave up on is not, even while old
 * pods serve. Not covered: a loss within maxUnavailable once the rollout is over, and a controller that does not look at
 * the Deployment at all. See
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment.
 */
public final class DeploymentUnavailable implements Check<DeploymentFacts> {

  public static final String ID = "deployment-unavailable";

  static final String STUCK = "stuck";
  static final String START = "start";
  static final String STALLED = "stalled";

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "Deployment lacks pods",
      "Fires when pods cannot be created, when a rollout has exceeded its deadline, when no pod is available, or when"
          + " fewer pods than the strategy allows stay available without any movement. Quiet during a rollout that"
          + " moves, when paused and when scaled to zero. A loss within maxUnavailable is not judged.",
      Kinds.DEPLOYMENT,
      List.of(
          Relation.aside(Kinds.REPLICA_SET), Relation.aside(Kinds.POD), Relation.aside(Kinds.NODE)),
      false,
      Duration.ofMinutes(2),
      Duration.ofMinutes(2),
      List.of(
          new Threshold(
              STUCK,
              Duration.ofSeconds(60),
              "hold when the Deployment's own conditions say failure"),
          new Threshold(
              START,
              Duration.ofMinutes(1),
              "how long a rollout without any available pod may rest"),
          new Threshold(
              STALLED,
              Duration.ofMinutes(10),
              "hold when too few pods are available and nothing moves; how long a rollout may rest")),
      List.of("Look at the newest pods of the Deployment and their Events."));

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<DeploymentFacts> subjectType() {
    return DeploymentFacts.class;
  }

  @Override
  public Verdict evaluate(DeploymentFacts deployment, View view) {
    Rollout rollout = new Rollout(deployment);
    if (deployment.meta().deleting()) {
      return Verdict.notApplicable("being deleted");
    }
    if (HelperObjects.isSmokeServer(deployment.ref())) {
      return Verdict.notApplicable("made by a diagnosis tool for minutes");
    }
    if (deployment.desired() == 0) {
      return Verdict.notApplicable("scaled to zero");
    }
    if (deployment.paused()) {
      return Verdict.notApplicable("paused");
    }
    if (rollout.outdated()) {
      return Verdict.progressing("the controller has not seen the newest spec yet");
    }
    Optional<ConditionFacts> failure = rollout.replicaFailure();
    if (failure.isPresent()) {
      return notCreated(deployment, failure.get(), view);
    }
    Optional<ConditionFacts> deadline = rollout.deadlineExceeded();
    if (deadline.isPresent()) {
      return rolloutStuck(deployment, deadline.get(), view);
    }
    Instant movesUntil =
        rollout.movesUntil(view.asOf(), view.threshold(START), view.threshold(STALLED));
    if (movesUntil != null) {
      return new Verdict.Progressing(
          "a rollout moves: " + counts(deployment),
          movesUntil.equals(Instant.MAX) ? null : movesUntil);
    }
    if (deployment.available() == 0) {
      return noneAvailable(deployment, view);
    }
    if (deployment.available() < rollout.minimum()) {
      return tooFew(deployment, rollout.minimum(), view);
    }
    return deployment.available() < deployment.desired()
        ? Verdict.progressing("short of pods, as the strategy allows: " + counts(deployment))
        : Verdict.ok();
  }

  private static Verdict notCreated(DeploymentFacts deployment, ConditionFacts failure, View view) {
    PodCreationFailure why = PodCreationFailure.of(failure.message());
    return Finding.draft(
            "PodsNotCreated",
            "pods not created: " + why.words(),
            counts(deployment) + ": " + failure.message(),
            view.threshold(STUCK))
        .causeClass(why.id())
        .remedy(why.remediation(deployment.ref().namespace()))
        .saw(evidence(deployment, "ReplicaFailure"))
        .failing();
  }

  private static Verdict rolloutStuck(
      DeploymentFacts deployment, ConditionFacts deadline, View view) {
    return Finding.draft(
            "RolloutStuck",
            "rollout stuck: progress deadline exceeded",
            counts(deployment) + ", " + deployment.updated() + " of the newest revision: "
                + deadline.message(),
            view.threshold(STUCK))
        .remedy(
            "Look at the newest pods of " + deployment.ref().name() + " and their Events.",
            "Correct the change, or go back to the last image that worked; " + where(deployment))
        .saw(evidence(deployment, "Progressing"))
        .explainedBy(PodFailures.causes(deployment, view))
        .group(lostNode(deployment, view))
        .failing();
  }

  private static Verdict noneAvailable(DeploymentFacts deployment, View view) {
    return Finding.draft(
            "NoPodAvailable",
            "no pod available",
            counts(deployment),
            view.threshold(Threshold.HOLD))
        .remedy(
            "Look at the pods of " + deployment.ref().name() + ", their Events and their logs.",
            "Correct the cause; " + where(deployment))
        .saw(evidence(deployment, "Available"))
        .explainedBy(PodFailures.causes(deployment, view))
        .group(lostNode(deployment, view))
        .failing();
  }

  private static Verdict tooFew(DeploymentFacts deployment, int minimum, View view) {
    return Finding.draft(
            "TooFewPodsAvailable",
            "too few pods available",
            counts(deployment) + ", the strategy keeps at least " + minimum,
            view.threshold(STALLED))
        .restartingHoldAt(deployment.updated() + "/" + deployment.available())
        .remedy(
            "Look at the pods of " + deployment.ref().name()
                + " that are not ready, and at their nodes.",
            "Correct the cause; " + where(deployment))
        .saw(evidence(deployment, "Available"))
        .explainedBy(PodFailures.causes(deployment, view))
        .group(lostNode(deployment, view))
        .failing();
  }

  private static List<Evidence> evidence(DeploymentFacts deployment, String condition) {
    ObjectRef ref = deployment.ref();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence(ref, "status.availableReplicas", String.valueOf(deployment.available())));
    evidence.add(new Evidence(ref, "spec.replicas", String.valueOf(deployment.desired())));
    deployment
        .condition(condition)
        .map(seen -> new Evidence(
            ref, "status.conditions[" + condition + "]", seen.status() + " " + seen.reason()))
        .ifPresent(evidence::add);
    return evidence;
  }

  /** Where a change belongs: the operator of MCP Runtime reverts changes of its Deployments. */
  private static String where(DeploymentFacts deployment) {
    return deployment.meta().controller() == null
        ? "change the Deployment where it is maintained."
        : "change the " + deployment.meta().controller().ref().kind() + " "
            + deployment.meta().controller().ref().name() + ", since changes of the Deployment are"
            + " reverted.";
  }

  private static String counts(DeploymentFacts deployment) {
    return deployment.available() + " of " + deployment.desired()
        + (deployment.desired() == 1 ? " pod available" : " pods available");
  }

  /** Nodes that are not ready explain it when all pods that are missing and have a node are on them. */
  private static @Nullable CauseGroup lostNode(DeploymentFacts deployment, View view) {
    Set<String> nodes = new TreeSet<>();
    for (ReplicaSetFacts replicaSet :
        view.referring(deployment.ref(), Link.OWNER, Kinds.REPLICA_SET, ReplicaSetFacts.class)) {
      if (replicaSet.ready() < replicaSet.desired()) {
        nodes.addAll(LostNode.underMissing(
            view.referring(replicaSet.ref(), Link.OWNER, Kinds.POD, PodFacts.class)));
      }
    }
    return LostNode.common(nodes, view).orElse(null);
  }
}
