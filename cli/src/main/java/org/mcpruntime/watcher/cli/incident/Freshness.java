package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The reader's verdict on how far to trust what it reads. The log holds no record that depends on a wall clock, so a
 * dead correlator cannot look alive: every reader asks here.
 */
public enum Freshness {
  FRESH,
  /** Nothing newer is in the log either: no collector writes. */
  COLLECTOR_SILENT,
  /** The log goes on without being evaluated. */
  CORRELATOR_BEHIND,
  /** Nothing was ever evaluated. */
  NEVER_EVALUATED;

  /**
   * Judges one cluster.
   *
   * @param now the reader's clock
   * @param evaluatedThrough from the newest status of the cluster; null when there is none
   * @param newestRecord time of the cluster's newest record in the log; null when unknown or there is none
   * @param limit how old the evaluation may be
   */
  public static Freshness judge(
      Instant now,
      @Nullable Instant evaluatedThrough,
      @Nullable Instant newestRecord,
      Duration limit) {
    if (evaluatedThrough == null) {
      return NEVER_EVALUATED;
    }
    if (Duration.between(evaluatedThrough, now).compareTo(limit) <= 0) {
      return FRESH;
    }
    return newestRecord != null && newestRecord.isAfter(evaluatedThrough)
        ? CORRELATOR_BEHIND
        : COLLECTOR_SILENT;
  }

  public boolean isStale() {
    return this != FRESH;
  }
}
