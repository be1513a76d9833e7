package org.mcpruntime.watcher.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.WatchEvent;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares the fields of simulated objects with those that a real cluster's objects have. */
class ShapeTest {
  /** Objects under which keys are free; what is below them counts as one field. */
  private static final Set<String> MAPS = Set.of(
      "managedFields",
      "annotations",
      "labels",
      "matchLabels",
      "selector",
      "data",
      "limits",
      "requests",
      "hard",
      "used",
      "capacity",
      "allocatable",
      "lastState");

  @Test
  void objectsHaveTheFieldsOfRealOnes() throws Exception {
    // Given
    TestCluster demo = new TestCluster(Scenario.demo());
    demo.run(Duration.ofMinutes(13));
    demo.cluster.intervene(on -> {
      on.breakContainers("crash", CauseKind.CRASH, "mcp-team-acme", "git-bridge");
      on.nodeDown("down", "k3s-2");
      on.apply(Json.yaml("""
          apiVersion: mcpruntime.org/v1alpha1
          kind: MCPServer
          metadata: {name: broken-ports, namespace: mcp-servers}
          spec: {image: "registry.local/public/broken:1", port: 8091, gateway: {enabled: true, port: 8091}}
          """));
    });
    demo.run(Duration.ofMinutes(2));

    // When
    Set<String> simulated = new TreeSet<>();
    for (ResourceType type : ResourceTypes.all()) {
      for (WatchEvent change : demo.store.watch(type, 0).poll(Integer.MAX_VALUE, Duration.ZERO)) {
        collect(simulated, type.kind() + " ", change.tree());
      }
    }

    // Then
    assertThat(simulated).containsAll(realFields());
  }

  @Test
  void objectsAreAsLargeAsRealOnes() {
    // Given
    TestCluster demo = new TestCluster(Scenario.demo());

    // Then
    for (ObjectNode pod : demo.store.list(ResourceTypes.POD)) {
      assertThat(pod.toString().length()).as(Json.name(pod)).isBetween(4_000, 16_000);
    }
    double average = demo.store.list(ResourceTypes.POD).stream()
        .mapToInt(pod -> pod.toString().length())
        .average()
        .orElseThrow();
    assertThat(average).isBetween(5_000.0, 9_000.0);
  }

  private static void collect(Set<String> fields, String path, JsonNode node) {
    node.properties().forEach(member -> {
      String field = path + "." + member.getKey();
      fields.add(field);
      if (!MAPS.contains(member.getKey())) {
        JsonNode value = member.getValue();
        if (value.isArray()) {
          value.forEach(element -> collect(fields, field + "[]", element));
        } else {
          collect(fields, field, value);
        }
      }
    });
  }

  private static List<String> realFields() throws IOException {
    try (InputStream in = ShapeTest.class.getResourceAsStream("fields.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
