package org.mcpruntime.watcher.correlator.engine;

import java.time.Duration;
import org.mcpruntime.watcher.checks.catalog.Rules;

/**
 * How the engine judges. Equal settings and an equal log give equal incidents.
 *
 * @param rules the checks and their durations
 * @param factsVersion version of the facts; part of the rules hash
 * @param horizon how far back anything is remembered; no hold, settle or memory may be longer
 * @param runbookBase put in front of {@code <check id>.md} in every incident
 * @param build version of this program, as written to the status
 */
public record EngineSettings(
    Rules rules, int factsVersion, Duration horizon, String runbookBase, String build) {

  public static final Duration DEFAULT_HORIZON = Duration.ofHours(2);
  public static final String DEFAULT_RUNBOOK_BASE = "docs/checks/";

  /** A key that comes back within this is the same incident. */
  public static final Duration REOPEN = Duration.ofMinutes(15);

  static final long REOPEN_MILLIS = REOPEN.toMillis();

  /** Settle of a flapping incident, at least. */
  static final long FLAPPING_SETTLE_MILLIS = Duration.ofMinutes(30).toMillis();

  /** An open incident is written again after this. */
  static final long REFRESH_MILLIS = Duration.ofHours(24).toMillis();

  public EngineSettings {
    require(
        horizon.compareTo(Duration.ofMinutes(30)) >= 0,
        "horizon must be at least PT30M, the settle of a flapping incident, was " + horizon);
    rules.thresholds().forEach((name, value) -> {
      require(!value.isNegative(), name + " must not be negative, was " + value);
      require(
          value.compareTo(horizon) <= 0 || !rules.isRemembered(name),
          name + " must not be longer than the horizon " + horizon + ", was " + value);
    });
  }

  public static EngineSettings standard(Rules rules, int factsVersion) {
    return new EngineSettings(
        rules, factsVersion, DEFAULT_HORIZON, DEFAULT_RUNBOOK_BASE, "unknown");
  }

  public EngineSettings withRules(Rules others) {
    return new EngineSettings(others, factsVersion, horizon, runbookBase, build);
  }

  /**
   * For so long, in milliseconds, goes along silently who begins in the middle of a log: two horizons, since what is
   * remembered may rest on what was remembered.
   */
  public long leadMillis() {
    return 2 * horizon.toMillis();
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
