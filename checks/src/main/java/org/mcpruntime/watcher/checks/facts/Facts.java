package org.mcpruntime.watcher.checks.facts;

import java.util.List;

/**
 * What checks need of one object, and nothing else. Equal facts mean that nothing a check could read has changed.
 * Implementations are records of plain values: they are stored, compared and replayed.
 */
public sealed interface Facts
    permits ConfigMapFacts,
        CronJobFacts,
        EndpointSliceFacts,
        EventFacts,
        IngressFacts,
        JobFacts,
        McpServerFacts,
        NodeFacts,
        PersistentVolumeClaimFacts,
        PodFacts,
        ReplicaSetFacts,
        ServiceFacts,
        StorageClassFacts,
        WorkloadFacts {

  Meta meta();

  default ObjectRef ref() {
    return meta().ref();
  }

  /** What this object refers to: its controller by default. */
  default List<Reference> references() {
    Owner controller = meta().controller();
    return controller == null ? List.of() : List.of(new Reference(Link.OWNER, controller.ref()));
  }
}
