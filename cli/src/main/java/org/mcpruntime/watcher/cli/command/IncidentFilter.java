package org.mcpruntime.watcher.cli.command;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.Severity;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which incidents. */
final class IncidentFilter {

  /** Words of {@code --status}. */
  enum Status {
    open,
    resolved,
    all
  }

  /** Words of {@code --severity}. */
  enum Level {
    info,
    warning,
    critical
  }

  @Mixin
  NamespaceOptions namespaces = new NamespaceOptions();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      defaultValue = "open",
      description = "One of ${COMPLETION-CANDIDATES} (default: open).")
  Status status = Status.open;

  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      description = "Only these and worse: one of ${COMPLETION-CANDIDATES}.")
  @Nullable
  Level severity;

  @Option(
      names = "--server",
      paramLabel = "NAME",
      description = "Only what concerns this MCPServer.")
  @Nullable
  String server;

  @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Only this cluster.")
  @Nullable
  String cluster;

  boolean test(Incident incident) {
    return status(incident) && concerns(incident);
  }

  /** Everything but the status: a change to RESOLVED of something open is worth telling, too. */
  boolean concerns(Incident incident) {
    return (severity == null || incident.getSeverity().compareTo(floor(severity)) >= 0)
        && namespaces.includes(incident.getNamespace())
        && (server == null || server.equals(incident.getServer()) || isServer(incident, server))
        && (cluster == null || cluster.equals(incident.getCluster()));
  }

  private boolean status(Incident incident) {
    return switch (status) {
      case open -> incident.getStatus() == IncidentStatus.OPEN;
      case resolved -> incident.getStatus() == IncidentStatus.RESOLVED;
      case all -> true;
    };
  }

  private static boolean isServer(Incident incident, String name) {
    return incident.getKind().equals("MCPServer") && incident.getName().equals(name);
  }

  private static Severity floor(Level level) {
    return switch (level) {
      case info -> Severity.INFO;
      case warning -> Severity.WARNING;
      case critical -> Severity.CRITICAL;
    };
  }
}
