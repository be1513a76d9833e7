package org.mcpruntime.watcher.cli.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.incident.AvroJson;
import org.mcpruntime.watcher.cli.incident.ClusterReport;
import org.mcpruntime.watcher.cli.incident.IncidentBook;
import org.mcpruntime.watcher.cli.incident.IncidentDetail;
import org.mcpruntime.watcher.cli.incident.IncidentTable;
import org.mcpruntime.watcher.cli.incident.Reading;
import org.mcpruntime.watcher.cli.incident.ReportJson;
import org.mcpruntime.watcher.cli.incident.StatusLine;
import org.mcpruntime.watcher.cli.output.Documents;
import org.mcpruntime.watcher.cli.output.Format;
import org.mcpruntime.watcher.cli.output.Paragraphs;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is wrong now, or what became of one incident; read from the topics, so any correlator will do. */
@Command(
    name = "incidents",
    header = "List what is wrong now, or show one incident.",
    description = "Reads the `up` that runs here, or the Kafka of the configuration. The table has "
        + "one row for each headline, an incident that no other open incident explains; -o "
        + "json and yaml hold all of them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher incidents",
      "  cluster-watcher incidents -n shop --severity critical",
      "  cluster-watcher incidents --status all -o json",
      "  cluster-watcher incidents -w",
      "  cluster-watcher incidents get 7c1e09ab",
      "  cluster-watcher incidents explain 7c1e09ab",
      "  cluster-watcher incidents export 7c1e09ab --window 30m",
      "",
      "Exit codes: 0 all was seen · 2 could not run · 3 stale, nothing evaluated yet, a kind is not"
          + " seen, or an incident cannot be read; the lines below the table say which and why"
    })
final class IncidentsCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin
  IncidentFilter filter = new IncidentFilter();

  @Mixin
  OutputOption output = new OutputOption();

  @Option(
      names = {"-w", "--watch"},
      description = "Go on with every change; with -o json one line for each.")
  boolean watch;

  IncidentsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target target = readable(filter.cluster);
    if (watch) {
      new IncidentWatch(context, target.connection(), filter, output.format).run();
      return ExitCode.FINE;
    }
    ClusterReport report = read(target);
    report.requireCluster(filter.cluster);
    Instant now = report.asOf();
    if (output.format.isDocument()) {
      List<Incident> incidents = report.book().all().stream()
          .filter(filter::test)
          .sorted(IncidentBook.WORST_FIRST)
          .toList();
      Documents.write(
          context.shell().out(),
          output.format,
          ReportJson.of(report, incidents, filter.cluster, now));
    } else {
      context.print(table(report, now));
    }
    return report.unknown().isEmpty()
            && !report.clusters().isEmpty()
            && report.readings().stream().filter(this::isAsked).allMatch(Reading::seesAll)
        ? ExitCode.FINE
        : ExitCode.BLIND;
  }

  private List<String> table(ClusterReport report, Instant now) {
    IncidentBook book = report.book();
    List<Incident> rows = book.all().stream()
        .filter(filter::test)
        .filter(incident -> isRow(book, incident))
        .sorted(IncidentBook.WORST_FIRST)
        .toList();
    List<String> lines = new ArrayList<>(
        output.format == Format.WIDE
            ? IncidentTable.renderWide(book, rows, now, context.out())
            : IncidentTable.render(
                book, rows, now, context.out(), context.shell().width()));
    List<String> remarks = new ArrayList<>();
    for (Reading reading : report.readings()) {
      if (isAsked(reading)) {
        long headlines = book.headlines().stream()
            .filter(incident -> incident.getCluster().equals(reading.cluster()))
            .count();
        lines.add(StatusLine.of((int) headlines, reading, context.times(), now));
        remarks.addAll(
            StatusLine.remarks(reading, context.times(), now, context.shell().width()));
      }
    }
    if (report.readings().stream().noneMatch(this::isAsked)) {
      lines.addAll(Paragraphs.wrap(
          "0 open · " + nothingIsEvaluated(report), context.shell().width(), "  "));
    }
    lines.addAll(remarks);
    return lines;
  }

  private String nothingIsEvaluated(ClusterReport report) {
    SortedSet<String> forgotten = report.forgotten();
    if (filter.cluster != null) {
      return "cluster " + filter.cluster
          + (forgotten.contains(filter.cluster) ? " is forgotten" : " has no status");
    }
    return forgotten.isEmpty()
        ? "no cluster evaluated yet"
        : "no cluster is left; forgotten: " + String.join(", ", forgotten);
  }

  private boolean isAsked(Reading reading) {
    return filter.cluster == null || filter.cluster.equals(reading.cluster());
  }

  /** What is explained by something that is shown stands below that; what hits other namespaces too may not be shown. */
  private boolean isRow(IncidentBook book, Incident incident) {
    return book.causes(incident).stream().noneMatch(filter::test);
  }

  @Command(
      name = "get",
      header = "Show one incident; the beginning of its id is enough.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  cluster-watcher incidents get 7c1e09ab",
        "  cluster-watcher incidents get 7c1e -o json"
      })
  int get(
      @Parameters(paramLabel = "ID", description = "Id of the incident, or its beginning.")
          String id,
      @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Only this cluster.")
          @Nullable
          String cluster,
      @Mixin OutputOption format) {
    ClusterReport report = read(readable(cluster));
    report.requireCluster(cluster);
    Instant now = report.asOf();
    Incident found = IncidentSource.only(report.book(), id, cluster);
    if (format.format.isDocument()) {
      Documents.write(context.shell().out(), format.format, AvroJson.of(found));
      return ExitCode.FINE;
    }
    int width = context.shell().width();
    context.print(
        IncidentDetail.render(report.book(), found, now, context.times(), context.out(), width));
    report.readings().stream()
        .filter(reading -> reading.cluster().equals(found.getCluster()))
        .forEach(
            reading -> context.print(StatusLine.remarks(reading, context.times(), now, width)));
    return ExitCode.FINE;
  }

  /** Looks first whether Kafka and the registry answer: their clients would wait for minutes. */
  private Target readable(@Nullable String cluster) {
    Target target = Target.of(context, cluster);
    TopicNames topics = target.connection().topics();
    Preflight.requireTopics(
        target.connection(), List.of(topics.incidents(), topics.watcherStatus()));
    return target;
  }

  private ClusterReport read(Target target) {
    return ClusterReport.read(
        target.connection(),
        context.shell().clock(),
        context.config(Map.of()).get(Keys.STALE_AFTER),
        context::leaveOut);
  }
}
