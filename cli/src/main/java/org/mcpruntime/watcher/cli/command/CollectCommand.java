package org.mcpruntime.watcher.cli.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.ConfigLoader;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.ListenAddress;
import org.mcpruntime.watcher.cli.config.Problem;
import org.mcpruntime.watcher.cli.config.ServiceKeys;
import org.mcpruntime.watcher.cli.connect.Clusters;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.log.LogSetup;
import org.mcpruntime.watcher.cli.observe.Health;
import org.mcpruntime.watcher.cli.observe.StatusServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  private static final Logger LOG = LoggerFactory.getLogger(CollectCommand.class);

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
        StatusServer server = serve(config, fleet, clock);
        Interrupted interrupted = Interrupted.closing(fleet)) {
      if (server != null) {
        LOG.atInfo().addKeyValue("address", server.address()).log("metrics and probes are served");
      }
      while (!fleet.isOver()) {
        interrupted.pause();
      }
      if (fleet.failures().isEmpty()) {
        return ExitCode.FINE;
      }
      throw CannotRun.ofLines(fleet.failures());
    }
  }

  private static @Nullable StatusServer serve(Config config, Fleet fleet, Clock clock) {
    ListenAddress address = config.get(ServiceKeys.HTTP_ADDRESS);
    Optional<InetSocketAddress> socket = address.socket();
    if (socket.isEmpty()) {
      return null;
    }
    try {
      return StatusServer.start(
          socket.get(),
          fleet::observed,
          new Health(config.get(ServiceKeys.TICK_INTERVAL), config.get(ServiceKeys.PROGRESS_LIMIT)),
          clock);
    } catch (IOException | UnresolvedAddressException e) {
      throw CannotRun.of(List.of(new Problem(
          ServiceKeys.HTTP_ADDRESS.name(),
          "must be an address to listen on, was \"" + address.text() + "\": " + e.getMessage()
              + " (example: 127.0.0.1:9464, or off)")));
    }
  }
}
