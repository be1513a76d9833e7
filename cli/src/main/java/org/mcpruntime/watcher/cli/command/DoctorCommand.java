package org.mcpruntime.watcher.cli.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.EffectiveRules;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.Moments;
import org.mcpruntime.watcher.cli.config.RedactionKeys;
import org.mcpruntime.watcher.cli.config.ServiceKeys;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.connect.RunFile;
import org.mcpruntime.watcher.cli.doctor.DoctorJson;
import org.mcpruntime.watcher.cli.doctor.DoctorJunit;
import org.mcpruntime.watcher.cli.doctor.DoctorReport;
import org.mcpruntime.watcher.cli.doctor.DoctorText;
import org.mcpruntime.watcher.cli.doctor.Examination;
import org.mcpruntime.watcher.cli.doctor.PastChange;
import org.mcpruntime.watcher.cli.doctor.PastJson;
import org.mcpruntime.watcher.cli.doctor.PastReport;
import org.mcpruntime.watcher.cli.doctor.PastText;
import org.mcpruntime.watcher.cli.output.Documents;
import org.mcpruntime.watcher.cli.output.Format;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Judges a cluster now, without Kafka and without memory. */
@Command(
    name = "doctor",
    header = "Judge a cluster as it is now, or manifests, with the checks of the stream.",
    description =
        "Reads a cluster with GET requests only; nothing is stored. Without --demo and -f "
            + "it is the cluster of the current context. What has just begun is told as well: "
            + "holds belong to the stream. With --at or --between it is the past, rebuilt from the "
            + "log that the `up` here or the configured Kafka keeps, or from a bundle.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher doctor --context k3s-stage",
      "  cluster-watcher doctor -n shop --fail-on critical",
      "  cluster-watcher doctor --demo -o json",
      "  cluster-watcher doctor --at 03:12",
      "  cluster-watcher doctor --between -30m now",
      "  cluster-watcher doctor -f incident.zip --at 03:12",
      "  cluster-watcher doctor --context k3s-stage -o junit > doctor.xml",
      "  kubectl get deploy,rs,pod,mcpservers -A -o yaml | cluster-watcher doctor -f -",
      "",
      "Exit codes: 0 fine · 1 findings of --fail-on or worse · 2 could not run · 3 could not see everything"
    })
final class DoctorCommand implements Callable<Integer> {

  private final CommandContext context;

  @Option(
      names = "--demo",
      description = "The simulated cluster of the `up --demo` that runs here.")
  boolean demo;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE|DIR|-",
      description = "Manifests instead of a cluster; - for standard input. May be repeated. With "
          + "--at or --between: a bundle.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "As it was then: " + Moments.EXAMPLES + ".")
  @Nullable
  String at;

