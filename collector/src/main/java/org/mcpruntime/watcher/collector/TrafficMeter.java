package org.mcpruntime.watcher.collector;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.kind.InputQueue;
import org.mcpruntime.watcher.collector.publish.Outgoing;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.redaction.Redactor;

/**
 * Counts for one collector. The publisher counts without locks in what is its own, and shows it with each commit; {@link
 * #read} is for any thread.
 */
final class TrafficMeter {
  private final Map<Operation, Long> open = new EnumMap<>(Operation.class);
  private final Map<Operation, Long> sent = new EnumMap<>(Operation.class);
  private long transactions;
  private long nanos;
  private volatile @Nullable InputQueue queue;

  /** The queue of the session that begins. */
  void watch(InputQueue begun) {
    queue = begun;
    open.clear();
  }

  /** Hands on what it has counted. */
  Consumer<Outgoing> counting(Consumer<Outgoing> next) {
    return record -> {
      if (record instanceof Outgoing.Event event) {
        open.merge(event.event().getOperation(), 1L, Long::sum);
      }
      next.accept(record);
    };
  }

  /** What was counted since the last commit is committed. */
  synchronized void committed(long tookNanos) {
    transactions++;
    nanos += tookNanos;
    open.forEach((operation, count) -> sent.merge(operation, count, Long::sum));
    open.clear();
  }

  synchronized Traffic read(Redactor redactor) {
    Map<Operation, Long> records = new EnumMap<>(sent);
    for (Operation operation : Operation.values()) {
      records.putIfAbsent(operation, 0L);
    }
    InputQueue waiting = queue;
    return new Traffic(
        transactions,
        Duration.ofNanos(nanos),
        records,
        redactor.removals(),
        redactor.reducedObjects(),
        waiting == null ? 0 : waiting.inputs(),
        waiting == null ? 0 : waiting.bytes());
  }
}
