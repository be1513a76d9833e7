package org.mcpruntime.watcher.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group has come, seen from outside: what counts is what is committed. */
record Group(Admin admin, String id) {
  /** Longer than anything takes here; it only ends what hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Short beside a round, and seldom enough to cost nothing beside it. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** Waits until the group has committed these positions. */
  void await(Map<TopicPartition, Long> positions) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!hasReached(positions)) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(id + " has not reached " + positions);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean hasReached(Map<TopicPartition, Long> positions)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata().get();
    return positions.entrySet().stream().allMatch(position -> {
      OffsetAndMetadata at = committed.get(position.getKey());
      return at != null && at.offset() >= position.getValue();
    });
  }
}
