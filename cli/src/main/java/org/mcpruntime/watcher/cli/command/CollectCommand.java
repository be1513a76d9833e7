package org.mcpruntime.watcher.cli.command;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.ConfigLoader;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.Problem;
import org.mcpruntime.watcher.cli.config.ServiceKeys;
import org.mcpruntime.watcher.cli.connect.Clusters;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.log.LogSetup;
import org.mcpruntime.watcher.cli.observe.CollectorHealth;
import org.mcpruntime.watcher.cli.observe.CollectorVitals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The collector as a service of its own. */
@Command(
    name = "collect",
    header = "Watch clusters and publish what happens to Kafka.",
    description =
        "Reads one cluster, or those of kube.contexts, with get, list and watch only, and "
            + "writes to a Kafka whose topics are there. Started twice for a cluster, one stands by. "
            + "Logs to standard error; runs until it is interrupted.",
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
    Map<String, KubeTarget> clusters = Clusters.find(config, context.shell(), problems);
    if (!problems.isEmpty()) {
      throw CannotRun.ofLines(problems);
    }
    LogSetup.toStandardError(
        context.global().verbose, config.get(Keys.LOG_FORMAT).equals("json"));
    Clock clock = context.shell().clock();
    try (Fleet fleet = new Fleet(clusters, config, connection, clock);
        Served served = Served.at(
            ServiceKeys.HTTP_ADDRESS,
            config,
            new CollectorVitals(
                fleet::observed,
                new CollectorHealth(
                    config.get(ServiceKeys.TICK_INTERVAL), config.get(ServiceKeys.PROGRESS_LIMIT))),
            clock);
        Interrupted interrupted = Interrupted.closing(fleet)) {
      served.announce();
      while (!fleet.isOver()) {
        interrupted.pause();
      }
      if (fleet.failures().isEmpty()) {
        return ExitCode.FINE;
      }
      throw CannotRun.ofLines(fleet.failures());
    }
  }
}
