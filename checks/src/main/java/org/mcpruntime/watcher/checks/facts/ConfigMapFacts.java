package org.mcpruntime.watcher.checks.facts;

import java.util.List;

/**
 * The policy of a gateway. Other ConfigMaps have no facts.
 *
 * @param keys of data, sorted
 */
public record ConfigMapFacts(Meta meta, List<String> keys) implements Facts {

  /** What the operator appends to the server's name. */
  public static final String POLICY_SUFFIX = "-gateway-policy";

  /** The key that the gateway reads. */
  public static final String POLICY_KEY = "policy.json";

  public ConfigMapFacts {
    keys = List.copyOf(keys);
  }

  void write(BinaryWriter out) {
    out.list(keys, out::text);
  }

  static ConfigMapFacts read(Meta meta, BinaryReader in) {
    return new ConfigMapFacts(meta, in.list(in::text));
  }
}
