package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.FindingDraft;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ConditionFacts;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** The words for a Deployment that lacks pods: what is seen, what may be behind it, and what to do. */
record LackOfPods(DeploymentFacts deployment, View view) {

  /** {@code 1 of 2 pods available}. */
  String counts() {
    return deployment.available() + " of " + deployment.desired()
        + (deployment.desired() == 1 ? " pod available" : " pods available");
  }

  FindingDraft podsNotCreated(ConditionFacts failure, Duration hold) {
    PodCreationFailure why = PodCreationFailure.of(failure.message());
    return Finding.draft(
            "PodsNotCreated",
            "pods not created: " + why.words(),
            counts() + ": " + failure.message(),
            hold)
        .causeClass(why.id())
        .remedy(why.remediation(deployment.ref().namespace()))
        .saw(evidence("ReplicaFailure"));
  }

  FindingDraft rolloutStuck(ConditionFacts deadline, Duration hold) {
    return explained(Finding.draft(
            "RolloutStuck",
            "rollout stuck: progress deadline exceeded",
            counts() + ", " + deployment.updated() + " of the newest revision: "
                + deadline.message(),
            hold)
        .remedy(
            "Look at the newest pods of " + deployment.ref().name() + " and their Events.",
            "Correct the change, or go back to the last image that worked; " + where())
        .saw(evidence("Progressing")));
  }

  FindingDraft noneAvailable(Duration hold) {
    return explained(Finding.draft("NoPodAvailable", "no pod available", counts(), hold)
        .remedy(
            "Look at the pods of " + deployment.ref().name() + ", their Events and their logs.",
            "Correct the cause; " + where())
        .saw(evidence("Available")));
  }

  /** A movement, even if it is too small, starts the hold again. */
  FindingDraft tooFew(int minimum, Duration hold) {
    return explained(Finding.draft(
            "TooFewPodsAvailable",
            "too few pods available",
            counts() + ", the strategy keeps at least " + minimum,
            hold)
        .restartingHoldAt(deployment.updated() + "/" + deployment.available())
        .remedy(
            "Look at the pods of " + deployment.ref().name()
                + " that are not ready, and at their nodes.",
            "Correct the cause; " + where())
        .saw(evidence("Available")));
  }

  private FindingDraft explained(FindingDraft draft) {
    return draft
        .explainedBy(PodFailures.causes(deployment, view))
        .group(LostNode.behind(deployment, view).orElse(null));
  }

  private List<Evidence> evidence(String condition) {
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
  private String where() {
    return deployment.meta().controller() == null
        ? "change the Deployment where it is maintained."
        : "change the " + deployment.meta().controller().ref().kind() + " "
            + deployment.meta().controller().ref().name() + ", since changes of the Deployment are"
            + " reverted.";
  }
}
