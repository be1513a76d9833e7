package org.mcpruntime.watcher.checks.facts;

import java.util.List;

/**
 * A StatefulSet.
 *
 * @param desired spec.replicas, 1 when absent
 * @param ready status.readyReplicas
 */
public record StatefulSetFacts(Meta meta, int desired, int ready, List<String> podLabels)
    implements WorkloadFacts {

  public StatefulSetFacts {
    podLabels = List.copyOf(podLabels);
  }

  void write(BinaryWriter out) {
    out.number(desired);
    out.number(ready);
    out.list(podLabels, out::text);
  }

  static StatefulSetFacts read(Meta meta, BinaryReader in) {
    return new StatefulSetFacts(meta, in.integer(), in.integer(), in.list(in::text));
  }
}
