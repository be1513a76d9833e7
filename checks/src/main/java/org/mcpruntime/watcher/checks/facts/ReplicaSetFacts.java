package org.mcpruntime.watcher.checks.facts;

/**
 * A ReplicaSet: the link between pods and their Deployment.
 *
 * @param desired spec.replicas, 1 when absent
 * @param ready status.readyReplicas
 */
public record ReplicaSetFacts(Meta meta, int desired, int ready) implements Facts {

  void write(BinaryWriter out) {
    out.number(desired);
    out.number(ready);
  }

  static ReplicaSetFacts read(Meta meta, BinaryReader in) {
    return new ReplicaSetFacts(meta, in.integer(), in.integer());
  }
}
