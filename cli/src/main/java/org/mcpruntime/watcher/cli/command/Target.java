package org.mcpruntime.watcher.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.RunFile;

/** Which log a reading command reads: the configured Kafka, or else the {@code up} that runs here. */
record Target(Connection connection, @Nullable String cluster) {

  /**
   * Finds it, or ends the command with what to do.
   *
   * @param cluster only this one; null for whatever is there
   */
  static Target of(CommandContext context, @Nullable String cluster) {
    Config config = context.config(Map.of());
    if (config.isSet(Keys.BOOTSTRAP_SERVERS)) {
      return new Target(Connection.of(config), cluster);
    }
    RunFile run = running(context, cluster);
    return new Target(run.connection(), run.cluster());
  }

  /** The one {@code up} that runs here. */
  static RunFile running(CommandContext context, @Nullable String cluster) {
    List<RunFile> all = RunFile.running(runDirectory(context));
    List<RunFile> fitting = all.stream()
        .filter(run -> cluster == null || run.cluster().equals(cluster))
        .toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    if (fitting.isEmpty() && !all.isEmpty()) {
      throw new CannotRun(
          "No running `up` watches cluster " + cluster + "; running: " + names(all));
    }
    if (fitting.isEmpty()) {
      throw new CannotRun("Nothing is running here: start it with `cluster-watcher up --demo`,"
          + " or name a Kafka with --set kafka.bootstrap.servers=HOST:PORT.");
    }
    throw new CannotRun("Several are running; name one with --cluster: " + names(fitting));
  }

  static Path runDirectory(CommandContext context) {
    return Directories.data(context.shell()).resolve("running");
  }

  private static String names(List<RunFile> runs) {
    return runs.stream()
        .map(run -> run.cluster() + " (process " + run.pid() + ")")
        .collect(Collectors.joining(", "));
  }
}
