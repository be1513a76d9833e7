package org.mcpruntime.watcher.collector;

import java.time.Duration;
import java.util.Map;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.redaction.RemovalReason;

/**
 * What went through a collector since it was started, over all its sessions, and what waits now.
 *
 * @param transactions committed
 * @param committing time spent in commits
 * @param records sent to the log, in transactions that were committed
 * @param removed values that redaction took out
 * @param reduced objects that were too large, so that values were replaced
 * @param waitingInputs in the queue between readers and publisher
 * @param waitingBytes of objects in that queue
 */
public record Traffic(
    long transactions,
    Duration committing,
    Map<Operation, Long> records,
    Map<RemovalReason, Long> removed,
    long reduced,
    int waitingInputs,
    long waitingBytes) {
  public Traffic {
    records = Map.copyOf(records);
    removed = Map.copyOf(removed);
  }
}
