package org.mcpruntime.watcher.correlator.engine;

/** Why an incident ended. */
enum CloseReason {
  /** It was false for the settle. */
  RECOVERED,
  /** Its anchor was deleted. */
  SUBJECT_DELETED,
  /** Its members belong to another workload now. */
  SUPERSEDED,
  /** Its check is not among the rules any more. */
  CHECK_REMOVED,
  /** Its cluster is not watched any more. */
  FORGOTTEN
}
