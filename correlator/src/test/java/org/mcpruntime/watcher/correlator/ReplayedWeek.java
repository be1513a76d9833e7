package org.mcpruntime.watcher.correlator;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.ClusterSight;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.SimulatedWeek;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** A simulated week in a real broker, evaluated there by the service. */
final class ReplayedWeek implements AutoCloseable {

  static final String CLUSTER = "prod";

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Path directory;
  private final String build;
  private final LocalLog log;
  private final SimulatedWeek week;

  private ReplayedWeek(Path directory, String build, LocalLog log, SimulatedWeek week) {
    this.directory = directory;
    this.build = build;
    this.log = log;
    this.week = week;
  }

  /**
   * Plays it; nothing is written yet.
   *
   * @param build the one that evaluates it
   */
  static ReplayedWeek start(Path directory, int days, String build) throws Exception {
    return new ReplayedWeek(
        directory,
        build,
        LocalLog.start(directory),
        SimulatedWeek.of(CLUSTER, settings(build), changedSettings(build), days));
  }

  LocalLog log() {
    return log;
  }

  SimulatedWeek week() {
    return week;
  }

  Instant begin() {
    return Instant.ofEpochMilli(week.script().log().get(0).timestamp());
  }

  Instant end() {
    return week.script().now();
  }

  /** What the engine said of the cluster when the week was played. */
  List<Incident> incidents() {
    return week.script().written().stream()
        .map(ClusterScript.Written::value)
        .filter(Incident.class::isInstance)
        .map(Incident.class::cast)
        .toList();
  }

  /** Writes it into topics of its own and has it evaluated: with the first rules, and after a restart with the others. */
  void evaluate(TopicNames topics, int threads) throws Exception {
    log.createTopics(topics);
    List<List<LogRecord>> halves = week.halves();
    log.write(topics, halves.get(0));
    evaluate(topics, threads, settings(build), week.changed());
    log.write(topics, halves.get(1));
    evaluate(topics, threads, changedSettings(build), end());
  }

  private void evaluate(TopicNames topics, int threads, EngineSettings settings, Instant until) {
    CorrelatorConfig config = CorrelatorConfig.of(
            topics,
            log.clients(),
            (short) 1,
            directory.resolve("state-" + topics.prefix()),
            settings.rules())
        .withEngine(settings)
        .withThreads(threads);
    try (Correlator correlator = Correlator.start(config)) {
      await().atMost(LIMIT).until(() -> {
        ClusterSight sight = correlator.status().clusters().get(CLUSTER);
        return sight != null && sight.evaluatedThrough().equals(until);
      });
    }
  }

  /** As the product has them. */
  static EngineSettings settings(String build) {
    return new EngineSettings(
        Rules.standard(Catalog.all()),
        FactsCodec.VERSION,
        EngineSettings.DEFAULT_HORIZON,
        EngineSettings.DEFAULT_RUNBOOK_BASE,
        build);
  }

  private static EngineSettings changedSettings(String build) {
    EngineSettings standard = settings(build);
    Map<String, Duration> changed = new TreeMap<>(standard.rules().thresholds());
    changed.put("pod-crash-loop.hold", Duration.ofSeconds(20));
    changed.put("deployment-unavailable.settle", Duration.ofMinutes(5));
    return standard.withRules(new Rules(standard.rules().checks(), changed));
  }

  @Override
  public void close() {
    log.close();
  }
}
