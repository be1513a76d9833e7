package org.mcpruntime.watcher.correlator.streams;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.Policy;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.correlator.history.Tick;

/** A cluster of which nothing was ever told. */
record NoHistory(String cluster) implements ClusterHistory {

  @Override
  public Iterator<LogRecord> events(long fromOffset) {
    return Collections.emptyIterator();
  }

  @Override
  public long beginOffset() {
    return 0;
  }

  @Override
  public Optional<Tick> tickBefore(long time) {
    return Optional.empty();
  }

  @Override
  public Iterator<PublishedIncident> incidents() {
    return Collections.emptyIterator();
  }

  @Override
  public List<Policy> policies() {
    return List.of();
  }

  @Override
  public long evaluatedThrough() {
    return -1;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
