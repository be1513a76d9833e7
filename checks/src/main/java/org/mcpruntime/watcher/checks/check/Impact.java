package org.mcpruntime.watcher.checks.check;

/**
 * Are users hit? In this order, the worst last: not knowing whether they are is worse than knowing that they are not.
 */
public enum Impact {
  /** All desired replicas are ready. */
  SERVING,
  UNKNOWN,
  /** Some are. */
  DEGRADED,
  /** None is. */
  DOWN
}
