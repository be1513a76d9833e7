package org.mcpruntime.watcher.checks.facts;

/** Why one object refers to another. */
public enum Link {
  /** Its controlling owner reference. */
  OWNER,
  /** An Event and the object it is about. */
  REGARDING,
  /** A pod and the node that it runs on. */
  NODE,
  /** An EndpointSlice and the Service that its label names. */
  SERVICE,
  /**
   * A label that a Service selects by, and that pods of a workload carry. Its target is no object but stands for the label:
   * {@link WorkloadFacts#label}.
   */
  LABEL
}
