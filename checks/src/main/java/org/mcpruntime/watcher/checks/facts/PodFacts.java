package org.mcpruntime.watcher.checks.facts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod.
 *
 * @param phase status.phase; empty before the first status
 * @param nodeName empty while it is not scheduled
 * @param ready condition Ready
 * @param unscheduled reason of PodScheduled=False, such as {@code Unschedulable} or {@code SchedulingGated}; null when
 *     scheduled or not tried yet
 * @param unscheduledMessage what the scheduler says about that; empty otherwise
 * @param serviceAccount spec.serviceAccountName
 * @param pullSecrets names in spec.imagePullSecrets
 * @param claims names of the PersistentVolumeClaims behind its volumes
 * @param server name of the MCPServer that the operator made it for, by its labels; empty otherwise
 * @param helper made by a diagnosis tool or a certificate challenge, gone in minutes: nobody's workload
 * @param containers init, sidecar and regular containers in the order of the spec
 */
public record PodFacts(
    Meta meta,
    String phase,
    String nodeName,
    boolean ready,
    @Nullable String unscheduled,
    String unscheduledMessage,
    String serviceAccount,
    List<String> pullSecrets,
    List<String> claims,
    String server,
    boolean helper,
    List<ContainerFacts> containers)
    implements Facts {

  public PodFacts {
    pullSecrets = List.copyOf(pullSecrets);
    claims = List.copyOf(claims);
    containers = List.copyOf(containers);
  }

  /** Its controller, its node, and its claims. */
  @Override
  public List<Reference> references() {
    List<Reference> references = new ArrayList<>(Facts.super.references());
    if (!nodeName.isEmpty()) {
      references.add(new Reference(Link.NODE, node()));
    }
    claimRefs().forEach(claim -> references.add(new Reference(Link.CLAIM, claim)));
    return references;
  }

  /** The claims behind its volumes. */
  public List<ObjectRef> claimRefs() {
    return claims.stream()
        .map(name -> Kinds.PERSISTENT_VOLUME_CLAIM.object(ref().namespace(), name))
        .toList();
  }

  /** The node that it runs on; without a name while it is not scheduled. */
  public ObjectRef node() {
    return Kinds.NODE.object("", nodeName);
  }

  /** It has ended, well or badly, and will not run again. */
  public boolean completed() {
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  void write(BinaryWriter out) {
    out.text(phase);
    out.text(nodeName);
    out.flag(ready);
    out.nullableText(unscheduled);
    out.text(unscheduledMessage);
    out.text(serviceAccount);
    out.list(pullSecrets, out::text);
    out.list(claims, out::text);
    out.text(server);
    out.flag(helper);
    out.list(containers, container -> container.write(out));
  }

  static PodFacts read(Meta meta, BinaryReader in) {
    return new PodFacts(
        meta,
        in.text(),
        in.text(),
        in.flag(),
        in.nullableText(),
        in.text(),
        in.text(),
        in.list(in::text),
        in.list(in::text),
        in.text(),
        in.flag(),
        in.list(() -> ContainerFacts.read(in)));
  }
}
