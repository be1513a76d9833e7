package org.mcpruntime.watcher.cli.command;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.connect.ServiceConfigs;
import org.mcpruntime.watcher.cli.incident.ClusterReport;
import org.mcpruntime.watcher.correlator.history.BundleException;
import org.mcpruntime.watcher.correlator.history.BundleHistory;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.KafkaHistory;
import org.mcpruntime.watcher.correlator.history.Unreadable;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** Opens what is kept of one cluster. */
final class Histories {

  private Histories() {}

  /**
   * Reads without a group and without a trace.
   *
   * @param cluster null for the only one that there is
   */
  static ClusterHistory open(CommandContext context, @Nullable String cluster) {
    Target target = Target.of(context, cluster);
    Connection connection = target.connection();
    Preflight.requireTopics(
        connection,
        List.of(
            connection.topics().events(),
            connection.topics().incidents(),
            connection.topics().watcherStatus()));
    return KafkaHistory.ofPast(
        connection.topics(),
        known(connection, target.cluster(), context::leaveOut),
        ServiceConfigs.clients(connection));
  }

  /** The history in a bundle when one is named, else in the topics. */
  static ClusterHistory open(
      CommandContext context, @Nullable String cluster, @Nullable String bundle) {
    if (bundle == null) {
      return open(context, cluster);
    }
    if (cluster != null) {
      throw new CannotRun("--cluster cannot go with -f: a bundle holds one cluster");
    }
    return ofBundle(context, bundle);
  }

  /** A bundle that {@code incidents export} wrote. */
  static BundleHistory ofBundle(CommandContext context, String file) {
    try {
      return BundleHistory.open(context.shell().directory().resolve(file));
    } catch (BundleException e) {
      throw new CannotRun(file + ": " + e.getMessage());
    }
  }

  private static String known(
      Connection connection, @Nullable String cluster, Consumer<Unreadable> unreadable) {
    Map<String, @Nullable WatcherStatus> statuses = ClusterReport.statuses(connection, unreadable);
    Set<String> clusters = new TreeSet<>(statuses.keySet());
    if (cluster != null) {
      if (!clusters.contains(cluster)) {
        throw ClusterReport.unknownCluster(cluster, clusters);
      }
      return cluster;
    }
    // One that is forgotten is meant when it is named, or when there are no others.
    if (statuses.values().stream().anyMatch(Objects::nonNull)) {
      clusters.removeIf(name -> statuses.get(name) == null);
    }
    if (clusters.size() != 1) {
      throw new CannotRun(
          clusters.isEmpty()
              ? "no cluster has been evaluated yet"
              : "Several clusters are in the topics; name one with --cluster: "
                  + String.join(", ", clusters));
    }
    return clusters.iterator().next();
  }
}
