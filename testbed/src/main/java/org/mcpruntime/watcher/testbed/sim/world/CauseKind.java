package org.mcpruntime.watcher.testbed.sim.world;

/** What can be wrong in the simulated cluster; all that people see follows from these. */
public enum CauseKind {
  /** The registry does not accept the pull credential of a namespace: 401. */
  PULL_DENIED,
  /** The registry has no such image: 404. */
  IMAGE_MISSING,
  /** The registry refuses connections. */
  REGISTRY_UNREACHABLE,
  /** The program ends with an error soon after it starts. */
  CRASH,
  /** The program takes more memory than its limit. */
  OUT_OF_MEMORY,
  /** The program runs but nobody listens on its port. */
  NOT_READY,
  /** The ingress controller does not publish an address for one Ingress. */
  INGRESS_NOT_PUBLISHED,
  /** A node's kubelet is silent. */
  NODE_DOWN,
  /** A namespace may have no more pods. */
  QUOTA,
  /** A desired state that the operator refuses. */
  INVALID_SPEC
}
