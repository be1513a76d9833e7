package org.mcpruntime.watcher.cli.up;

import java.nio.file.Path;
import java.util.Optional;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.connect.KubeTarget;

/**
 * What one {@code up} is to do.
 *
 * @param cluster name of the cluster in every record
 * @param target the cluster to watch; empty for the simulated one
 * @param dataDirectory where everything is kept
 * @param runDirectory where other commands look for those that run
 * @param fresh forget what the data directory holds
 */
public record UpPlan(
    Config config,
    String cluster,
    Optional<KubeTarget> target,
    Path dataDirectory,
    Path runDirectory,
    boolean fresh,
    boolean verbose) {

  boolean isDemo() {
    return target.isEmpty();
  }
}
