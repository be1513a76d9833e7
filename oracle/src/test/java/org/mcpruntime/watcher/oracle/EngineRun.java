package org.mcpruntime.watcher.oracle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.DeploymentUnavailable;
import org.mcpruntime.watcher.checks.catalog.PodImagePull;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.MemoryStore;
import org.mcpruntime.watcher.correlator.engine.Sink;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** The engine with the oracle's two checks and stores in memory, over a log; a new engine goes on where it is told so. */
public final class EngineRun
    implements BiFunction<List<Oracle.Entry>, IntPredicate, List<Incident>> {

  static final Rules RULES =
      Rules.standard(List.of(new PodImagePull(), new DeploymentUnavailable()));

  static final EngineSettings SETTINGS = EngineSettings.standard(RULES, 1);

  private final Map<StoreName, Store> stores = new EnumMap<>(StoreName.class);

  public EngineRun() {
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
  }

  @Override
  public List<Incident> apply(List<Oracle.Entry> log, IntPredicate restartsBefore) {
    List<Incident> incidents = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= log.size(); i++) {
      if (i == log.size() || restartsBefore.test(i)) {
        incidents.addAll(goOn(engine(), log, begin, i));
        begin = i;
      }
    }
    return incidents;
  }

  /** A new engine on what the last one left. */
  IncidentEngine engine() {
    return new IncidentEngine(SETTINGS, stores::get);
  }

  /** Gives an engine the records from {@code begin} to before {@code end}. */
  List<Incident> goOn(IncidentEngine engine, List<Oracle.Entry> log, int begin, int end) {
    List<Incident> incidents = new ArrayList<>();
    Sink sink = new Sink() {
      @Override
      public void incident(Incident incident) {
        incidents.add(incident);
      }

      @Override
      public void status(
          String cluster, String key, long timestamp, @Nullable WatcherStatus status) {}
    };
    for (int i = begin; i < end; i++) {
      try {
        engine.process(record(log.get(i), i), sink);
      } catch (UnreadableRecordException e) {
        throw new IllegalArgumentException("record " + i + " cannot be read", e);
      }
    }
    return incidents;
  }

  static LogRecord record(Oracle.Entry entry, int number) {
    return record(entry, "mcp.cluster.events", 0, number);
  }

  static LogRecord record(Oracle.Entry entry, String topic, int partition, long offset) {
    ClusterEvent event = entry.event();
    return new LogRecord(
        topic,
        partition,
        offset,
        event.getObservedAt().toEpochMilli(),
        entry.key(),
        stamp(event),
        () -> event);
  }

  /** What the headers of an object's record say. */
  static LogRecord.@Nullable Stamp stamp(ClusterEvent event) {
    return event.getUid() == null
        ? null
        : new LogRecord.Stamp(
            event.getOperation().name(),
            event.getUid().toString(),
            event.getResourceVersion().toString());
  }
}
