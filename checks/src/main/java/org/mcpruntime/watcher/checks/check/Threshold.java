package org.mcpruntime.watcher.checks.check;

import java.time.Duration;

/**
 * A duration that a check declares and a rules file may change.
 *
 * @param remembered it may not be longer than the horizon, since something has to be remembered for so long
 */
public record Threshold(String name, Duration standard, String meaning, boolean remembered) {

  /** Every check has these two. */
  public static final String HOLD = "hold";

  public static final String SETTLE = "settle";

  public Threshold(String name, Duration standard, String meaning) {
    this(name, standard, meaning, true);
  }

  /** How old something may be whose begin the object itself tells. */
  public static Threshold age(String name, Duration standard, String meaning) {
    return new Threshold(name, standard, meaning, false);
  }
}
