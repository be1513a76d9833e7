package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ConditionFacts;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.HelperObjects;
import org.mcpruntime.watcher.checks.facts.Kinds;

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
    LackOfPods lack = new LackOfPods(deployment, view);
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
      return lack.podsNotCreated(failure.get(), view.threshold(STUCK)).failing();
    }
    Optional<ConditionFacts> deadline = rollout.deadlineExceeded();
    if (deadline.isPresent()) {
      return lack.rolloutStuck(deadline.get(), view.threshold(STUCK)).failing();
    }
    Optional<Rollout.Movement> movement =
        rollout.movement(view.asOf(), view.threshold(START), view.threshold(STALLED));
    if (movement.isPresent()) {
      return movement.get().progressing("a rollout moves: " + lack.counts());
    }
    if (deployment.available() == 0) {
      return lack.noneAvailable(view.threshold(Threshold.HOLD)).failing();
    }
    if (deployment.available() < rollout.minimum()) {
      return lack.tooFew(rollout.minimum(), view.threshold(STALLED)).failing();
    }
    return deployment.available() < deployment.desired()
        ? Verdict.progressing("short of pods, as the strategy allows: " + lack.counts())
        : Verdict.ok();
  }
}
