package org.mcpruntime.watcher.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.MemoryStore;
import org.mcpruntime.watcher.correlator.engine.Sink;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.replay.Progress;
import org.mcpruntime.watcher.correlator.replay.Timeline;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/**
 * A replay off line over a mix of kinds as a busy cluster has it, all in memory, and what of its time goes where: the Avro
 * record alone, with the facts of its object, and with the engine. Then the engine alone in clusters of ten times the size.
 */
final class Replay {

  private static final int OBJECTS = 10_000;

  private final int rounds;
  private final int warmUps;
  private final int changes;
  private final List<Integer> sizes;

  /**
   * @param changes records behind the list of a cluster of 10,000 objects
   * @param sizes numbers of objects for which the cost of a record is compared
   */
  Replay(int rounds, int warmUps, int changes, List<Integer> sizes) {
    this.rounds = rounds;
    this.warmUps = warmUps;
    this.changes = changes;
    this.sizes = List.copyOf(sizes);
  }

  void run(Report report) throws Exception {
    MixedHistory history = MixedHistory.of(OBJECTS, changes);
    report.heading("replay off line: " + history.description());
    measure(report, "records decoded", history.size(), () -> decode(history, false));
    measure(report, "… and facts taken", history.size(), () -> decode(history, true));
    List<Object> told = new ArrayList<>();
    measure(report, "… and judged: a replay", history.size(), () -> play(history, told));
    report.note(
        told.size() / (warmUps + rounds) + " incident records in each round; aim 50,000 events/s");
    for (int size : sizes) {
      flat(report, size);
    }
  }

  /** The engine on a cluster that it knows already. */
  private void flat(Report report, int objects) throws Exception {
    Listener listener = new Listener();
    IncidentEngine engine = engine();
    int part = changes / 4;
    Iterator<LogRecord> records = MixedHistory.of(
            objects, part * (warmUps + rounds), record -> process(engine, record, listener))
        .events(0);
    report.heading("changes of a cluster of %,d objects".formatted(objects));
    measure(report, "decoded and judged, one thread", part, () -> {
      for (int i = 0; i < part; i++) {
        process(engine, records.next(), listener);
      }
    });
    report.note(listener.incidents + " incident records");
  }

  private static IncidentEngine engine() {
    Map<StoreName, Store> stores = new EnumMap<>(StoreName.class);
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    return new IncidentEngine(settings(), stores::get);
  }

  private static void process(IncidentEngine engine, LogRecord record, Sink sink) {
    try {
      engine.process(record, sink);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(record.key(), e);
    }
  }

  /** Some work over all events. */
  private interface Work {
    void run() throws Exception;
  }

  private void measure(Report report, String name, int events, Work work) throws Exception {
    double[] rates = new double[rounds];
    double[] micros = new double[rounds];
    double[] bytes = new double[rounds];
    for (int round = -warmUps; round < rounds; round++) {
      Cost cost = Cost.from();
      work.run();
      if (round >= 0) {
        rates[round] = events / cost.seconds();
        micros[round] = cost.cpuMicros() / events;
        bytes[round] = cost.allocatedBytes() / events;
      }
    }
    report.line(name, Figures.of(rates), "events/s");
    report.line("", Figures.of(micros), "processor µs/event");
    report.line("", Figures.of(bytes), "bytes allocated/event");
  }

  private static void decode(MixedHistory history, boolean facts) throws Exception {
    for (Iterator<LogRecord> records = history.events(0); records.hasNext(); ) {
      LogRecord record = records.next();
      ClusterEvent event = record.body().decode();
      if (facts && event.getObject() != null) {
        ObjectRef ref = ObjectRef.parse(record.key().substring(record.key().indexOf('/') + 1));
        Utf8 object = event.getObject();
        Extractors.extract(
            ref.group(),
            ref.kind(),
            Arrays.copyOf(object.getBytes(), object.getByteLength()),
            false);
      }
    }
  }

  private static void play(MixedHistory history, List<Object> told) {
    new Timeline(history, settings())
        .play(0, Long.MAX_VALUE - Duration.ofDays(1).toMillis(), told::add, Progress.NONE);
  }

  private static EngineSettings settings() {
    return EngineSettings.standard(Rules.standard(Catalog.all()), FactsCodec.VERSION);
  }

  private static final class Listener implements Sink {
    private long incidents;

    @Override
    public void incident(Incident incident) {
      incidents++;
    }

    @Override
    public void status(String cluster, String key, long timestamp, @Nullable WatcherStatus status) {
      // Nobody reads it.
    }
  }
}
