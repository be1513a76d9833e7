package org.mcpruntime.watcher.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.testbed.sim.TestCluster.condition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RolloutTest {
  private static final String PAY = "mcp-team-pay";

  private final TestCluster bed = TestCluster.bare();

  @Test
  void neverFallsBelowAvailability() {
    // Given
    bed.deploy(PAY, "app", 4);
    List<Integer> serving = new ArrayList<>();
    List<Integer> wanted = new ArrayList<>();

    // When
    bed.cluster.intervene(on -> on.setImage(PAY, "app", "registry.local/t/app:2"));
    bed.watch(Duration.ofMinutes(2), now -> {
      serving.add(servingAddresses("app"));
      wanted.add(bed.store.list(ResourceTypes.REPLICA_SET, PAY).stream()
          .mapToInt(set -> Json.number(set, 0, "spec", "replicas"))
          .sum());
    });

    // Then
    assertThat(serving).isNotEmpty().allMatch(count -> count >= 3);
    assertThat(wanted).allMatch(count -> count <= 5).contains(5);
    assertThat(bed.pods(PAY, "app")).hasSize(4).allSatisfy(pod -> assertThat(
            Json.text(pod.at("/spec/containers/0"), "image"))
        .isEqualTo("registry.local/t/app:2"));
    ObjectNode deployment = bed.deployment(PAY, "app");
    assertThat(
            Json.text(deployment, "metadata", "annotations", "deployment.kubernetes.io/revision"))
        .isEqualTo("2");
    assertThat(Json.text(condition(deployment, "Progressing"), "message"))
        .matches("ReplicaSet \"app-[a-z0-9]+\" has successfully progressed\\.");
  }

  @Test
  void recreatesWithoutOverlap() {
    // Given
    bed.deploy(PAY, "app", 2);
    bed.cluster.intervene(on -> on.apply(recreating("registry.local/t/app:1")));
    bed.run(Duration.ofSeconds(30));
    List<Integer> images = new ArrayList<>();

    // When
    bed.cluster.intervene(on -> on.apply(recreating("registry.local/t/app:2")));
    bed.watch(
        Duration.ofMinutes(1),
        now -> images.add((int) bed.pods(PAY, "app").stream()
            .map(pod -> Json.text(pod.at("/spec/containers/0"), "image"))
            .distinct()
            .count()));

    // Then
    assertThat(images).allMatch(count -> count <= 1).contains(0);
    assertThat(bed.ready(PAY, "app")).isEqualTo(2);
  }

  @Test
  void stuckRolloutExceedsItsDeadlineWhileOldPodsServe() {
    // Given
    bed.deploy(PAY, "app", 2);

    // When
    bed.cluster.intervene(on ->
        on.breakImage("missing", CauseKind.IMAGE_MISSING, PAY, "app", "registry.local/t/app:2"));
    bed.run(Duration.ofMinutes(9));
    String before = Json.text(condition(bed.deployment(PAY, "app"), "Progressing"), "reason");
    bed.run(Duration.ofMinutes(2));

    // Then
    assertThat(before).isEqualTo("ReplicaSetUpdated");
    ObjectNode progressing = condition(bed.deployment(PAY, "app"), "Progressing");
    assertThat(Json.text(progressing, "status")).isEqualTo("False");
    assertThat(Json.text(progressing, "reason")).isEqualTo("ProgressDeadlineExceeded");
    assertThat(Json.text(progressing, "message"))
        .matches("ReplicaSet \"app-[a-z0-9]+\" has timed out progressing\\.");
    assertThat(servingAddresses("app")).isEqualTo(2);
    assertThat(bed.phase(PAY, "app")).isEqualTo("Ready");
  }

  @Test
  void keepsTenOldRevisions() {
    // Given
    bed.deploy(PAY, "app", 1);

    // When
    for (int version = 2; version < 16; version++) {
      String image = "registry.local/t/app:" + version;
      bed.cluster.intervene(on -> on.setImage(PAY, "app", image));
      bed.run(Duration.ofSeconds(40));
    }

    // Then
    assertThat(bed.store.list(ResourceTypes.REPLICA_SET, PAY))
        .filteredOn(set -> Json.number(set, 0, "spec", "replicas") == 0)
        .hasSize(10);
  }

  @Test
  void returningToAnOldTemplateUsesItsReplicaSetAgain() {
    // Given
    bed.deploy(PAY, "app", 1);
    bed.cluster.intervene(on -> on.setImage(PAY, "app", "registry.local/t/app:2"));
    bed.run(Duration.ofMinutes(1));

    // When
    bed.cluster.intervene(on -> on.setImage(PAY, "app", "registry.local/t/app:1"));
    bed.run(Duration.ofMinutes(1));

    // Then
    assertThat(bed.store.list(ResourceTypes.REPLICA_SET, PAY)).hasSize(2);
    assertThat(Json.text(
            bed.deployment(PAY, "app"),
            "metadata",
            "annotations",
            "deployment.kubernetes.io/revision"))
        .isEqualTo("3");
    assertThat(bed.ready(PAY, "app")).isEqualTo(1);
  }

  private int servingAddresses(String service) {
    int count = 0;
    for (ObjectNode slice : bed.store.list(ResourceTypes.ENDPOINT_SLICE, PAY)) {
      if (Json.text(slice, "metadata", "labels", "kubernetes.io/service-name").equals(service)) {
        for (JsonNode endpoint : slice.path("endpoints")) {
          count += Json.flag(endpoint, "conditions", "ready") ? 1 : 0;
        }
      }
    }
    return count;
  }

  private static ObjectNode recreating(String image) {
    return Json.yaml("""
        apiVersion: mcpruntime.org/v1alpha1
        kind: MCPServer
        metadata: {name: app, namespace: mcp-team-pay}
        spec: {image: "%s", replicas: 2, rollout: {strategy: Recreate}}
        """.formatted(image));
  }
}
