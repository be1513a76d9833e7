package org.mcpruntime.watcher.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.real.Programs;
import org.mcpruntime.watcher.testbed.real.RealControlPlane;
import org.mcpruntime.watcher.testbed.sim.scene.Manifests;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ObjectNode;

/** A real API server takes the definitions, every object in trouble, and every status. */
class AcceptedByRealServerTest {

  @Test
  void takesDefinitionsObjectsAndStatuses(@TempDir Path directory) throws Exception {
    // Given
    Optional<Programs> programs = Programs.find();
    assumeTrue(programs.isPresent(), Programs.missing());
    TestCluster demo = new TestCluster(Scenario.demo());
    demo.run(Duration.ofMinutes(19));
    List<ObjectNode> first = new ArrayList<>();
    List<ObjectNode> rest = new ArrayList<>();
    List<ObjectNode> statuses = new ArrayList<>();
    for (ResourceType type : ResourceTypes.all()) {
      if (type.equals(ResourceTypes.CUSTOM_RESOURCE_DEFINITION)) {
        continue;
      }
      for (ObjectNode object : demo.store.list(type)) {
        ObjectNode applied = Manifests.asApplied(object);
        (type.equals(ResourceTypes.NAMESPACE) ? first : rest).add(applied);
        if (applied.has("status") && !type.equals(ResourceTypes.NAMESPACE)) {
          statuses.add(applied);
        }
      }
    }

    try (RealControlPlane plane = RealControlPlane.start(programs.get(), directory, 0)) {
      // When
      plane.apply(list(Manifests.customResources()));
      plane.kubectl("", "wait", "--for=condition=Established", "crd", "--all");
      plane.apply(list(first));
      plane.apply(list(rest));
      plane.kubectl(
          list(statuses),
          "apply",
          "--server-side",
          "--force-conflicts",
          "--validate=strict",
          "--subresource=status",
          "-f",
          "-");

      // Then
      ObjectNode servers =
          Json.yaml(plane.kubectl("", "get", "mcpservers", "--all-namespaces", "-o", "json"));
      assertThat(servers.get("items").size()).isEqualTo(9);
      assertThat(plane.kubectl("", "get", "mcpservers", "-n", "mcp-servers"))
          .contains("PHASE", "PartiallyReady", "docs-search");
    }
  }

  private static String list(List<ObjectNode> objects) {
    ObjectNode list = Json.object().put("apiVersion", "v1").put("kind", "List");
    objects.forEach(object -> list.withArray("items").add(object));
    return list.toString();
  }
}
