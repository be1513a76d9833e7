package org.mcpruntime.watcher.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.ConfigLoader;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.Problem;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.connect.ServiceConfigs;
import org.mcpruntime.watcher.cli.log.LogSetup;
import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.KubeAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The collector as a service of its own. */
@Command(
    name = "collect",
    header = "Watch one cluster and publish what happens to Kafka.",
    description = "Reads the cluster with get, list and watch only, and writes to a Kafka whose "
        + "topics are there. Logs to standard error; runs until it is interrupted.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher collect --config prod.yaml",
      "  cluster-watcher collect --config prod.yaml --context k3s-stage"
    })
final class CollectCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin
  KubeOptions kube = new KubeOptions();

  CollectCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    ConfigLoader.Loaded loaded = context.load(kube.flags());
    Config config = loaded.config();
    List<String> problems =
        new ArrayList<>(loaded.problems().stream().map(Problem::line).toList());
    Connection connection = Connection.of(config);
    problems.addAll(Preflight.service(config, connection));
    Optional<KubeTarget> target = target(config, problems);
    if (!problems.isEmpty() || target.isEmpty()) {
      throw CannotRun.ofLines(problems);
    }
    LogSetup.toStandardError(context.global().verbose);
    try (KubeAccess access = target.get().open();
        Collector collector = Collector.start(
            ServiceConfigs.collector(config, target.get().clusterName(config), connection),
            access,
            context.shell().clock());
        Interrupted interrupted = Interrupted.closing(collector)) {
      CollectorStatus status = collector.status();
      while (!isOver(status)) {
        interrupted.pause();
        status = collector.status();
      }
      if (status.phase() == CollectorStatus.Phase.STOPPED) {
        return ExitCode.FINE;
      }
      throw new CannotRun("the collector ends: " + status.reason());
    }
  }

  private Optional<KubeTarget> target(Config config, List<String> problems) {
    try {
      Optional<KubeTarget> target = KubeTarget.find(config, context.shell());
      if (target.isEmpty()) {
        problems.add(new Problem(
                Keys.KUBECONFIG.name(),
                "must be given: there is no kubeconfig and this is no Pod (example: "
                    + Keys.KUBECONFIG.example() + ")")
            .line());
      }
      target.ifPresent(
          found -> Preflight.api(found).stream().map(Problem::line).forEach(problems::add));
      return target;
    } catch (CannotRun e) {
      problems.addAll(e.lines());
      return Optional.empty();
    }
  }

  private static boolean isOver(CollectorStatus status) {
    return switch (status.phase()) {
      case FAILED, STOPPED -> true;
      default -> false;
    };
  }
}
