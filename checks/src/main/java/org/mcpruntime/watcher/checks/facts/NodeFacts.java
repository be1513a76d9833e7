package org.mcpruntime.watcher.checks.facts;

import java.util.List;
import java.util.Set;

/**
 * A Node. Heartbeats and addresses are left out, and so is when the condition changed: a flapping node rewrites it.
 *
 * @param ready status of the condition Ready: {@code True}, {@code False}, {@code Unknown} when its kubelet is silent;
 *     empty before its kubelet reported
 * @param reason of that condition
 * @param message of that condition, empty while it is ready
 * @param taints their keys, sorted, without repeats
 */
public record NodeFacts(Meta meta, String ready, String reason, String message, List<String> taints)
    implements Facts {

  public NodeFacts {
    taints = List.copyOf(taints);
  }

  /** Set by autoscalers on nodes that they are about to delete. */
  private static final Set<String> REMOVAL =
      Set.of("ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted", "karpenter.sh/disruption");

  public boolean isReady() {
    return ready.equals("True");
  }

  /** An autoscaler has drained it and is about to delete it. */
  public boolean isBeingRemoved() {
    return taints.stream().anyMatch(REMOVAL::contains);
  }

  void write(BinaryWriter out) {
    out.text(ready);
    out.text(reason);
    out.text(message);
    out.list(taints, out::text);
  }

  static NodeFacts read(Meta meta, BinaryReader in) {
    return new NodeFacts(meta, in.text(), in.text(), in.text(), in.list(in::text));
  }
}
