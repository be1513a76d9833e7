package org.mcpruntime.watcher.checks.facts;

/**
 * An Ingress.
 *
 * @param className spec.ingressClassName, empty when absent
 * @param rules number of spec.rules
 * @param hasAddress status.loadBalancer.ingress has an entry
 */
public record IngressFacts(Meta meta, String className, int rules, boolean hasAddress)
    implements Facts {

  void write(BinaryWriter out) {
    out.text(className);
    out.number(rules);
    out.flag(hasAddress);
  }

  static IngressFacts read(Meta meta, BinaryReader in) {
    return new IngressFacts(meta, in.text(), in.integer(), in.flag());
  }
}
