package org.mcpruntime.watcher.testbed.sim.operator;

/** A child could not be brought to its desired state. */
final class ChildFailureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String status;
  private final boolean passes;

  ChildFailureException(String child, String why, boolean passes) {
    super(why);
    this.status = "Failed to reconcile %s: %s".formatted(child, why);
    this.passes = passes;
  }

  /** What the status of the server says. */
  String status() {
    return status;
  }

  /** Whether trying again may help. */
  boolean passes() {
    return passes;
  }
}
