package org.mcpruntime.watcher.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.JobFailed;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.correlator.Correlator;
import org.mcpruntime.watcher.correlator.CorrelatorConfig;
import org.mcpruntime.watcher.correlator.CorrelatorStatus;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * A Kafka Streams service in a process of its own: the correlator as it ships, or a baseline with the same settings.
 *
 * <pre>
 *   begin    → when the cost begins to be counted
 *   cost     → since then: processor time in µs, bytes allocated
 *   counts   → of the correlator, since its start: records, known, unchanged, evaluations, incident records
 *   restored → records of the changelogs that were read, since its start
 * </pre>
 */
final class StreamsProcess {

  /** What runs. */
  enum Service {
    CORRELATOR,
    /** The correlator with no hold for Jobs that failed. */
    CORRELATOR_AT_ONCE,
    TABLE,
    /** The same, and every record is read. */
    FACTS,
    PASS_THROUGH
  }

  private StreamsProcess() {}

  /** Arguments: service, bootstrap servers, registry, topic prefix, directory for state, stream threads. */
  public static void main(String[] args) throws IOException {
    Service service = Service.valueOf(args[0]);
    CorrelatorConfig standard = CorrelatorConfig.of(
        TopicNames.withPrefix(args[3]),
        Map.of("bootstrap.servers", args[1], "schema.registry.url", args[2]),
        (short) 1,
        Path.of(args[4]),
        service == Service.CORRELATOR_AT_ONCE ? atOnce() : Rules.standard(Catalog.all()));
    CorrelatorConfig config = standard.withThreads(Integer.parseInt(args[5]));
    switch (service) {
      case CORRELATOR, CORRELATOR_AT_ONCE -> {
        try (Correlator correlator = Correlator.start(config)) {
          answer(correlator);
        }
      }
      case TABLE -> run(BareTopologies.table(config.topics()), config);
      case FACTS -> run(BareTopologies.facts(config.topics(), config.kafka()), config);
      case PASS_THROUGH -> run(BareTopologies.passThrough(config.topics()), config);
    }
  }

  private static void run(Topology topology, CorrelatorConfig config) throws IOException {
    try (KafkaStreams streams = new KafkaStreams(topology, config.streams())) {
      streams.start();
      answer(null);
    }
  }

  private static void answer(@Nullable Correlator correlator) throws IOException {
    Cost[] cost = {Cost.from()};
    Answering.untilInputEnds(words -> switch (words[0]) {
      case "begin" -> {
        cost[0] = Cost.from();
        yield "";
      }
      case "cost" -> Math.round(cost[0].cpuMicros()) + " " + Math.round(cost[0].allocatedBytes());
      case "counts" -> {
        CorrelatorStatus.Counts counts = status(correlator).counts();
        yield counts.records() + " " + counts.known() + " " + counts.unchanged() + " "
            + counts.evaluations() + " " + counts.incidents();
      }
      case "restored" -> String.valueOf(status(correlator).restore().records());
      default -> throw new IllegalArgumentException(words[0]);
    });
  }

  private static CorrelatorStatus status(@Nullable Correlator correlator) {
    if (correlator == null) {
      throw new IllegalStateException("no correlator");
    }
    return correlator.status();
  }

  private static Rules atOnce() {
    Rules standard = Rules.standard(Catalog.all());
    Map<String, Duration> thresholds = new HashMap<>(standard.thresholds());
    thresholds.put(JobFailed.ID + "." + Threshold.HOLD, Duration.ZERO);
    return new Rules(standard.checks(), thresholds);
  }
}
