package org.mcpruntime.watcher.testbed.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.DemoClock;
import org.mcpruntime.watcher.testbed.sim.Scenario;
import org.mcpruntime.watcher.testbed.sim.SimulatedCluster;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A real API server accepts the simulator's CRDs, and every object that twenty minutes of trouble leave, status included. */
class SimulatedObjectsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant START = Instant.parse("2026-11-23T02:38:41Z");

  /** A quota refuses pods until a controller has computed its use, and none runs here. */
  private static final List<ResourceType> LAST = List.of(ResourceTypes.RESOURCE_QUOTA);

  /** Kinds whose status the API server sets by itself or that have no status to write. */
  private static final Set<String> WITH_STATUS = Set.of(
      "Pod",
      "Node",
      "Deployment",
      "ReplicaSet",
      "StatefulSet",
      "DaemonSet",
      "Job",
      "Ingress",
      "ResourceQuota",
      "PersistentVolumeClaim",
      "MCPServer");

  @Test
  void areValidForTheRealServer(@TempDir Path directory) throws Exception {
    // Given
    Optional<Programs> programs = Programs.find();
    assumeTrue(programs.isPresent(), Programs.missing());
    DemoClock clock = DemoClock.at(START);
    try (KubeStore store = KubeStore.inMemory(clock);
        SimulatedCluster cluster = SimulatedCluster.open(store, clock, Scenario.demo(), 1);
        RealControlPlane plane = RealControlPlane.start(programs.get(), directory, 0)) {
      cluster.runUntil(START.plus(Duration.ofMinutes(20)));
      // When
      plane.apply(bundle(desired(store, ResourceTypes.CUSTOM_RESOURCE_DEFINITION)));
      plane.kubectl("", "wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
      plane.apply(bundle(desired(store, ResourceTypes.NAMESPACE)));
      List<ResourceType> rest = new ArrayList<>(ResourceTypes.all());
      rest.removeAll(List.of(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, ResourceTypes.NAMESPACE));
      rest.removeAll(LAST);
      rest.addAll(LAST);
      List<String> refused = new ArrayList<>();
      for (ResourceType type : rest) {
        refused.addAll(applyAll(plane, desired(store, type)));
      }
      // Then
      assertThat(refused).isEmpty();
      assertThat(plane.kubectl("", "get", "mcpservers", "-A", "--no-headers").lines())
          .hasSizeGreaterThan(8);
    }
  }

  private static List<String> applyAll(RealControlPlane plane, List<ObjectNode> objects)
      throws Exception {
    if (objects.isEmpty()) {
      return List.of();
    }
    try {
      plane.apply(bundle(objects));
      if (WITH_STATUS.contains(objects.get(0).get("kind").asString())) {
        plane.kubectl(
            bundle(objects),
            "apply",
            "--server-side",
            "--force-conflicts",
            "--validate=strict",
            "--subresource=status",
            "-f",
            "-");
      }
      return List.of();
    } catch (IOException e) {
      return e.getMessage()
          .lines()
          .filter(line -> !line.endsWith("serverside-applied"))
          .toList();
    }
  }

  /** Objects without what only a server may set. */
  private static List<ObjectNode> desired(KubeStore store, ResourceType type) {
    List<ObjectNode> objects = store.list(type);
    for (ObjectNode object : objects) {
      object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
      ObjectNode metadata = (ObjectNode) object.get("metadata");
      metadata.remove(List.of(
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "generation",
          "managedFields",
          "deletionTimestamp"));
      if (type.equals(ResourceTypes.CUSTOM_RESOURCE_DEFINITION)) {
        object.remove("status");
      }
    }
    return objects;
  }

  private static String bundle(List<ObjectNode> objects) {
    ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    ArrayNode items = list.putArray("items");
    objects.forEach(items::add);
    return list.toString();
  }
}
