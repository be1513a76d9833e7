package org.mcpruntime.watcher.checks.facts;

import java.util.ArrayList;
import java.util.List;

/**
 * A Service.
 *
 * @param type {@code ClusterIP} when absent
 * @param clusterIp empty while none is assigned; {@code None} for a headless one
 * @param selector as {@code name=value}, sorted; empty when it selects no pods
 * @param publishesNotReady spec.publishNotReadyAddresses
 * @param leaderOnly an annotation says that only the elected leader answers
 */
public record ServiceFacts(
    Meta meta,
    String type,
    String clusterIp,
    List<String> selector,
    boolean publishesNotReady,
    boolean leaderOnly)
    implements Facts {

  public ServiceFacts {
    selector = List.copyOf(selector);
  }

  /** Its controller, and one label of its selector: whom it selects carries that one too. */
  @Override
  public List<Reference> references() {
    List<Reference> references = new ArrayList<>(Facts.super.references());
    if (!selector.isEmpty()) {
      references.add(label());
    }
    return references;
  }

  /** The label by which workloads are found that it may select. */
  public Reference label() {
    return WorkloadFacts.label(ref().namespace(), selector.get(0));
  }

  void write(BinaryWriter out) {
    out.text(type);
    out.text(clusterIp);
    out.list(selector, out::text);
    out.flag(publishesNotReady);
    out.flag(leaderOnly);
  }

  static ServiceFacts read(Meta meta, BinaryReader in) {
    return new ServiceFacts(meta, in.text(), in.text(), in.list(in::text), in.flag(), in.flag());
  }
}
