package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;

/** A record that is to be written, in the transaction under way. */
public sealed interface Outgoing {
  String key();

  /** What an event does to the table of objects. */
  enum Table {
    /** The table holds this already, or the event is about no object. */
    UNTOUCHED,
    PUT,
    REMOVE
  }

  /** For the log, and perhaps the table too. */
  record Event(String key, ClusterEvent event, Table table) implements Outgoing {}

  /** For the collector's own table; null removes the entry. */
  record State(String key, @Nullable CollectorState state, Instant at) implements Outgoing {}

  /** Takes a row out of the table of objects, and tells the log nothing. */
  record NoRow(String key, Instant at) implements Outgoing {}

  /** Input that could not be used. */
  record Dead(String key, DeadLetter letter) implements Outgoing {}
}
