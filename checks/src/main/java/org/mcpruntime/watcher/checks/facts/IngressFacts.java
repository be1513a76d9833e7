package org.mcpruntime.watcher.checks.facts;

import java.util.List;

/**
 * An Ingress.
 *
 * @param className spec.ingressClassName, empty when absent
 * @param rules number of spec.rules
 * @param hosts of the rules, sorted, without repeats
 * @param backends {@code service:port} of rules and default backend, sorted, without repeats
 * @param hasAddress status.loadBalancer.ingress has an entry
 */
public record IngressFacts(
    Meta meta,
    String className,
    int rules,
    List<String> hosts,
    List<String> backends,
    boolean hasAddress)
    implements Facts {

  public IngressFacts {
    hosts = List.copyOf(hosts);
    backends = List.copyOf(backends);
  }

  void write(BinaryWriter out) {
    out.text(className);
    out.number(rules);
    out.list(hosts, out::text);
    out.list(backends, out::text);
    out.flag(hasAddress);
  }

  static IngressFacts read(Meta meta, BinaryReader in) {
    return new IngressFacts(
        meta, in.text(), in.integer(), in.list(in::text), in.list(in::text), in.flag());
  }
}
