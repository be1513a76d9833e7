package org.mcpruntime.watcher.checks.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod.
 *
 * @param phase status.phase; empty before the first status
 * @param reason status.reason, such as {@code Evicted}; empty otherwise
 * @param nodeName empty while it is not scheduled
 * @param ready condition Ready
 * @param unscheduled reason of PodScheduled=False, such as {@code Unschedulable} or {@code SchedulingGated}; null when
 *     scheduled or not tried yet
 * @param serviceAccount spec.serviceAccountName
 * @param pullSecrets names in spec.imagePullSecrets
 * @param server name of the MCPServer that the operator made it for, by its labels; empty otherwise
 * @param helper made by a diagnosis tool or a certificate challenge, gone in minutes: nobody's workload
 * @param containers init, sidecar and regular containers in the order of the spec
 */
public record PodFacts(
    Meta meta,
    String phase,
    String reason,
    String nodeName,
    boolean ready,
    @Nullable String unscheduled,
    String serviceAccount,
    List<String> pullSecrets,
    String server,
    boolean helper,
    List<ContainerFacts> containers)
    implements Facts {

  public PodFacts {
    pullSecrets = List.copyOf(pullSecrets);
    containers = List.copyOf(containers);
  }

  /** It has ended, well or badly, and will not run again. */
  public boolean completed() {
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  void write(BinaryWriter out) {
    out.text(phase);
    out.text(reason);
    out.text(nodeName);
    out.flag(ready);
    out.nullableText(unscheduled);
    out.text(serviceAccount);
    out.list(pullSecrets, out::text);
    out.text(server);
    out.flag(helper);
    out.list(containers, container -> container.write(out));
  }

  static PodFacts read(Meta meta, BinaryReader in) {
    return new PodFacts(
        meta,
        in.text(),
        in.text(),
        in.text(),
        in.flag(),
        in.nullableText(),
        in.text(),
        in.list(in::text),
        in.text(),
        in.flag(),
        in.list(() -> ContainerFacts.read(in)));
  }
}
