package org.mcpruntime.watcher.checks.facts;

/**
 * A Service.
 *
 * @param type {@code ClusterIP} when absent
 * @param clusterIp empty while none is assigned; {@code None} for a headless one
 */
public record ServiceFacts(Meta meta, String type, String clusterIp) implements Facts {

  void write(BinaryWriter out) {
    out.text(type);
    out.text(clusterIp);
  }

  static ServiceFacts read(Meta meta, BinaryReader in) {
    return new ServiceFacts(meta, in.text(), in.text());
  }
}
