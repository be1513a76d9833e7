package org.mcpruntime.watcher.correlator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.streams.StreamsSettings;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * What the correlator has to know.
 *
 * @param kafka settings of Kafka clients, Kafka Streams and serializers, such as {@code bootstrap.servers} and {@code
 *     schema.registry.url}; {@code value.serializer} and {@code value.deserializer} replace ours
 * @param replication of the internal topics that keep the state
 * @param stateDirectory where the local copy of the state is; can be rebuilt
 * @param engine how it judges
 * @param threads stream threads, at least 1
 * @param commitInterval how often work is committed, and so how late an incident may be readable; 1 ms to 30 s
 * @param instance name of this instance, stable across restarts and unique in the group, so that it gets its work back at
 *     once; null when it has none
 */
public record CorrelatorConfig(
    TopicNames topics,
    Map<String, String> kafka,
    short replication,
    Path stateDirectory,
    EngineSettings engine,
    int threads,
    Duration commitInterval,
    @Nullable String instance) {

  public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(100);

  private static final Duration LONGEST_COMMIT_INTERVAL = Duration.ofSeconds(30);

  /** @throws IllegalArgumentException with one line for each problem */
  public CorrelatorConfig {
    kafka = Map.copyOf(kafka);
    List<String> problems = new ArrayList<>();
    if (kafka.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "").isBlank()) {
      problems.add("kafka.bootstrap.servers: must be given (example: 127.0.0.1:9092)");
    }
    if (kafka.getOrDefault("schema.registry.url", "").isBlank()) {
      problems.add("schema.registry.url: must be given (example: http://127.0.0.1:8081)");
    }
    if (replication < 1) {
      problems.add("replication: must be at least 1, was " + replication + " (example: 3)");
    }
    if (threads < 1) {
      problems.add("threads: must be at least 1, was " + threads + " (example: 2)");
    }
    if (commitInterval.toMillis() < 1 || commitInterval.compareTo(LONGEST_COMMIT_INTERVAL) > 0) {
      problems.add(
          "commit-interval: must be 1ms to 30s, was " + commitInterval + " (example: 100ms)");
    }
    if (instance != null && !instance.matches("[a-zA-Z0-9._-]{1,100}")) {
      problems.add("instance: must be 1 to 100 of a-z A-Z 0-9 . _ -, was \"" + instance
          + "\" (example: correlator-0)");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** With everything else as the documentation says. */
  public static CorrelatorConfig of(
      TopicNames topics,
      Map<String, String> kafka,
      short replication,
      Path stateDirectory,
      Rules rules) {
    return new CorrelatorConfig(
        topics,
        kafka,
        replication,
        stateDirectory,
        EngineSettings.standard(rules, FactsCodec.VERSION),
        1,
        DEFAULT_COMMIT_INTERVAL,
        null);
  }

  public CorrelatorConfig withEngine(EngineSettings replaced) {
    return new CorrelatorConfig(
        topics, kafka, replication, stateDirectory, replaced, threads, commitInterval, instance);
  }

  public CorrelatorConfig withThreads(int replaced) {
    return new CorrelatorConfig(
        topics, kafka, replication, stateDirectory, engine, replaced, commitInterval, instance);
  }

  public CorrelatorConfig withCommitInterval(Duration replaced) {
    return new CorrelatorConfig(
        topics, kafka, replication, stateDirectory, engine, threads, replaced, instance);
  }

  public CorrelatorConfig withInstance(String replaced) {
    return new CorrelatorConfig(
        topics, kafka, replication, stateDirectory, engine, threads, commitInterval, replaced);
  }

  /** What Kafka Streams is given. */
  public Properties streams() {
    return StreamsSettings.of(
        topics.correlatorApplication(),
        kafka,
        stateDirectory,
        replication,
        threads,
        commitInterval,
        instance);
  }
}
