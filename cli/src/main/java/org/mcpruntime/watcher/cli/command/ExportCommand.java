package org.mcpruntime.watcher.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Durations;
import org.mcpruntime.watcher.cli.connect.ServiceConfigs;
import org.mcpruntime.watcher.cli.incident.IncidentText;
import org.mcpruntime.watcher.correlator.history.BundleManifest;
import org.mcpruntime.watcher.correlator.history.BundleWriter;
import org.mcpruntime.watcher.correlator.replay.BundlePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One incident, to take away. */
@Command(
    name = "export",
    header = "Write an incident and all it rests on into one file.",
    description =
        "The file holds what is needed to judge the incident again elsewhere: the records "
            + "of the namespaces around it, from a complete list of their objects on, and the "
            + "incidents told of them. Everything in it has passed redaction.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher incidents export 7c1e09ab",
      "  cluster-watcher incidents export 7c1e --window 2h -f jira-tools.zip",
      "  cluster-watcher doctor -f jira-tools.zip --at 03:12",
      "",
      "Exit codes: 0 written · 2 could not run · 3 written, but some records could not be read"
    })
final class ExportCommand implements Callable<Integer> {

  private final CommandContext context;

  @Parameters(paramLabel = "ID", description = "Id of the incident, or its beginning.")
  String id = "";

  @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Only this cluster.")
  @Nullable
  String cluster;

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      defaultValue = "30m",
      description =
          "How much to have before it opened, and after it opened or resolved (default: " + "30m).")
  String window = "30m";

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "Where to write; incident-ID.zip in this directory when not given.")
  @Nullable
  String file;

  ExportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Duration around = Durations.parse(window)
        .filter(duration -> !duration.isNegative())
        .orElseThrow(() ->
            new CannotRun("--window: must be a duration, was \"" + window + "\" (example: 30m)"));
    try (IncidentSource source = IncidentSource.inTopics(context, id, cluster)) {
      BundleManifest manifest = BundlePlan.of(
              source.history(),
              source.incident(),
              around,
              ServiceConfigs.engine(context.config(Map.of())))
          .orElseThrow(
              () -> new CannotRun("the log of cluster " + source.history().cluster()
                  + " no longer reaches back to where this incident opened; what is kept of it:"
                  + " cluster-watcher incidents get " + IncidentText.shortId(source.incident())));
      String name =
          file == null ? "incident-" + IncidentText.shortId(source.incident()) + ".zip" : file;
      return write(context.shell().directory().resolve(name), name, manifest, source);
    } catch (KafkaException e) {
      throw new CannotRun("cannot read the log: " + e.getMessage());
    }
  }

  /** Half of a bundle never stands under its name. */
  private int write(Path path, String name, BundleManifest manifest, IncidentSource source) {
    Path half = path.resolveSibling(path.getFileName() + ".new");
    try {
      BundleWriter.Written written = BundleWriter.write(half, manifest, source.history());
      Files.move(half, path, StandardCopyOption.REPLACE_EXISTING);
      context.print(List.of(String.format(
          Locale.ROOT,
          "%s: %,d records and %,d incident records of %s, %s to %s%s",
          name,
          written.events(),
          written.incidents(),
          String.join(", ", manifest.namespaces()),
          manifest.from(),
          manifest.to(),
          written.unreadable() == 0
              ? ""
              : String.format(Locale.ROOT, "; %,d cannot be read", written.unreadable()))));
      return written.unreadable() == 0 ? ExitCode.FINE : ExitCode.BLIND;
    } catch (IOException e) {
      throw new CannotRun(name + ": cannot be written: " + e.getMessage());
    }
  }
}
