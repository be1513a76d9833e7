package org.mcpruntime.watcher.checks.facts;

/** Why one object refers to another. */
public enum Link {
  /** Its controlling owner reference. */
  OWNER,
  /** An Event and the object it is about. */
  REGARDING,
  /** A pod and the node that it runs on. */
  NODE,
  /** A pod and a claim that it mounts. */
  CLAIM,
  /** A claim and the StorageClass that it names. */
  STORAGE_CLASS,
  /** An EndpointSlice and the Service that its label names. */
  SERVICE,
  /**
   * A label that a Service selects by, and that pods of a workload carry. Its target is no object but stands for the label:
   * {@link WorkloadFacts#label}.
   */
  LABEL
}
