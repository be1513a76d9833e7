package org.mcpruntime.watcher.checks.facts;

import java.util.List;

/**
 * A DaemonSet.
 *
 * @param desired status.desiredNumberScheduled: the nodes that it fits
 * @param ready status.numberReady
 */
public record DaemonSetFacts(Meta meta, int desired, int ready, List<String> podLabels)
    implements WorkloadFacts {

  public DaemonSetFacts {
    podLabels = List.copyOf(podLabels);
  }

  void write(BinaryWriter out) {
    out.number(desired);
    out.number(ready);
    out.list(podLabels, out::text);
  }

  static DaemonSetFacts read(Meta meta, BinaryReader in) {
    return new DaemonSetFacts(meta, in.integer(), in.integer(), in.list(in::text));
  }
}
