package org.mcpruntime.watcher.cli.command;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.incident.ClusterReport;
import org.mcpruntime.watcher.cli.incident.IncidentBook;
import org.mcpruntime.watcher.correlator.history.BundleHistory;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.Told;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** One incident, and the history of its cluster. */
record IncidentSource(Incident incident, ClusterHistory history) implements AutoCloseable {

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
        context.config(Map.of()).get(Keys.STALE_AFTER));
    Incident incident = only(report.book(), id);
    return new IncidentSource(incident, Histories.open(context, incident.getCluster()));
  }

  /** The same in a bundle. */
  static IncidentSource inBundle(CommandContext context, String id, String file) {
    BundleHistory bundle = Histories.ofBundle(context, file);
    IncidentBook book = new IncidentBook();
    for (Iterator<Told> all = bundle.incidents(); all.hasNext(); ) {
      book.apply(all.next().incident());
    }
    return new IncidentSource(only(book, id), bundle);
  }

  /** The one incident whose id begins so. */
  static Incident only(IncidentBook book, String id) {
    List<Incident> found = book.byIdPrefix(id);
    if (found.size() != 1) {
      throw new CannotRun(
          found.isEmpty()
              ? "no incident with an id that begins with \"" + id + "\""
              : "\"" + id + "\" begins " + found.size() + " ids; give more of it");
    }
    return found.get(0);
  }

  @Override
  public void close() {
    history.close();
  }
}
