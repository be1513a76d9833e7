package org.mcpruntime.watcher.cli.command;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.incident.ClusterReport;
import org.mcpruntime.watcher.cli.incident.IncidentBook;
import org.mcpruntime.watcher.correlator.history.BundleHistory;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** One incident, and the history of its cluster. */
record IncidentSource(Incident incident, ClusterHistory history) implements AutoCloseable {

  /** As many ids are named where one was meant. */
  private static final int TOLD = 5;

  /**
   * Finds it in the topics, or ends the command.
   *
   * @param id of the incident, or its beginning
   */
  static IncidentSource inTopics(CommandContext context, String id, @Nullable String cluster) {
    Target target = Target.of(context, cluster);
    Preflight.requireTopics(
        target.connection(),
        List.of(
            target.connection().topics().incidents(),
            target.connection().topics().watcherStatus()));
    ClusterReport report = ClusterReport.read(
        target.connection(),
        context.shell().clock(),
        context.config(Map.of()).get(Keys.STALE_AFTER),
        context::leaveOut);
    report.requireCluster(cluster);
    Incident incident = only(report.book(), id, cluster);
    return new IncidentSource(incident, Histories.open(context, incident.getCluster()));
  }

  /** The same in a bundle. */
  static IncidentSource inBundle(CommandContext context, String id, String file) {
    BundleHistory bundle = Histories.ofBundle(context, file);
    IncidentBook book = new IncidentBook();
    for (Iterator<PublishedIncident> all = bundle.incidents(); all.hasNext(); ) {
      book.apply(all.next().incident());
    }
    return new IncidentSource(only(book, id, null), bundle);
  }

  /**
   * The one incident whose id begins so.
   *
   * @param cluster only among those of this one; null for all
   */
  static Incident only(IncidentBook book, String id, @Nullable String cluster) {
    List<Incident> found = book.byIdPrefix(id).stream()
        .filter(incident -> cluster == null || cluster.equals(incident.getCluster()))
        .toList();
    if (found.isEmpty()) {
      throw new CannotRun("no incident has an id that begins with \"" + id
          + "\" (list them with `cluster-watcher incidents --status all`)");
    }
    if (found.size() > 1) {
      throw new CannotRun("\"" + id + "\" begins " + found.size() + " ids; give more of it: "
          + found.stream().limit(TOLD).map(Incident::getId).collect(Collectors.joining(", "))
          + (found.size() > TOLD ? ", …" : ""));
    }
    return found.get(0);
  }

  @Override
  public void close() {
    history.close();
  }
}
