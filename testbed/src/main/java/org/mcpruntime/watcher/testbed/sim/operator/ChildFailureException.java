package org.mcpruntime.watcher.testbed.sim.operator;

/** A child could not be brought to its desired state; the message goes into the status. */
final class ChildFailureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean passes;

  ChildFailureException(String child, String why, boolean passes) {
    super("Failed to reconcile %s: %s".formatted(child, why));
    this.passes = passes;
  }

  /** Whether trying again may help. */
  boolean passes() {
    return passes;
  }
}
