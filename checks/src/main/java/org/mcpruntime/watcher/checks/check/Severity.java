package org.mcpruntime.watcher.checks.check;

/** What the reader must do, from least to most urgent. */
public enum Severity {
  /** Know it. */
  INFO,
  /** Plan it. */
  WARNING,
  /** Act now. */
  CRITICAL;

  public Severity atLeast(Severity floor) {
    return compareTo(floor) >= 0 ? this : floor;
  }
}