  @Option(
      names = "--between",
      paramLabel = "TIME",
      arity = "2",
      description = "What came, stayed and went between these two times.")
  List<String> between = new ArrayList<>();

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      description = "With --at and --between: which one's log, if there are several.")
  @Nullable
  String cluster;

  @Mixin
  KubeOptions kube = new KubeOptions();

  @Mixin
  NamespaceOptions namespaces = new NamespaceOptions();

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "Exit code 1 from this severity on: info, warning or critical (default: warning).")
  IncidentFilter.@Nullable Level failOn;

  /** What every command writes, and what build servers read. */
  enum Output {
    table,
    wide,
    json,
    yaml,
    junit
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}.")
  Output output = Output.table;

  DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (demo && (!files.isEmpty() || !kube.flags().isEmpty())) {
      throw new CannotRun("--demo cannot go with -f, --context or --kubeconfig");
    }
    if (!files.isEmpty() && !kube.flags().isEmpty()) {
      throw new CannotRun("-f cannot go with --context or --kubeconfig");
    }
    if (at != null || !between.isEmpty()) {
      return past();
    }
    if (cluster != null) {
      throw new CannotRun("--cluster names the log that --at or --between read; a live cluster is"
          + " named with --context");
    }
    Config config = context.config(kube.flags());
    Severity limit = limit(config);
    DoctorReport report = examine(config);
    return show(
        () -> DoctorJson.of(report, limit),
        () -> DoctorText.render(report, limit, context.out(), context.shell().width()),
        () -> DoctorJunit.of(report, limit, EffectiveRules.of(config)),
        report.exitCode(limit));
  }

  /** The same checks on what the log tells of another time. */
  private int past() {
    if (demo || !kube.flags().isEmpty()) {
      throw new CannotRun("--at and --between read a log: the one of the `up` that runs here, of"
          + " kafka.bootstrap.servers, or of a bundle; they cannot go with --demo, --context or"
          + " --kubeconfig");
    }
    if ((at != null && !between.isEmpty()) || files.size() > 1) {
      throw new CannotRun("give one of --at and --between, and one bundle at most");
    }
    if (output == Output.junit && at == null) {
      throw new CannotRun("-o junit tells of one time: use --at instead of --between");
    }
    Config config = context.config(Map.of());
    Severity limit = limit(config);
    Instant now = context.shell().clock().instant();
    List<Instant> times = (at == null ? between : List.of(at))
        .stream().map(text -> context.moment(text, now)).toList();
    if (times.size() == 2 && times.get(1).isBefore(times.get(0))) {
      throw new CannotRun("--between: the first time must not be after the second");
    }
    times.forEach(time -> context.requirePast(time, now));
    List<PastReport> reports;
    try (ClusterHistory history = history();
        ProgressLine progress = new ProgressLine(context)) {
      reports = PastReport.read(
          history,
          times,
          namespaces.namespace(),
          EffectiveRules.of(config),
          context.shell().clock(),
          context.times(),
          progress);
    }
    Palette palette = context.out();
    int width = context.shell().width();
    PastReport last = reports.get(reports.size() - 1);
    Supplier<String> junit = () -> DoctorJunit.of(last.report(), limit, EffectiveRules.of(config));
    if (reports.size() == 1) {
      return show(
          () -> PastJson.of(last, limit),
          () -> PastText.render(last, limit, context.times(), now, palette, width),
          junit,
          last.report().exitCode(limit));
    }
    PastChange change = new PastChange(reports.get(0), last);
    return show(
        () -> PastJson.of(change, limit),
        () -> PastText.render(change, limit, context.times(), now, palette, width),
        junit,
        change.exitCode(limit));
  }

  private int show(
      Supplier<ObjectNode> document,
      Supplier<List<String>> lines,
      Supplier<String> junit,
      int code) {
    PrintWriter out = context.shell().out();
    switch (output) {
      case table, wide -> context.print(lines.get());
      case json -> Documents.write(out, Format.JSON, document.get());
      case yaml -> Documents.write(out, Format.YAML, document.get());
      case junit -> context.print(List.of(junit.get()));
    }
    return code;
  }

  private ClusterHistory history() {
    return Histories.open(context, cluster, files.isEmpty() ? null : files.get(0));
  }

  private Severity limit(Config config) {
    return Severity.valueOf(
        (failOn == null ? config.get(Keys.FAIL_ON) : failOn.name()).toUpperCase(Locale.ROOT));
  }

  private DoctorReport examine(Config config) throws InterruptedException {
    Rules rules = EffectiveRules.of(config);
    if (!files.isEmpty()) {
      return Examination.ofManifests(
          files,
          context.shell().directory(),
          context.shell().in(),
          RedactionKeys.redactor(config),
          namespaces.namespace(),
          rules,
          context.shell().clock());
    }
    return Examination.ofCluster(
        target(config),
        ServiceKeys.kinds(config),
        RedactionKeys.redactor(config),
        namespaces.namespace(),
        rules,
        context.shell().clock());
  }

  private KubeTarget target(Config config) {
    if (demo) {
      RunFile run = Target.running(context, null);
      if (run.kubeconfig() == null) {
        throw new CannotRun("The `up` that runs here watches cluster " + run.cluster()
            + ", no simulated one; use --context instead of --demo.");
      }
      return KubeTarget.fromFile(run.kubeconfig(), null);
    }
    return KubeTarget.find(config, context.shell())
        .orElseThrow(() -> new CannotRun(
            "There is no kubeconfig here: name one with --kubeconfig," + " or use --demo or -f."));
  }
}
