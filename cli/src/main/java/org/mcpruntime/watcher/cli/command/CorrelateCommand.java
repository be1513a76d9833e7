package org.mcpruntime.watcher.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.ConfigLoader;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.Problem;
import org.mcpruntime.watcher.cli.config.ServiceKeys;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.connect.ServiceConfigs;
import org.mcpruntime.watcher.cli.log.LogSetup;
import org.mcpruntime.watcher.cli.observe.CorrelatorVitals;
import org.mcpruntime.watcher.correlator.Correlator;
import picocli.CommandLine.Command;

/** The correlator as a service of its own. */
@Command(
    name = "correlate",
    header = "Turn what collectors published into incidents.",
    description = "Reads the events of all clusters and writes incidents and status, exactly once. "
        + "Several of them share the work. Logs to standard error; runs until it is "
        + "interrupted.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher correlate --config prod.yaml",
      "  cluster-watcher correlate --config prod.yaml --set checks.pod-image-pull.settle=5m"
    })
final class CorrelateCommand implements Callable<Integer> {

  private final CommandContext context;

  CorrelateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    ConfigLoader.Loaded loaded = context.load(Map.of());
    Config config = loaded.config();
    List<String> problems =
        new ArrayList<>(loaded.problems().stream().map(Problem::line).toList());
    Connection connection = Connection.of(config);
    problems.addAll(Preflight.service(config, connection));
    if (!problems.isEmpty()) {
      throw CannotRun.ofLines(problems);
    }
    LogSetup.toStandardError(
        context.global().verbose, config.get(Keys.LOG_FORMAT).equals("json"));
    try (Correlator correlator = Correlator.start(ServiceConfigs.correlator(
            config,
            connection,
            config.find(ServiceKeys.STATE_DIR).orElseGet(() -> Directories.data(context.shell())
                .resolve("correlator")),
            config.get(Keys.TOPICS_REPLICATION)));
        Served served = Served.at(
            ServiceKeys.CORRELATOR_HTTP_ADDRESS,
            config,
            new CorrelatorVitals(correlator::status),
            context.shell().clock());
        Interrupted interrupted = Interrupted.closing(correlator)) {
      served.announce();
      while (!correlator.status().failed()) {
        interrupted.pause();
      }
      throw new CannotRun("the correlator ends: " + correlator.status().reason());
    }
  }
}
