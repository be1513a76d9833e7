package org.mcpruntime.watcher.checks.facts;

import java.util.List;

/**
 * The policy of a gateway. Other ConfigMaps have no facts.
 *
 * @param keys of data, sorted
 * @param revision what the policy says of itself, its first twelve digits; empty when it says nothing that can be read
 */
public record ConfigMapFacts(Meta meta, List<String> keys, String revision) implements Facts {

  /** What the operator appends to the server's name. */
  public static final String POLICY_SUFFIX = "-gateway-policy";

  /** The key that the gateway reads. */
  public static final String POLICY_KEY = "policy.json";

  public ConfigMapFacts {
    keys = List.copyOf(keys);
  }

  void write(BinaryWriter out) {
    out.list(keys, out::text);
    out.text(revision);
  }

  static ConfigMapFacts read(Meta meta, BinaryReader in) {
    return new ConfigMapFacts(meta, in.list(in::text), in.text());
  }
}
