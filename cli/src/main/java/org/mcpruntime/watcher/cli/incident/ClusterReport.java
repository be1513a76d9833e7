package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.TopicReader;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** All incidents of a log, and for each cluster how far it is evaluated, as of the moment of reading. */
public record ClusterReport(IncidentBook book, List<Reading> readings, Instant asOf) {

  public ClusterReport {
    readings = List.copyOf(readings);
  }

  /** Reads both topics to their end; looks into the events only for clusters that seem stale. */
  public static ClusterReport read(Connection connection, InstantSource clock, Duration limit) {
    IncidentBook book = new IncidentBook();
    try (TopicReader<Incident> incidents =
        TopicReader.open(connection, connection.topics().incidents(), Incident.class)) {
      incidents.readToEnd(record -> {
        if (record.value() == null) {
          book.remove(record.key());
        } else {
          book.apply(record.value());
        }
      });
    }
    Map<String, WatcherStatus> statuses = new TreeMap<>();
    try (TopicReader<WatcherStatus> reader =
        TopicReader.open(connection, connection.topics().watcherStatus(), WatcherStatus.class)) {
      reader.readToEnd(record -> {
        if (isClusterKey(record.key())) {
          if (record.value() == null) {
            statuses.remove(record.key());
          } else {
            statuses.put(record.key(), record.value());
          }
        }
      });
    }
    Instant now = clock.instant();
    List<Reading> readings = new ArrayList<>();
    statuses.forEach((cluster, status) ->
        readings.add(new Reading(cluster, status, judge(connection, cluster, status, now, limit))));
    return new ClusterReport(book, readings, now);
  }

  /** Policy entries have a path behind the cluster. */
  public static boolean isClusterKey(String key) {
    return key.indexOf('/') < 0;
  }

  private static Freshness judge(
      Connection connection, String cluster, WatcherStatus status, Instant now, Duration limit) {
    Instant through = status.getEvaluatedThrough();
    Freshness first = Freshness.judge(now, through, null, limit);
    return first.isStale() && through != null
        ? Freshness.judge(now, through, newestAfter(connection, cluster, through), limit)
        : first;
  }

  /** Time of some record of the cluster after {@code through}; null when there is none. */
  private static @Nullable Instant newestAfter(
      Connection connection, String cluster, Instant through) {
    try (TopicReader<ClusterEvent> events =
        TopicReader.open(connection, connection.topics().events(), ClusterEvent.class)) {
      events.seekToTime(through.toEpochMilli() + 1);
      Instant[] newest = new Instant[1];
      events.readToEnd(record -> {
        if (record.key().startsWith(cluster + "/")) {
          newest[0] = Instant.ofEpochMilli(record.timestamp());
        }
      });
      return newest[0];
    }
  }
}
