package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger stands at.
 *
 * @param sequence of the newest record
 * @param tick number of the newest TICK; 0 before the first
 * @param tickAt time of the newest TICK of this session; null before it
 * @param time of the newest record
 * @param kinds those that the coverage tells, ordered
 */
public record LedgerStatus(
    long epoch,
    long sequence,
    long tick,
    @Nullable Instant tickAt,
    Instant time,
    List<KindStatus> kinds) {
  public LedgerStatus {
    kinds = List.copyOf(kinds);
  }
}
