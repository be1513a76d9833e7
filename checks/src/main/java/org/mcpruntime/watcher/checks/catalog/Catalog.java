package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.checks.check.Check;

/** The one list of checks. */
public final class Catalog {

  private static final List<Check<?>> ALL = List.of(
      new NodeNotReady(),
      new VolumeClaimNotBound(),
      new PodImagePull(),
      new PodOomKilled(),
      new PodCrashLoop(),
      new PodPending(),
      new JobFailed(),
      new DeploymentUnavailable(),
      new ServiceNoEndpoints(),
      new McpServerNotReady());

  private Catalog() {}

  /** Every check, causes before effects. */
  public static List<Check<?>> all() {
    return ALL;
  }

  public static Optional<Check<?>> byId(String id) {
    for (Check<?> check : ALL) {
      if (check.spec().id().equals(id)) {
        return Optional.of(check);
      }
    }
    return Optional.empty();
  }
}
