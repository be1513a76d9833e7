package org.mcpruntime.watcher.cli.up;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.TopicReader;
import org.mcpruntime.watcher.cli.incident.IncidentBook;
import org.mcpruntime.watcher.correlator.history.Unreadable;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the incidents and the status of one cluster in a thread of its own, and tells what opens and resolves.
 * Headlines only: what an open incident explains is not told. The getters are thread-safe.
 */
final class IncidentFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentFeed.class);
  private static final Duration POLL = Duration.ofMillis(250);

  private final TopicReader<Incident> incidents;
  private final TopicReader<WatcherStatus> statuses;
  private final String cluster;
  private final IncidentBook book = new IncidentBook();
  private final Set<String> told = new HashSet<>();
  private final List<Incident> batch = new ArrayList<>();
  private final List<Incident> held = new ArrayList<>();
  private final Thread thread;
  private @Nullable Consumer<Incident> teller;
  private @Nullable WatcherStatus status;
  private volatile boolean closing;
  private volatile @Nullable RuntimeException failure;

  private IncidentFeed(
      TopicReader<Incident> incidents, TopicReader<WatcherStatus> statuses, String cluster) {
    this.incidents = incidents;
    this.statuses = statuses;
    this.cluster = cluster;
    this.thread = new Thread(this::follow, "incident-feed");
    thread.setDaemon(true);
  }

  /** Reads what is there, then follows. Nothing is told before {@link #tell}. */
  static IncidentFeed open(Connection connection, String cluster) {
    TopicReader<Incident> incidents = TopicReader.ofCluster(
        connection,
        connection.topics().incidents(),
        Incident.class,
        cluster,
        IncidentFeed::leaveOut);
    TopicReader<WatcherStatus> statuses = TopicReader.ofCluster(
        connection,
        connection.topics().watcherStatus(),
        WatcherStatus.class,
        cluster,
        IncidentFeed::leaveOut);
    IncidentFeed feed = new IncidentFeed(incidents, statuses, cluster);
    incidents.readToEnd(record -> feed.apply(record.key(), record.value()));
    statuses.readToEnd(record -> feed.status(record.key(), record.value()));
    // What was open before is known, and told only on request.
    feed.batch.clear();
    feed.thread.start();
    return feed;
  }

  private static void leaveOut(Unreadable record) {
    record.warn(LOG);
  }

  /** Open headlines, worst first. */
  synchronized List<Incident> headlines() {
    return book.headlines();
  }

  synchronized @Nullable WatcherStatus status() {
    return status;
  }

  /** Null while it works. */
  @Nullable
  RuntimeException failure() {
    return failure;
  }

  /** Everything observed up to here is evaluated; null when nothing is. */
  synchronized @Nullable Instant evaluatedThrough() {
    return status == null ? null : status.getEvaluatedThrough();
  }

  /**
   * From now on tells every opening and its end to {@code teller}, in the feed's thread, beginning with what was held
   * back until now, oldest first.
   */
  synchronized void tell(Consumer<Incident> teller) {
    this.teller = teller;
    tellHeld();
  }

  private void follow() {
    try {
      while (!closing) {
        incidents.poll(POLL, record -> apply(record.key(), record.value()));
        statuses.poll(Duration.ZERO, record -> status(record.key(), record.value()));
        judgeBatch();
      }
    } catch (WakeupException e) {
      return;
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      incidents.close();
      statuses.close();
    }
  }

  private synchronized void apply(String id, @Nullable Incident incident) {
    if (incident == null) {
      book.remove(id);
    } else if (incident.getCluster().equals(cluster)) {
      book.apply(incident);
      batch.add(incident);
    }
  }

  private synchronized void status(String key, @Nullable WatcherStatus next) {
    if (key.equals(cluster) && next != null) {
      status = next;
    }
  }

  /** A whole batch is known before it is judged: a cause may stand behind its effect. */
  private synchronized void judgeBatch() {
    for (Incident incident : batch) {
      boolean end =
          incident.getChange() == IncidentChange.RESOLVED && told.remove(incident.getId());
      boolean opening =
          isOpening(incident) && book.isHeadline(incident) && told.add(incident.getId());
      if (end || opening) {
        held.add(incident);
      }
    }
    batch.clear();
    tellHeld();
  }

  private synchronized void tellHeld() {
    Consumer<Incident> to = teller;
    if (to != null) {
      held.forEach(to);
      held.clear();
    }
  }

  private static boolean isOpening(Incident incident) {
    return incident.getChange() == IncidentChange.OPENED
        || incident.getChange() == IncidentChange.REOPENED
        || incident.getChange() == IncidentChange.ESCALATED;
  }

  /** Counts as told already: its end will be told. */
  synchronized void knows(List<Incident> incidents) {
    incidents.forEach(incident -> told.add(incident.getId()));
  }

  @Override
  public void close() {
    closing = true;
    incidents.wakeup();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
