package org.mcpruntime.watcher.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.util.Utf8;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.replay.Progress;
import org.mcpruntime.watcher.correlator.replay.Timeline;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;

/**
 * A replay off line over a mix of kinds as a busy cluster has it, all in memory, and what of its time goes where: the Avro
 * record alone, with the facts of its object, and with the engine.
 */
final class Replay {

  private final int rounds;
  private final int events;

  Replay(int rounds, int events) {
    this.rounds = rounds;
    this.events = events;
  }

  void run(Report report) throws Exception {
    MixedHistory history = MixedHistory.of(events);
    double[] decoded = new double[rounds];
    double[] extracted = new double[rounds];
    double[] replayed = new double[rounds];
    long incidents = 0;
    for (int round = -1; round < rounds; round++) {
      double decode = rate(() -> decode(history, false));
      double extract = rate(() -> decode(history, true));
      List<Object> told = new ArrayList<>();
      double replay = rate(() -> play(history, told));
      incidents = told.size();
      if (round >= 0) {
        decoded[round] = decode;
        extracted[round] = extract;
        replayed[round] = replay;
      }
    }
    report.heading("replay off line, one thread: " + history.description());
    report.line("records decoded", Figures.of(decoded), "events/s");
    report.line("… and facts taken", Figures.of(extracted), "events/s");
    report.line("… and judged: a replay", Figures.of(replayed), "events/s, aim 50,000");
    report.note(incidents + " incident records in each round");
  }

  /** Some work over all events. */
  private interface Work {
    void run() throws Exception;
  }

  private double rate(Work work) throws Exception {
    long began = System.nanoTime();
    work.run();
    return events * 1e9 / (System.nanoTime() - began);
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
    EngineSettings settings =
        EngineSettings.standard(Rules.standard(Catalog.all()), FactsCodec.VERSION);
    new Timeline(history, settings)
        .play(0, Long.MAX_VALUE - Duration.ofDays(1).toMillis(), false, told::add, Progress.NONE);
  }
}
