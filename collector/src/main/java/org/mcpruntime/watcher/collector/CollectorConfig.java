package org.mcpruntime.watcher.collector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.schemas.redaction.Redactor;
import org.mcpruntime.watcher.schemas.topics.ClusterNames;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * What one cluster's collector has to know.
 *
 * @param cluster name, {@code [a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?}
 * @param partitions how many each topic must have
 * @param kafka settings of Kafka clients and serializer, such as {@code bootstrap.servers} and {@code
 *     schema.registry.url}; {@code value.serializer} and {@code value.deserializer} replace ours
 * @param kinds what to collect
 * @param tickInterval between TICKs; at least 100 ms
 * @param redactor every object passes it before it is queued
 * @param pacing waits of the readers
 * @param instance name of this replica, unique among the cluster's and the same after a restart, so that it leads again at
 *     once; null: each start is a stranger
 */
public record CollectorConfig(
    String cluster,
    TopicNames topics,
    int partitions,
    Map<String, String> kafka,
    List<KindSpec> kinds,
    Duration tickInterval,
    Redactor redactor,
    Pacing pacing,
    @Nullable String instance) {
  private static final Pattern INSTANCE = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

  /** @throws IllegalArgumentException with one line for each problem */
  public CollectorConfig {
    kafka = Map.copyOf(kafka);
    kinds = List.copyOf(kinds);
    List<String> problems = new ArrayList<>();
    if (!ClusterNames.isValid(cluster)) {
      problems.add("cluster: must match [a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?, was \"" + cluster
          + "\" (example: prod-eu1)");
    }
    if (partitions < 1) {
      problems.add("partitions: must be at least 1, was " + partitions + " (example: 12)");
    }
    if (kafka.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "").isBlank()) {
      problems.add("kafka.bootstrap.servers: must be given (example: 127.0.0.1:9092)");
    }
    if (kinds.isEmpty()) {
      problems.add("kinds: must name at least one (example: apps/Deployment)");
    }
    Set<KindId> seen = new HashSet<>();
    for (KindSpec kind : kinds) {
      if (!seen.add(kind.id())) {
        problems.add("kinds: names " + kind.id() + " twice");
      }
    }
    if (tickInterval.compareTo(Duration.ofMillis(100)) < 0) {
      problems.add("tick-interval: must be at least 100ms, was " + tickInterval + " (example: 5s)");
    }
    if (instance != null && !INSTANCE.matcher(instance).matches()) {
      problems.add("instance: must be 1 to 100 of a-z A-Z 0-9 . _ -, was \"" + instance
          + "\" (example: collector-0)");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** With everything else as the documentation says. */
  public static CollectorConfig of(
      String cluster, TopicNames topics, int partitions, Map<String, String> kafka) {
    return new CollectorConfig(
        cluster,
        topics,
        partitions,
        kafka,
        KindSpec.defaults(),
        Duration.ofSeconds(5),
        Redactor.standard(),
        Pacing.defaults(),
        null);
  }

  public CollectorConfig withKinds(List<KindSpec> replaced) {
    return new CollectorConfig(
        cluster, topics, partitions, kafka, replaced, tickInterval, redactor, pacing, instance);
  }

  public CollectorConfig withTickInterval(Duration replaced) {
    return new CollectorConfig(
        cluster, topics, partitions, kafka, kinds, replaced, redactor, pacing, instance);
  }

  public CollectorConfig withRedactor(Redactor replaced) {
    return new CollectorConfig(
        cluster, topics, partitions, kafka, kinds, tickInterval, replaced, pacing, instance);
  }

  public CollectorConfig withPacing(Pacing replaced) {
    return new CollectorConfig(
        cluster, topics, partitions, kafka, kinds, tickInterval, redactor, replaced, instance);
  }

  public CollectorConfig withInstance(@Nullable String replaced) {
    return new CollectorConfig(
        cluster, topics, partitions, kafka, kinds, tickInterval, redactor, pacing, replaced);
  }
}
