package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.regex.Pattern;
import org.mcpruntime.watcher.checks.facts.NodeFacts;

/** Why a node is not ready, told from its condition Ready and its taints. The first class that matches wins. */
enum NodeFailure {
  REMOVED("removed", "NodeRemoved", "an autoscaler removes it", FirstMatch.NEVER),
  SILENT("silent", "KubeletSilent", "its kubelet is silent", FirstMatch.NEVER),
  NETWORK("network", "NodeNotReady", "no pod network", "network plugin|networkready|\\bcni\\b"),
  RUNTIME(
      "runtime",
      "NodeNotReady",
      "container runtime does not work",
      "container runtime|runtimeready|\\bpleg\\b"),
  UNKNOWN("UNKNOWN", "NodeNotReady", "cause unknown", "");

  private final String id;
  private final String reason;
  private final String words;
  private final Pattern pattern;

  NodeFailure(String id, String reason, String words, String pattern) {
    this.id = id;
    this.reason = reason;
    this.words = words;
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  static NodeFailure of(NodeFacts node) {
    if (node.isBeingRemoved()) {
      return REMOVED;
    }
    if (!node.ready().equals("False")) {
      return SILENT;
    }
    return FirstMatch.in(node.message(), values(), each -> each.pattern);
  }

  String id() {
    return id;
  }

  /** CamelCase, of the incident. */
  String reason() {
    return reason;
  }

  String words() {
    return words;
  }

  List<String> remediation(String node) {
    String look = "Look at its conditions and Events: `kubectl describe node " + node + "`.";
    return switch (this) {
      case REMOVED ->
        List.of("Nothing, unless the node stays: then look at the log of the autoscaler.");
      case SILENT ->
        List.of(
            "Check that the machine runs and reaches the API server, then its kubelet:"
                + " `journalctl -u kubelet` (k3s: `-u k3s`, `-u k3s-agent`).",
            "If it does not come back, delete node " + node
                + ", so that its pods can be replaced.");
      case NETWORK ->
        List.of(
            look, "Check the pods of the network plugin on " + node + " and its configuration.");
      case RUNTIME ->
        List.of(look, "Check the container runtime on " + node + " and the space on its disk.");
      case UNKNOWN -> List.of(look, "Read the log of its kubelet.");
    };
  }
}
