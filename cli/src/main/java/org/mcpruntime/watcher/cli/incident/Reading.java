package org.mcpruntime.watcher.cli.incident;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/**
 * What was read of one cluster.
 *
 * @param status its newest status; null when the correlator wrote none yet
 */
public record Reading(String cluster, @Nullable WatcherStatus status, Freshness freshness) {}
