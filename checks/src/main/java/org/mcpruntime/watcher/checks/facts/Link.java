package org.mcpruntime.watcher.checks.facts;

/** Why one object refers to another. */
public enum Link {
  /** Its controlling owner reference. */
  OWNER,
  /** An Event and the object it is about. */
  REGARDING
}
