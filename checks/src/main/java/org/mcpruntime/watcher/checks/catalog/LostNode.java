package org.mcpruntime.watcher.checks.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.FactsView;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.NodeFacts;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.Owner;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.checks.facts.ReplicaSetFacts;

/** Whether nodes that are not ready explain a failure. What pods on them report is old. */
final class LostNode {

  /** Added to the rank of a finding on a lost node: a pod on a node that lives speaks for all. */
  static final int RANK = -10;

  private LostNode() {}

  /** The node under a pod, when it is not ready. */
  static Optional<CauseGroup> under(PodFacts pod, FactsView view) {
    return pod.nodeName().isEmpty() ? Optional.empty() : common(List.of(pod.nodeName()), view);
  }

  /** The node that a pod without one is to be moved away from, when all that its controller misses was on lost nodes. */
  static Optional<CauseGroup> before(PodFacts pod, FactsView view) {
    Owner controller = pod.meta().controller();
    return controller == null
        ? Optional.empty()
        : common(
            underMissing(view.referring(controller.ref(), Link.OWNER, Kinds.POD, PodFacts.class)),
            view);
  }

  /** The node behind what a Deployment lacks, when all pods that are missing and have a node were on lost ones. */
  static Optional<CauseGroup> behind(DeploymentFacts deployment, FactsView view) {
    List<String> nodes =
        view
            .referring(deployment.ref(), Link.OWNER, Kinds.REPLICA_SET, ReplicaSetFacts.class)
            .stream()
            .filter(replicaSet -> replicaSet.ready() < replicaSet.desired())
            .flatMap(replicaSet ->
                underMissing(
                    view.referring(replicaSet.ref(), Link.OWNER, Kinds.POD, PodFacts.class))
                    .stream())
            .toList();
    return common(nodes, view);
  }

  /** The nodes under those pods that are not ready; one without a node is on none. */
  private static List<String> underMissing(List<PodFacts> pods) {
    return pods.stream()
        .filter(pod -> !pod.ready() && !pod.completed())
        .map(PodFacts::nodeName)
        .filter(node -> !node.isEmpty())
        .toList();
  }

  /** The first of the nodes, when none of them is ready: one that is ready, or that nobody knows, would not be explained. */
  static Optional<CauseGroup> common(Collection<String> nodes, FactsView view) {
    return nodes.stream().allMatch(node -> isLost(node, view))
        ? nodes.stream().sorted().findFirst().map(LostNode::group)
        : Optional.empty();
  }

  private static boolean isLost(String node, FactsView view) {
    return view.get(ref(node), NodeFacts.class)
        .filter(facts -> !facts.isReady())
        .isPresent();
  }

  private static CauseGroup group(String node) {
    return new CauseGroup(NodeNotReady.ID, ref(node), "");
  }

  private static ObjectRef ref(String node) {
    return Kinds.NODE.object("", node);
  }
}
