package org.mcpruntime.watcher.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.EffectiveRules;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.RedactionKeys;
import org.mcpruntime.watcher.cli.config.ServiceKeys;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.connect.RunFile;
import org.mcpruntime.watcher.cli.doctor.DoctorJson;
import org.mcpruntime.watcher.cli.doctor.DoctorReport;
import org.mcpruntime.watcher.cli.doctor.DoctorText;
import org.mcpruntime.watcher.cli.doctor.Examination;
import org.mcpruntime.watcher.cli.output.Documents;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges a cluster now, without Kafka and without memory. */
@Command(
    name = "doctor",
    header = "Judge a cluster as it is now, or manifests, with the checks of the stream.",
    description =
        "Reads a cluster with GET requests only; nothing is stored. Without --demo and -f "
            + "it is the cluster of the current context. What has just begun is told as well: "
            + "holds belong to the stream.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher doctor --context k3s-stage",
      "  cluster-watcher doctor -n shop --fail-on critical",
      "  cluster-watcher doctor --demo -o json",
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
      description = "Manifests instead of a cluster; - for standard input. May be repeated.")
  List<String> files = new ArrayList<>();

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

  @Mixin
  OutputOption output = new OutputOption();

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
    Config config = context.config(kube.flags());
    Severity limit = Severity.valueOf(
        (failOn == null ? config.get(Keys.FAIL_ON) : failOn.name()).toUpperCase(Locale.ROOT));
    DoctorReport report = examine(config);
    if (output.format.isDocument()) {
      Documents.write(context.shell().out(), output.format, DoctorJson.of(report, limit));
    } else {
      context.print(
          DoctorText.render(report, limit, context.out(), context.shell().width()));
    }
    return report.exitCode(limit);
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
