package org.mcpruntime.watcher.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.config.ConfigSources.Flag;
import org.mcpruntime.watcher.cli.config.Keys;
import picocli.CommandLine.Option;

/** Which cluster. */
final class KubeOptions {

  @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Kubeconfig to use.")
  @Nullable
  String kubeconfig;

  @Option(names = "--context", paramLabel = "CONTEXT", description = "Context of the kubeconfig.")
  @Nullable
  String context;

  Map<String, Flag> flags() {
    Map<String, Flag> flags = new LinkedHashMap<>();
    if (kubeconfig != null) {
      flags.put(Keys.KUBECONFIG.name(), new Flag(kubeconfig, "--kubeconfig"));
    }
    if (context != null) {
      flags.put(Keys.CONTEXT.name(), new Flag(context, "--context"));
    }
    return flags;
  }
}
