package org.mcpruntime.watcher.cli.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/**
 * What was read of one cluster.
 *
 * @param status its newest status; null when the correlator wrote none yet
 * @param newest time of the newest record behind what is evaluated; null when there is none or nobody asked
 */
public record Reading(
    String cluster,
    @Nullable WatcherStatus status,
    Freshness freshness,
    @Nullable Instant newest) {

  /** Whether what is wrong in this cluster now would be known. */
  public boolean seesAll() {
    return !freshness.isStale() && (status == null || status.getBlind().isEmpty());
  }
}
