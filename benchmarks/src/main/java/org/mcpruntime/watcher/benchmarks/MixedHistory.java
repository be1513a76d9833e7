package org.mcpruntime.watcher.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.Policy;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.correlator.history.Tick;

/** What a busy cluster did, in memory: a part of a {@link MixedLog}. */
final class MixedHistory implements ClusterHistory {

  private static final Instant BEGIN = Instant.parse("2026-11-23T00:00:00Z");

  private final MixedLog source;
  private final List<LogRecord> log = new ArrayList<>();

  private MixedHistory(MixedLog source) {
    this.source = source;
  }

  /**
   * A history of a cluster of about so many objects.
   *
   * @param changes records behind those of the list, TICKs included
   */
  static MixedHistory of(int objects, int changes) {
    return of(objects, changes, null);
  }

  /** @param listed takes the records of the list, which are then no part of the history; null to keep them */
  static MixedHistory of(int objects, int changes, @Nullable Consumer<LogRecord> listed) {
    MixedHistory history = new MixedHistory(new MixedLog(Bed.CLUSTER, objects, 7, BEGIN));
    history.source.list(listed == null ? history.log::add : listed);
    for (int i = 0; i < changes; i++) {
      history.log.add(history.source.next());
    }
    return history;
  }

  int size() {
    return log.size();
  }

  /** How many of what, of which size; what was listed is not counted. */
  String description() {
    return String.format(Locale.ROOT, "%,d records, %s", log.size(), source.description());
  }

  @Override
  public String cluster() {
    return Bed.CLUSTER;
  }

  @Override
  public Iterator<LogRecord> events(long fromOffset) {
    int from = (int) Math.max(0, fromOffset - beginOffset());
    return log.subList(from, log.size()).iterator();
  }

  @Override
  public long beginOffset() {
    return log.get(0).offset();
  }

  @Override
  public Optional<Tick> tickBefore(long time) {
    return Optional.empty();
  }

  @Override
  public Iterator<PublishedIncident> incidents() {
    return List.<PublishedIncident>of().iterator();
  }

  @Override
  public List<Policy> policies() {
    return List.of();
  }

  @Override
  public long evaluatedThrough() {
    return log.get(log.size() - 1).timestamp();
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
