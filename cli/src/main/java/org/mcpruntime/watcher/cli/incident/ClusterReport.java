package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.config.Nearest;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.TopicReader;
import org.mcpruntime.watcher.correlator.history.Unreadable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.topics.ClusterNames;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;

/**
 * All incidents of a log, and for each cluster how far it is evaluated, as of the moment of reading.
 *
 * @param clusters all that ever were evaluated, those that are forgotten included
 * @param unknown the newest records of incidents whose newest record nobody can read
 */
public record ClusterReport(
    IncidentBook book,
    Set<String> clusters,
    List<Reading> readings,
    List<Unreadable> unknown,
    Instant asOf) {

  public ClusterReport {
    clusters = Set.copyOf(clusters);
    unknown = List.copyOf(unknown);
    readings = List.copyOf(readings);
  }

  /**
   * Reads both topics to their end; looks into the events only for clusters that seem stale.
   *
   * @param unreadable takes what nobody can read
   */
  public static ClusterReport read(
      Connection connection, InstantSource clock, Duration limit, Consumer<Unreadable> unreadable) {
    IncidentBook book = new IncidentBook();
    Map<String, Unreadable> unknown = new TreeMap<>();
    Consumer<Unreadable> take = record -> unknown.put(record.key(), record);
    try (TopicReader<Incident> incidents = TopicReader.open(
        connection, connection.topics().incidents(), Incident.class, take.andThen(unreadable))) {
      incidents.readToEnd(record -> {
        unknown.remove(record.key());
        if (record.value() == null) {
          book.remove(record.key());
        } else {
          book.apply(record.value());
        }
      });
    }
    Map<String, @Nullable WatcherStatus> statuses = statuses(connection, unreadable);
    Instant now = clock.instant();
    List<Reading> readings = new ArrayList<>();
    statuses.forEach((cluster, status) -> {
      if (status != null) {
        readings.add(read(connection, cluster, status, now, limit));
      }
    });
    return new ClusterReport(book, statuses.keySet(), readings, List.copyOf(unknown.values()), now);
  }

  /**
   * The newest status of each cluster that ever was evaluated, by its name; null once it is forgotten.
   *
   * @param unreadable takes what nobody can read
   */
  public static Map<String, @Nullable WatcherStatus> statuses(
      Connection connection, Consumer<Unreadable> unreadable) {
    Map<String, @Nullable WatcherStatus> statuses = new TreeMap<>();
    try (TopicReader<WatcherStatus> reader = TopicReader.open(
        connection, connection.topics().watcherStatus(), WatcherStatus.class, unreadable)) {
      reader.readToEnd(record -> {
        String cluster = ObjectKey.clusterOf(record.key());
        if (ClusterNames.isValid(record.key())) {
          statuses.put(cluster, record.value());
        } else if (ClusterNames.isValid(cluster) && record.key().startsWith(cluster + "/policy/")) {
          // The rules that it was evaluated with, which are kept when it is forgotten.
          statuses.putIfAbsent(cluster, null);
        } else {
          unreadable.accept(record.unreadable("its key is neither a cluster nor a policy of one"));
        }
      });
    }
    return statuses;
  }

  /** Those of which nothing is evaluated any more, by name. */
  public SortedSet<String> forgotten() {
    SortedSet<String> forgotten = new TreeSet<>(clusters);
    readings.forEach(reading -> forgotten.remove(reading.cluster()));
    return forgotten;
  }

  /** Ends the command when this cluster is named and nothing of it is known. */
  public void requireCluster(@Nullable String cluster) {
    TreeSet<String> known = new TreeSet<>(clusters);
    book.all().forEach(incident -> known.add(incident.getCluster()));
    if (cluster != null && !known.contains(cluster)) {
      throw unknownCluster(cluster, known);
    }
  }

  /** For a cluster that is none of these. */
  public static CannotRun unknownCluster(String cluster, Collection<String> known) {
    return new CannotRun("cluster " + cluster + " is not in the topics"
        + Nearest.hint(cluster, known)
        + (known.isEmpty() ? "" : " (known: " + String.join(", ", known) + ")"));
  }

  private static Reading read(
      Connection connection, String cluster, WatcherStatus status, Instant now, Duration limit) {
    Instant through = status.getEvaluatedThrough();
    Freshness first = Freshness.judge(now, through, null, limit);
    if (!first.isStale() || through == null) {
      return new Reading(cluster, status, first, null);
    }
    Instant lately = now.minus(limit);
    Instant newest = newestAfter(connection, cluster, lately);
    // A correlator that has been away for a day has left a long log behind; its end is enough.
    newest = newest == null ? newestAfter(connection, cluster, through) : newest;
    return new Reading(cluster, status, Freshness.judge(now, through, newest, limit), newest);
  }

  /** Time of the newest record of the cluster after {@code through}; null when there is none. */
  private static @Nullable Instant newestAfter(
      Connection connection, String cluster, Instant through) {
    try (TopicReader<ClusterEvent> events = TopicReader.ofCluster(
        connection, connection.topics().events(), ClusterEvent.class, cluster, record -> {})) {
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
