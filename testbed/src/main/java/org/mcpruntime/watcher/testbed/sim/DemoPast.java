package org.mcpruntime.watcher.testbed.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mcpruntime.watcher.testbed.sim.scene.Manifests;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ObjectNode;

/** How the demo's cluster came to be: forty days, of which its objects still tell. */
final class DemoPast {
  /** Images that the servers had before the ones in the manifests. */
  private static final Map<String, String> FIRST_IMAGES = Map.of(
      "weather", "registry.local/public/weather:1.1.4",
      "jira-tools", "registry.local/acme/jira-tools:1.4.1",
      "crm", "registry.local/acme/crm:4.1.9");

  private DemoPast() {}

  static List<Act> acts() {
    List<Act> acts = new ArrayList<>();
    add(acts, Duration.ofDays(-40), on -> Manifests.load("k3s").forEach(on::apply));
    add(acts, Duration.ofDays(-40).plusMinutes(5), on -> Manifests.definitions()
        .forEach(on::apply));
    add(acts, Duration.ofDays(-38), on -> Manifests.load("platform").forEach(on::apply));
    add(acts, Duration.ofDays(-37), on -> Manifests.load("sentinel").forEach(on::apply));
    add(acts, Duration.ofDays(-30), on -> Manifests.load("tenants").forEach(on::apply));
    Duration created = Duration.ofDays(-27).plusMinutes(137);
    for (ObjectNode server : Manifests.load("servers")) {
      ObjectNode first = server.deepCopy();
      String image = FIRST_IMAGES.get(Json.name(server));
      if (image != null) {
        Json.child(first, "spec").put("image", image);
      }
      add(acts, created, on -> on.apply(first));
      created = created.plusHours(29).plusMinutes(17);
    }
    add(acts, Duration.ofDays(-12).minusMinutes(50), on -> Manifests.load("access")
        .forEach(on::apply));
    upgrade(acts, Duration.ofDays(-6).plusMinutes(11), "mcp-servers", "weather");
    upgrade(acts, Duration.ofDays(-3).plusMinutes(193), "mcp-team-acme", "jira-tools");
    upgrade(acts, Duration.ofMinutes(-47), "mcp-team-acme", "crm");
    for (int minutes : new int[] {-81, -51, -21}) {
      add(acts, Duration.ofMinutes(minutes), on -> on.runJob("mcp-sentinel", "clickhouse-backup"));
    }
    return acts;
  }

  private static void upgrade(List<Act> acts, Duration at, String namespace, String name) {
    add(acts, at, on -> Manifests.load("servers").stream()
        .filter(server ->
            Json.namespace(server).equals(namespace) && Json.name(server).equals(name))
        .forEach(on::apply));
  }

  private static void add(List<Act> acts, Duration at, Consumer<Interventions> what) {
    acts.add(new Act(at, what));
  }
}
