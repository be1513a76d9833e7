package org.mcpruntime.watcher.checks.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PersistentVolumeClaim.
 *
 * @param phase status.phase; empty before the first status
 * @param className the StorageClass that it names; empty when it says that it wants none, null when it says nothing
 * @param volumeName the volume that it is bound to, or asks for; empty otherwise
 * @param nodeChosen the scheduler has chosen a node for the pod that needs it
 */
public record PersistentVolumeClaimFacts(
    Meta meta, String phase, @Nullable String className, String volumeName, boolean nodeChosen)
    implements Facts {

  /** Its controller, and its StorageClass. */
  @Override
  public List<Reference> references() {
    List<Reference> references = new ArrayList<>(Facts.super.references());
    storageClass().ifPresent(ref -> references.add(new Reference(Link.STORAGE_CLASS, ref)));
    return references;
  }

  /** The StorageClass that it names. */
  public Optional<ObjectRef> storageClass() {
    return Optional.ofNullable(className)
        .filter(name -> !name.isEmpty())
        .map(name -> Kinds.STORAGE_CLASS.object("", name));
  }

  void write(BinaryWriter out) {
    out.text(phase);
    out.nullableText(className);
    out.text(volumeName);
    out.flag(nodeChosen);
  }

  static PersistentVolumeClaimFacts read(Meta meta, BinaryReader in) {
    return new PersistentVolumeClaimFacts(meta, in.text(), in.nullableText(), in.text(), in.flag());
  }
}
