package org.mcpruntime.watcher.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Durations;
import org.mcpruntime.watcher.cli.connect.ServiceConfigs;
import org.mcpruntime.watcher.cli.incident.IncidentText;
import org.mcpruntime.watcher.cli.output.Counted;
import org.mcpruntime.watcher.cli.output.Paragraphs;
import org.mcpruntime.watcher.cli.output.ShellWords;
import org.mcpruntime.watcher.cli.output.Times;
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
          "How much to have before it opened, and after it opened or resolved (default: 30m).")
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
      return write(name, manifest, source);
    }
  }

  /** Half of a bundle never stands under its name. */
  private int write(String name, BundleManifest manifest, IncidentSource source) {
    Path path = context.shell().directory().resolve(name);
    if (Files.isDirectory(path)) {
      throw new CannotRun(name + ": is a directory; give the name of a file");
    }
    Path half = path.resolveSibling(path.getFileName() + ".new");
    try {
      try {
        BundleWriter.Written written = BundleWriter.write(half, manifest, source.history());
        Files.move(half, path, StandardCopyOption.REPLACE_EXISTING);
        context.print(lines(name, manifest, written));
        return written.unreadable() == 0 ? ExitCode.FINE : ExitCode.BLIND;
      } finally {
        Files.deleteIfExists(half);
      }
    } catch (NoSuchFileException e) {
      throw new CannotRun(name + ": there is no directory " + path.getParent());
    } catch (IOException e) {
      throw new CannotRun(name + ": cannot be written: " + e.getMessage());
    }
  }

  private List<String> lines(String name, BundleManifest manifest, BundleWriter.Written written) {
    Instant now = context.shell().clock().instant();
    Times times = context.times();
    Instant end = manifest.evaluatedThrough();
    List<String> lines = new ArrayList<>();
    lines.add(name + ": cluster " + manifest.cluster() + ", " + times.time(manifest.from(), now)
        + " to " + times.time(end, now) + " " + times.zoneName(end)
        + (end.isBefore(manifest.to()) ? ", as far as it is evaluated" : ""));
    lines.add(Counted.of(written.events(), "record") + " of the log, "
        + Counted.of(written.incidents(), "incident record") + ", "
        + (manifest.namespaces().size() == 1 ? "namespace " : "namespaces ")
        + String.join(", ", manifest.namespaces()));
    if (written.unreadable() > 0) {
      lines.add("left out: " + Counted.of(written.unreadable(), "record") + " that cannot be read");
    }
    List<String> next = List.of(
        context.shell().program(),
        "replay",
        "-f",
        name,
        "--from",
        manifest.from().truncatedTo(ChronoUnit.SECONDS).toString(),
        "--verify");
    int width = context.shell().width();
    List<String> wrapped = lines.stream()
        .flatMap(line -> Paragraphs.wrap(line, width, "    ").stream())
        .collect(Collectors.toCollection(ArrayList::new));
    wrapped.add("Judge it again anywhere:");
    wrapped.addAll(ShellWords.lines(next, width, "  "));
    return wrapped;
  }
}
