package org.mcpruntime.watcher.correlator.replay;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.ClusterScript.Written;
import org.mcpruntime.watcher.correlator.engine.IncidentBody;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.Policy;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.correlator.history.Tick;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** What a hand-written history left behind, of which the log keeps what is at or behind an offset. */
final class ScriptHistory implements ClusterHistory {

  private final String cluster;
  private final List<LogRecord> log;
  private final List<Written> written;

  ScriptHistory(ClusterScript script, long keptFrom) {
    this(script, keptFrom, Long.MAX_VALUE);
  }

  /** @param toldUntil what is stamped later was never published */
  ScriptHistory(ClusterScript script, long keptFrom, long toldUntil) {
    log = script.log().stream().filter(record -> record.offset() >= keptFrom).toList();
    written =
        script.written().stream().filter(each -> each.timestamp() <= toldUntil).toList();
    cluster = log.get(0).cluster();
  }

  ScriptHistory(ClusterScript script) {
    this(script, 0);
  }

  @Override
  public String cluster() {
    return cluster;
  }

  @Override
  public Iterator<LogRecord> events(long fromOffset) {
    return log.stream().filter(record -> record.offset() >= fromOffset).iterator();
  }

  @Override
  public long beginOffset() {
    return log.get(0).offset();
  }

  @Override
  public Optional<Tick> tickBefore(long time) {
    return log.stream()
        .filter(record -> record.timestamp() <= time && Tick.is(record))
        .reduce((first, second) -> second)
        .map(record -> {
          try {
            return Tick.of(record);
          } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Override
  public Iterator<PublishedIncident> incidents() {
    List<Written> incidents =
        written.stream().filter(each -> each.value() instanceof Incident).toList();
    return IntStream.range(0, incidents.size())
        .mapToObj(i -> {
          Incident incident = (Incident) Objects.requireNonNull(incidents.get(i).value());
          return new PublishedIncident(
              i, incidents.get(i).timestamp(), IncidentBody.of(incident), incident);
        })
        .iterator();
  }

  @Override
  public List<Policy> policies() {
    return written.stream()
        .filter(each -> each.key().contains("/policy/"))
        .map(each -> {
          WatcherStatus policy = (WatcherStatus) Objects.requireNonNull(each.value());
          return new Policy(
              each.timestamp(), policy.getRulesHash(), policy.getRules(), policy.getBuild());
        })
        .toList();
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
