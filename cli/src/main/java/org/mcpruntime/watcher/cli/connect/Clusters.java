package org.mcpruntime.watcher.cli.connect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.Shell;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.NamedContext;
import org.mcpruntime.watcher.cli.config.Problem;

/** The clusters that one collector process reads, by the names they have here. */
public final class Clusters {

  private Clusters() {}

  /**
   * Finds them, and asks whether they answer. Of one cluster an answer is required: a typing error should show at once. Of
   * several each may be away, since it must not keep the others from being watched.
   *
   * @param problems takes everything that keeps it from starting
   */
  public static Map<String, KubeTarget> find(Config config, Shell shell, List<String> problems) {
    Map<String, KubeTarget> clusters = new LinkedHashMap<>();
    try {
      List<NamedContext> contexts = config.find(Keys.CONTEXTS).orElse(List.of());
      if (contexts.isEmpty()) {
        Optional<KubeTarget> target = KubeTarget.find(config, shell);
        if (target.isEmpty()) {
          problems.add(missing());
        }
        target.ifPresent(found -> {
          Preflight.api(found).stream().map(Problem::line).forEach(problems::add);
          clusters.put(found.clusterName(config), found);
        });
      }
      for (NamedContext each : contexts) {
        String named = each.cluster();
        String name = named == null ? KubeTarget.nameOf(each.context()) : named;
        Optional<KubeTarget> target = KubeTarget.find(config, shell, each.context());
        if (target.isEmpty()) {
          problems.add(missing());
        } else if (clusters.put(name, target.get()) != null) {
          problems.add(new Problem(
                  Keys.CONTEXTS.name(),
                  "names " + name + " twice (example: " + Keys.CONTEXTS.example() + ")")
              .line());
        }
      }
    } catch (CannotRun e) {
      problems.addAll(e.lines());
    }
    return clusters;
  }

  private static String missing() {
    return new Problem(
            Keys.KUBECONFIG.name(),
            "must be given: there is no kubeconfig and this is no Pod (example: "
                + Keys.KUBECONFIG.example() + ")")
        .line();
  }
}
