package org.mcpruntime.watcher.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;

/**
 * What a busy cluster does, as a collector writes it: everything listed once, then changes as they come. It has no end, and
 * keeps nothing that it has given away.
 */
final class MixedLog {

  private static final Duration TICK = Duration.ofSeconds(5);

  private final BusyCluster busy;
  private final LogWriter writer;
  private final Instant begin;
  private final Deque<LogRecord> waiting = new ArrayDeque<>();
  private final Map<String, Integer> kinds = new HashMap<>();
  private Consumer<LogRecord> out = waiting::add;
  private Instant tick;
  private boolean listing;

  /**
   * A cluster of about so many objects.
   *
   * @param begin the time of its list
   */
  MixedLog(String cluster, int objects, long seed, Instant begin) {
    this.begin = begin;
    this.tick = begin.plus(TICK);
    writer = new LogWriter(cluster, begin);
    busy = new BusyCluster(objects, seed, begin, this::saw);
  }

  /** Lists everything, which comes first and once; a TICK that tells that it is seen ends it. */
  void list(Consumer<LogRecord> to) {
    out = to;
    listing = true;
    writer.snapshots(Operation.SNAPSHOT_BEGIN, to);
    busy.list();
    writer.snapshots(Operation.SNAPSHOT_END, to);
    to.accept(writer.tick(begin));
    listing = false;
    out = waiting::add;
  }

  /** What happens next: a change or a TICK. */
  LogRecord next() {
    while (waiting.isEmpty()) {
      if (tick.isAfter(busy.next())) {
        busy.proceed();
      } else {
        kinds.merge("TICK", 1, Integer::sum);
        waiting.add(writer.tick(tick));
        tick = tick.plus(TICK);
      }
    }
    return waiting.remove();
  }

  /** Of which size objects are, and of how many of what the changes are. */
  String description() {
    StringBuilder mix = new StringBuilder();
    int all = kinds.values().stream().mapToInt(Integer::intValue).sum();
    kinds.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> mix.append(mix.isEmpty() ? "" : ", ")
            .append(entry.getKey())
            .append(String.format(Locale.ROOT, " %.1f%%", 100.0 * entry.getValue() / all)));
    return String.format(
        Locale.ROOT, "objects of %,d bytes in the mean; changes: %s", writer.objectBytes(), mix);
  }

  private void saw(ObjectNews.News news) {
    if (!listing) {
      kinds.merge(news.type().kind(), 1, Integer::sum);
    }
    out.accept(
        listing
            ? writer.object(Operation.SNAPSHOT, Origin.LIST, news)
            : writer.object(news.operation(), Origin.WATCH, news));
  }
}
