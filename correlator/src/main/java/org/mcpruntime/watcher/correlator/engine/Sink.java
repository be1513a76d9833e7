package org.mcpruntime.watcher.correlator.engine;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** Where the engine's output goes, in order. Timestamps never decrease within a cluster. */
public interface Sink {

  /** An incident to be keyed by its id and stamped with its {@code updatedAt}. */
  void incident(Incident incident);

  /**
   * A status or policy entry.
   *
   * @param timestamp milliseconds since the epoch
   * @param status null removes the entry: the cluster is forgotten
   */
  void status(String cluster, String key, long timestamp, @Nullable WatcherStatus status);
}
