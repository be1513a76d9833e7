package org.mcpruntime.watcher.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.TopicReader;
import org.mcpruntime.watcher.correlator.history.Unreadable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;

/**
 * A cluster that a collector has read, as the topics tell it.
 *
 * @param objects live objects, of the newest tick; null when the log has none that is near the newest record
 */
record ClusterRow(CollectorState leader, @Nullable Long objects) {

  /** A tick is at most this much older than the newest record. */
  private static final Duration TICK_WITHIN = Duration.ofMinutes(2);

  /** All clusters of the state topic, ordered by name. */
  static List<ClusterRow> read(Connection connection, Consumer<Unreadable> unreadable) {
    Map<String, CollectorState> leaders = new HashMap<>();
    try (TopicReader<CollectorState> reader = TopicReader.open(
        connection, connection.topics().collectorState(), CollectorState.class, unreadable)) {
      reader.readToEnd(record -> {
        if (record.key().endsWith("/leader")) {
          if (record.value() == null) {
            leaders.remove(ObjectKey.clusterOf(record.key()));
          } else {
            leaders.put(ObjectKey.clusterOf(record.key()), record.value());
          }
        }
      });
    }
    Map<String, Long> objects = objects(connection, leaders, unreadable);
    return leaders.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .map(entry -> new ClusterRow(entry.getValue(), objects.get(entry.getKey())))
        .toList();
  }

  Instant lastTime() {
    return Objects.requireNonNullElse(leader.getLastTime(), Instant.EPOCH);
  }

  /** Whether a collector wrote within that time. */
  boolean isLive(Instant now, Duration limit) {
    return Duration.between(lastTime(), now).compareTo(limit) <= 0;
  }

  private static Map<String, Long> objects(
      Connection connection, Map<String, CollectorState> leaders, Consumer<Unreadable> unreadable) {
    Map<String, Long> objects = new HashMap<>();
    for (String cluster : leaders.keySet()) {
      Instant newest = Objects.requireNonNull(leaders.get(cluster)).getLastTime();
      if (newest == null) {
        continue;
      }
      try (TopicReader<ClusterEvent> reader = TopicReader.ofCluster(
          connection, connection.topics().events(), ClusterEvent.class, cluster, unreadable)) {
        reader.seekToTime(newest.minus(TICK_WITHIN).toEpochMilli());
        reader.readToEnd(record -> {
          if (record.key().equals(ObjectKey.control(cluster, "Tick"))
              && record.value() != null
              && record.value().getOperation() == Operation.TICK) {
            List<KindCoverage> coverage = record.value().getCoverage();
            objects.put(
                cluster,
                coverage == null
                    ? 0
                    : coverage.stream().mapToLong(KindCoverage::getObjects).sum());
          }
        });
      }
    }
    return objects;
  }
}
