package org.mcpruntime.watcher.checks.check;

import java.time.Duration;

/** A duration that a check declares and a rules file may change. */
public record Threshold(String name, Duration standard, String meaning) {

  /** Every check has these two. */
  public static final String HOLD = "hold";

  public static final String SETTLE = "settle";
}
