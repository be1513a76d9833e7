package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.FindingDraft;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.NodeFacts;

/**
 * A node is not ready, or its kubelet is silent: its pods get no traffic, and after five minutes they are moved. It is the
 * one headline of what stops on it. How long it has lasted is what we saw, never what the condition claims: a flapping
 * node rewrites that. It looks at the node alone, so that a bundle of some namespaces tells the same. Not covered: a node
 * that flaps faster than the hold, and pressure conditions of a ready node. See
 * https://kubernetes.io/docs/reference/node/node-status/#condition.
 */
public final class NodeNotReady implements Check<NodeFacts> {

  public static final String ID = "node-not-ready";

  static final String URGENT = "urgent";

  private static final String SINCE = "since";

  /** How long the begin is remembered; it is looked at again before that is over. */
  private static final Duration MEMORY = Duration.ofMinutes(30);

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      2,
      "node not ready",
      "Fires when the condition Ready of a node is not True: its kubelet is silent or says that it cannot run pods."
          + " Pods on it get no traffic. Critical when it lasts; only told, never urgent, when an autoscaler is removing"
          + " the node.",
      Kinds.NODE,
      List.of(),
      false,
      Duration.ofMinutes(2),
      Duration.ofMinutes(2),
      List.of(new Threshold(
          URGENT, Duration.ofMinutes(5), "how long it must have been seen so to be critical")),
      List.of("Look at the node's conditions and Events, then at its kubelet."));

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<NodeFacts> subjectType() {
    return NodeFacts.class;
  }

  /** Since when we see it so; forgotten at once when it is ready again. */
  @Override
  public List<Memo> remember(NodeFacts node, View view) {
    String since = view.remembered(SINCE).orElse("");
    if (!node.isReady()) {
      return List.of(new Memo(SINCE, since.isEmpty() ? view.asOf().toString() : since, MEMORY));
    }
    return since.isEmpty() ? List.of() : List.of(new Memo(SINCE, "", Duration.ZERO));
  }

  @Override
  public Verdict evaluate(NodeFacts node, View view) {
    if (node.meta().deleting()) {
      return Verdict.notApplicable("being deleted");
    }
    if (node.isReady()) {
      return Verdict.ok();
    }
    if (node.ready().isEmpty() && node.meta().truncated()) {
      return Verdict.cannotSee(node.ref(), "status.conditions");
    }
    NodeFailure why = NodeFailure.of(node);
    FindingDraft draft = Finding.draft(
            why.reason(),
            "node not ready: " + why.words(),
            seen(node),
            view.threshold(Threshold.HOLD))
        .causeClass(why.id())
        .remedy(why.remediation(node.ref().name()))
        .saw(node.ref(), "status.conditions[Ready]", node.ready() + " " + node.reason());
    if (!node.taints().isEmpty()) {
      draft.saw(node.ref(), "spec.taints", String.join(", ", node.taints()));
    }
    if (node.isBeingRemoved()) {
      return draft.floor(Severity.INFO).failing();
    }
    Duration soon = MEMORY.dividedBy(2);
    Duration left = view.threshold(URGENT).minus(lasted(view));
    if (left.isNegative() || left.isZero()) {
      return draft.floor(Severity.CRITICAL).failingUntil(view.asOf().plus(soon));
    }
    Duration next = left.compareTo(soon) < 0 ? left : soon;
    return draft.floor(Severity.WARNING).failingUntil(view.asOf().plus(next));
  }

  private static Duration lasted(View view) {
    Instant since = view.remembered(SINCE).map(Instant::parse).orElse(view.asOf());
    return view.seenSince(since, Kinds.NODE);
  }

  private static String seen(NodeFacts node) {
    return node.ready().isEmpty()
        ? "its kubelet has never reported"
        : "Ready is " + node.ready() + (node.message().isEmpty() ? "" : ": " + node.message());
  }
}
