package org.mcpruntime.watcher.schemas.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/**
 * All our topics. Each has the same number of partitions, chosen once and never changed, since a cluster stays in the
 * partition that {@link ClusterPartitioner} gives. The broker is not asked for defaults: what matters is set per topic.
 */
public final class Topics {
  /** Partitions of each topic unless configured. */
  public static final int DEFAULT_PARTITIONS = 12;

  /** Small enough that clean-up, which leaves the newest segment alone, comes soon on a modest disk. */
  private static final String SEGMENT_BYTES = Integer.toString(64 * 1024 * 1024);

  private Topics() {}

  /**
   * The definition of each topic, in the order data flows through them.
   *
   * @param partitions at least 1
   * @param replication at least 1; from 3 on, a write needs two replicas in sync
   */
  public static List<TopicSpec> specs(
      TopicNames names, int partitions, short replication, Retention retention) {
    if (partitions < 1 || replication < 1) {
      throw new IllegalArgumentException("partitions and replication must be at least 1");
    }
    Map<String, String> common = Map.of(
        "message.timestamp.type",
        "CreateTime",
        "min.insync.replicas",
        replication >= 3 ? "2" : "1",
        "unclean.leader.election.enable",
        "false",
        "segment.bytes",
        SEGMENT_BYTES);
    Map<String, String> table =
        Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.1");
    // Written with every tick, some bytes at a time: without it the uncompacted end would grow for
    // a week.
    Map<String, String> tickTable = merge(table, Map.of("segment.ms", millis(Duration.ofHours(1))));

    return List.of(
        new TopicSpec(
            names.events(),
            partitions,
            replication,
            merge(
                common,
                Map.of(
                    "cleanup.policy", "delete",
                    "retention.ms", millis(retention.events()),
                    "retention.bytes", Long.toString(retention.eventsBytes()))),
            ClusterEvent.class,
            "Log of everything that happened, in one order per cluster."),
        new TopicSpec(
            names.snapshots(),
            partitions,
            replication,
            merge(common, table),
            ClusterEvent.class,
            "Table of the objects that are; a deletion leaves a tombstone."),
        new TopicSpec(
            names.collectorState(),
            partitions,
            replication,
            merge(common, tickTable),
            CollectorState.class,
            "Internal table of how far collectors read."),
        new TopicSpec(
            names.incidents(),
            partitions,
            replication,
            merge(
                common,
                Map.of(
                    "cleanup.policy", "compact,delete",
                    "min.cleanable.dirty.ratio", "0.1",
                    "min.compaction.lag.ms", millis(retention.incidentLag()),
                    "retention.ms", millis(retention.incidents()),
                    "retention.bytes", "-1")),
            Incident.class,
            "Table and history of incidents."),
        new TopicSpec(
            names.watcherStatus(),
            partitions,
            replication,
            merge(common, tickTable),
            WatcherStatus.class,
            "Table of how far and how well each cluster is evaluated."),
        new TopicSpec(
            names.deadLetters(),
            partitions,
            replication,
            merge(
                common,
                Map.of(
                    "cleanup.policy", "delete",
                    "retention.ms", millis(retention.deadLetters()),
                    "retention.bytes", "-1")),
            DeadLetter.class,
            "Input that could not be used, set aside so that the rest goes on."));
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  private static Map<String, String> merge(Map<String, String> first, Map<String, String> second) {
    Map<String, String> merged = new HashMap<>(first);
    merged.putAll(second);
    return merged;
  }
}
