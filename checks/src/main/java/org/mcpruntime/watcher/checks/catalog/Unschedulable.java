package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.regex.Pattern;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/**
 * Why no node takes a pod, told from the scheduler's message. It counts nodes by reason, and the first class that matches
 * wins: taints stand last, since those of control planes are always among the reasons.
 */
enum Unschedulable {
  VOLUME(
      "volume",
      "its volume",
      "persistentvolume|persistent volumes to bind|pvc\\(s\\)|binding volumes|volume binding"
          + "|volume node affinity|volume zone|max volume count"),
  NODES(
      "nodes-not-ready",
      "nodes are not ready",
      "node\\.kubernetes\\.io/(?:not-ready|unreachable)|were not ready"),
  RESOURCES("resources", "not enough resources", "insufficient|too many pods"),
  AFFINITY(
      "affinity",
      "node selector or affinity",
      "node affinity|node selector|anti-affinity|affinity rules|topology spread"),
  PORTS("ports", "host port taken", "free ports"),
  CORDONED("cordoned", "nodes are cordoned", "were unschedulable"),
  TAINT("taint", "taints of the nodes", "taint"),
  UNKNOWN("UNKNOWN", "cause unknown", "");

  private final String id;
  private final String words;
  private final Pattern pattern;

  Unschedulable(String id, String words, String pattern) {
    this.id = id;
    this.words = words;
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  static Unschedulable of(String message) {
    return FirstMatch.in(message, values(), each -> each.pattern);
  }

  String id() {
    return id;
  }

  String words() {
    return words;
  }

  List<String> remediation(PodFacts pod) {
    String spec = PodFailures.spec(pod);
    return switch (this) {
      case VOLUME ->
        List.of("Look at the claims of the pod: `kubectl get pvc -n "
            + pod.ref().namespace() + "`, and at the zone of their volumes.");
      case NODES -> List.of("Bring the nodes back, or add others: `kubectl get nodes`.");
      case RESOURCES ->
        List.of("Add nodes, or lower the requests in " + spec + ": `kubectl describe nodes`.");
      case AFFINITY ->
        List.of("Compare node selector, affinity and spread in " + spec
            + " with the labels of the nodes: `kubectl get nodes --show-labels`.");
      case PORTS -> List.of("Free the host port, or use a Service instead of it in " + spec + ".");
      case CORDONED -> List.of("Uncordon a node: `kubectl uncordon <node>`.");
      case TAINT -> List.of("Add a node without the taint, or a toleration to " + spec + ".");
      case UNKNOWN ->
        List.of("Read the scheduler's Events: `kubectl describe pod " + PodFailures.address(pod)
            + "`.");
    };
  }
}
