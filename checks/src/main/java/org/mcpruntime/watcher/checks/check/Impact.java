package org.mcpruntime.watcher.checks.check;

/** Are users hit? */
public enum Impact {
  UNKNOWN,
  /** All desired replicas are ready. */
  SERVING,
  /** Some are. */
  DEGRADED,
  /** None is. */
  DOWN
}
