package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.facts.ConditionFacts;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;

/**
 * How far a Deployment is with its newest revision, as its controller tells it.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status
 */
record Rollout(DeploymentFacts deployment) {

  /**
   * It is waited for.
   *
   * @param until when that ends if nothing changes; null when a change must come anyway
   */
  record Movement(@Nullable Instant until) {

    static final Movement UNTIL_A_CHANGE = new Movement(null);

    Verdict.Progressing progressing(String why) {
      return new Verdict.Progressing(why, until);
    }
  }

  /** The status does not belong to the newest spec. */
  boolean outdated() {
    return deployment.observedGeneration() < deployment.meta().generation();
  }

  /** The controller cannot create pods; the condition's message tells why. */
  Optional<ConditionFacts> replicaFailure() {
    return deployment.condition("ReplicaFailure").filter(ConditionFacts::isTrue);
  }

  /** The controller has waited for longer than progressDeadlineSeconds. */
  Optional<ConditionFacts> deadlineExceeded() {
    return deployment
        .condition("Progressing")
        .filter(ConditionFacts::isFalse)
        .filter(condition -> condition.reason().equals("ProgressDeadlineExceeded"));
  }

  /** The least number of pods that the strategy keeps available. */
  int minimum() {
    return deployment.desired() - deployment.maxUnavailable();
  }

  /** A revision is being rolled out, and the controller has not given up on it. */
  boolean running() {
    return deployment
        .condition("Progressing")
        .filter(ConditionFacts::isTrue)
        .filter(condition -> !condition.reason().equals("NewReplicaSetAvailable"))
        .isPresent();
  }

  /**
   * A running rollout counts as moving until {@code start} after its last movement while no pod is available, and until
   * {@code stalled} after it while too few are. With enough pods available only the controller's own deadline ends it.
   *
   * @return empty when nothing moves, or has moved too long ago
   */
  Optional<Movement> movement(Instant asOf, Duration start, Duration stalled) {
    if (!running() || replicaFailure().isPresent()) {
      return Optional.empty();
    }
    if (deployment.available() > 0 && deployment.available() >= minimum()) {
      return Optional.of(Movement.UNTIL_A_CHANGE);
    }
    Instant moved = deployment.progressedAt();
    if (moved == null) {
      return Optional.empty();
    }
    Instant until = moved.plus(deployment.available() == 0 ? start : stalled);
    return asOf.isBefore(until) ? Optional.of(new Movement(until)) : Optional.empty();
  }
}
