package org.mcpruntime.watcher.checks.facts;

/**
 * A StorageClass.
 *
 * @param provisioner who makes its volumes
 * @param waitsForConsumer volumeBindingMode is WaitForFirstConsumer: no volume before a pod needs it
 */
public record StorageClassFacts(Meta meta, String provisioner, boolean waitsForConsumer)
    implements Facts {

  void write(BinaryWriter out) {
    out.text(provisioner);
    out.flag(waitsForConsumer);
  }

  static StorageClassFacts read(Meta meta, BinaryReader in) {
    return new StorageClassFacts(meta, in.text(), in.flag());
  }
}
