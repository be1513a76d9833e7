package org.mcpruntime.watcher.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.testbed.sim.TestCluster.START;
import static org.mcpruntime.watcher.testbed.sim.TestCluster.condition;
import static org.mcpruntime.watcher.testbed.sim.TestCluster.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.Deed.Incident;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ObjectNode;

class DemoTest {
  private static final Duration HISTORY = Duration.ofMinutes(20);

  private final TestCluster demo = new TestCluster(Scenario.demo());

  @Test
  void startsHealthyWithAPast() {
    // Then
    for (ObjectNode server : demo.store.list(ResourceTypes.MCP_SERVER)) {
      assertThat(Json.text(server, "status", "phase")).as(Json.name(server)).isEqualTo("Ready");
    }
    for (ObjectNode deployment : demo.store.list(ResourceTypes.DEPLOYMENT)) {
      assertThat(Json.number(deployment, 0, "status", "availableReplicas"))
          .as(Json.name(deployment))
          .isEqualTo(Json.number(deployment, 1, "spec", "replicas"));
      assertThat(Instant.parse(Json.text(deployment, "metadata", "creationTimestamp")))
          .isBefore(START.minus(Duration.ofDays(10)));
    }
    for (ObjectNode pod : demo.store.list(ResourceTypes.POD)) {
      assertThat(Json.text(pod, "status", "phase")).as(Json.name(pod)).isIn("Running", "Succeeded");
    }
    for (ObjectNode event : demo.store.list(ResourceTypes.EVENT)) {
      assertThat(Instant.parse(Json.text(event, "metadata", "creationTimestamp")))
          .isAfter(START.minus(Duration.ofMinutes(62)));
    }
    assertThat(demo.store.list(ResourceTypes.MCP_SERVER)).hasSize(9);
    assertThat(objects()).hasSizeBetween(350, 450);
    assertThat(demo.cluster.record()).isEmpty();
    assertThat(demo.clock.instant()).isEqualTo(START);
  }

  @Test
  void getsIntoThreeTroublesInTwentyMinutes() {
    // When
    demo.run(HISTORY);

    // Then
    assertThat(demo.ready("mcp-team-acme", "jira-tools")).isZero();
    assertThat(demo.pods("mcp-team-acme", "jira-tools")).hasSize(2).allSatisfy(pod -> {
      assertThat(Json.text(pod, "status", "phase")).isEqualTo("Pending");
      assertThat(Json.text(container(pod), "state", "waiting", "reason"))
          .isIn("ErrImagePull", "ImagePullBackOff");
    });
    assertThat(demo.ready("mcp-team-pay", "ledger-tools")).isEqualTo(1);
    ObjectNode ledger = demo.deployment("mcp-team-pay", "ledger-tools");
    assertThat(Json.text(condition(ledger, "ReplicaFailure"), "message"))
        .matches("pods \"ledger-tools-[a-z0-9]+-[a-z0-9]{5}\" is forbidden: exceeded quota: team,"
            + " requested: pods=1, used: pods=2, limited: pods=2");
    assertThat(demo.phase("mcp-servers", "docs-search")).isEqualTo("PartiallyReady");
    assertThat(demo.ready("mcp-servers", "docs-search")).isEqualTo(1);
    ObjectNode ingress = condition(demo.server("mcp-servers", "docs-search"), "IngressReady");
    assertThat(Json.text(ingress, "status")).isEqualTo("False");
    assertThat(Instant.parse(Json.text(ingress, "lastTransitionTime")))
        .isBetween(START.plus(Duration.parse("PT2M15S")), START.plus(Duration.parse("PT3M")));
    Set<String> notReady = new HashSet<>();
    for (ObjectNode server : demo.store.list(ResourceTypes.MCP_SERVER)) {
      if (!Json.text(server, "status", "phase").equals("Ready")) {
        notReady.add(Json.name(server));
      }
    }
    assertThat(notReady).containsExactlyInAnyOrder("jira-tools", "ledger-tools", "docs-search");
  }

  @Test
  void recordsWhatItDid() {
    // When
    demo.run(HISTORY);

    // Then
    List<Deed> deeds = demo.cluster.record();
    assertThat(deeds).extracting(Deed::id).doesNotHaveDuplicates();
    assertThat(deeds)
        .filteredOn(deed -> !deed.must().isEmpty())
        .allMatch(deed -> !deed.isOver())
        .flatExtracting(Deed::must)
        .contains(
            new Incident("pod-image-pull", "Deployment", "mcp-team-acme", "jira-tools"),
            new Incident("deployment-unavailable", "Deployment", "mcp-team-pay", "ledger-tools"),
            new Incident("mcpserver-not-ready", "MCPServer", "mcp-servers", "docs-search"));
    assertThat(deeds).filteredOn(deed -> deed.must().isEmpty()).isNotEmpty().allMatch(Deed::isOver);
  }

  @Test
  void livesOnWithoutGrowing() {
    // Given
    demo.run(Duration.ofHours(2));
    int objects = objects().size();
    int notes = demo.store.notes("").size();

    // When
    demo.run(Duration.ofHours(2));

    // Then
    assertThat(objects().size()).isCloseTo(objects, Percentage.withPercentage(15));
    assertThat(demo.store.notes("").size()).isLessThan(notes + 60);
    assertThat(demo.cluster.record().size()).isGreaterThan(15);
    assertThat(demo.phase("mcp-servers", "docs-search")).isEqualTo("Ready");
    assertThat(demo.cluster.nextActionAt()).isBefore(demo.clock.instant().plusSeconds(11));
  }

  @Test
  void playsHistoryInFewInstants() {
    // Given
    Instant end = START.plus(HISTORY);
    int instants = 0;

    // When
    for (Instant next = demo.cluster.nextActionAt();
        !next.isAfter(end);
        next = demo.cluster.nextActionAt()) {
      demo.cluster.runUntil(next);
      instants++;
    }

    // Then
    assertThat(instants).isLessThan(800);
  }

  private List<ObjectNode> objects() {
    List<ObjectNode> result = new ArrayList<>();
    for (ResourceType type : ResourceTypes.all()) {
      result.addAll(demo.store.list(type));
    }
    return result;
  }
}
