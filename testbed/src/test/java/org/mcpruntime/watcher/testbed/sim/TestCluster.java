package org.mcpruntime.watcher.testbed.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A cluster in memory with what tests ask of it. */
final class TestCluster {
  static final Instant START = Instant.parse("2026-11-23T02:38:41Z");

  final DemoClock clock = DemoClock.at(START);
  final KubeStore store = KubeStore.inMemory(clock);
  final SimulatedCluster cluster;

  TestCluster(Scenario scenario) {
    this.cluster = SimulatedCluster.open(store, clock, scenario, 7);
  }

  /** Only the platform, with one team's namespace to play in: {@code mcp-team-pay}. */
  static TestCluster bare() {
    return new TestCluster(Scenario.bare());
  }

  void run(Duration time) {
    cluster.runUntil(clock.instant().plus(time));
  }

  /** Plays one instant after the other and looks at each. */
  void watch(Duration time, Consumer<Instant> look) {
    Instant end = clock.instant().plus(time);
    for (Instant next = cluster.nextActionAt(); !next.isAfter(end); next = cluster.nextActionAt()) {
      cluster.runUntil(next);
      look.accept(next);
    }
    cluster.runUntil(end);
  }

  void deploy(String namespace, String name, int replicas) {
    cluster.intervene(
        on -> on.deployServer(namespace, name, "registry.local/t/" + name + ":1", replicas));
    run(Duration.ofSeconds(30));
  }

  ObjectNode get(ResourceType type, String namespace, String name) {
    return store
        .get(type, namespace, name)
        .orElseThrow(() -> new AssertionError(type.kind() + " " + name + " is missing"));
  }

  ObjectNode server(String namespace, String name) {
    return get(ResourceTypes.MCP_SERVER, namespace, name);
  }

  ObjectNode deployment(String namespace, String name) {
    return get(ResourceTypes.DEPLOYMENT, namespace, name);
  }

  String phase(String namespace, String server) {
    return Json.text(server(namespace, server), "status", "phase");
  }

  int ready(String namespace, String deployment) {
    return Json.number(deployment(namespace, deployment), 0, "status", "readyReplicas");
  }

  List<ObjectNode> pods(String namespace, String app) {
    return store.list(ResourceTypes.POD, namespace).stream()
        .filter(pod -> Json.text(pod, "metadata", "labels", "app").equals(app))
        .toList();
  }

  List<ObjectNode> events(String namespace, String reason) {
    return store.list(ResourceTypes.EVENT, namespace).stream()
        .filter(event -> Json.text(event, "reason").equals(reason))
        .toList();
  }

  static ObjectNode condition(JsonNode object, String type) {
    return Objects.requireNonNull(Json.condition(object, type), type);
  }

  static JsonNode container(JsonNode pod) {
    return pod.at("/status/containerStatuses/0");
  }
}
