package org.mcpruntime.watcher.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.ConfigLoader;
import org.mcpruntime.watcher.cli.config.ConfigSources.Flag;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.Problem;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.up.UpLauncher;
import org.mcpruntime.watcher.cli.up.UpPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything on this machine, until it is interrupted. */
@Command(
    name = "up",
    header = "Run everything on this machine: broker, registry, collector and correlator.",
    description = "Watches the cluster of the current context, read-only, or with --demo a "
        + "simulated one with real failure scenarios. State is kept in the data directory; "
        + "a later start goes on where this one ended.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher up --demo",
      "  cluster-watcher up --context k3s-stage",
      "  cluster-watcher up --demo --data-dir /tmp/watcher --port-base 29092",
      "  cluster-watcher up --demo --fresh"
    })
final class UpCommand implements Callable<Integer> {

  private static final String DEMO = "demo";

  private final CommandContext context;

  @Option(names = "--demo", description = "Watch a simulated MCP Runtime cluster.")
  boolean demo;

  @Mixin
  KubeOptions kube = new KubeOptions();

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Where to keep state.")
  @Nullable
  String dataDir;

  @Option(names = "--fresh", description = "Forget what the data directory holds.")
  boolean fresh;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      description =
          "First of four loopback ports (default: 19092, 19093, 18081 and 16443, or the next free).")
  @Nullable
  String portBase;

  UpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (demo && !kube.flags().isEmpty()) {
      throw new CannotRun("--demo cannot go with --context or --kubeconfig");
    }
    ConfigLoader.Loaded loaded = context.load(flags());
    Config config = loaded.config();
    List<String> problems =
        new ArrayList<>(loaded.problems().stream().map(Problem::line).toList());
    Optional<KubeTarget> target = Optional.empty();
    if (!demo) {
      try {
        target = KubeTarget.find(config, context.shell());
        target.ifPresent(
            found -> Preflight.api(found).stream().map(Problem::line).forEach(problems::add));
      } catch (CannotRun e) {
        problems.addAll(e.lines());
      }
    }
    String cluster = target
        .map(found -> found.clusterName(config))
        .orElseGet(() -> config.find(Keys.CLUSTER_NAME).orElse(DEMO));
    UpPlan plan = new UpPlan(
        config,
        cluster,
        target,
        dataDirectory(config, cluster, target),
        Target.runDirectory(context),
        fresh,
        context.global().verbose);
    return UpLauncher.run(plan, problems, context.shell(), context.out(), context.err());
  }

  private Path dataDirectory(Config config, String cluster, Optional<KubeTarget> target) {
    return config
        .find(Keys.DATA_DIR)
        .map(context.shell().directory()::resolve)
        .orElseGet(
            () -> Directories.data(context.shell()).resolve(target.isPresent() ? cluster : DEMO))
        .normalize();
  }

  private Map<String, Flag> flags() {
    Map<String, Flag> flags = new LinkedHashMap<>(kube.flags());
    if (dataDir != null) {
      flags.put(Keys.DATA_DIR.name(), new Flag(dataDir, "--data-dir"));
    }
    if (portBase != null) {
      flags.put(Keys.PORT_BASE.name(), new Flag(portBase, "--port-base"));
    }
    return flags;
  }
}
