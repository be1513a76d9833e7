package org.mcpruntime.watcher.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.testbed.sim.TestCluster.condition;
import static org.mcpruntime.watcher.testbed.sim.TestCluster.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FailureTest {
  private static final String PAY = "mcp-team-pay";

  private final TestCluster bed = TestCluster.bare();

  @Test
  void pullAlternatesWithGrowingPauses() {
    // Given
    List<Instant> failures = new ArrayList<>();
    List<String> reasons = new ArrayList<>();

    // When
    bed.cluster.intervene(on -> {
      on.breakImage("denied", CauseKind.PULL_DENIED, PAY, "app", "registry.local/t/app:1");
      on.deployServer(PAY, "app", "registry.local/t/app:1", 1);
    });
    bed.watch(Duration.ofMinutes(16), now -> bed.pods(PAY, "app").forEach(pod -> {
      JsonNode waiting = container(pod).at("/state/waiting");
      String reason = Json.text(waiting, "reason");
      if (reasons.isEmpty() || !reasons.get(reasons.size() - 1).equals(reason)) {
        reasons.add(reason);
        if (reason.equals("ErrImagePull")) {
          failures.add(now);
          assertThat(Json.text(waiting, "message"))
              .isEqualTo("failed to pull and unpack image \"registry.local/t/app:1\": failed to"
                  + " resolve reference \"registry.local/t/app:1\": unexpected status from HEAD"
                  + " request to https://registry.local/v2/t/app/manifests/1: 401 Unauthorized");
        } else if (reason.equals("ImagePullBackOff")) {
          assertThat(Json.text(waiting, "message"))
              .isEqualTo("Back-off pulling image \"registry.local/t/app:1\"");
        }
      }
    }));

    // Then
    assertThat(reasons).startsWith("", "ContainerCreating", "ErrImagePull", "ImagePullBackOff");
    assertThat(pauses(failures).subList(0, 6))
        .satisfiesExactly(
            pause -> assertThat(pause).isBetween(10L, 15L),
            pause -> assertThat(pause).isBetween(20L, 25L),
            pause -> assertThat(pause).isBetween(40L, 45L),
            pause -> assertThat(pause).isBetween(80L, 85L),
            pause -> assertThat(pause).isBetween(160L, 165L),
            pause -> assertThat(pause).isBetween(300L, 305L));
    assertThat(bed.events(PAY, "BackOff"))
        .singleElement()
        .satisfies(event -> assertThat(Json.number(event, 0, "count")).isBetween(5, 25));
    int said = bed.store.list(ResourceTypes.EVENT, PAY).stream()
        .filter(event -> Json.text(event, "source", "component").equals("kubelet"))
        .mapToInt(event -> Json.number(event, 0, "count"))
        .sum();
    assertThat(said).as("burst of 25, then one in five minutes").isBetween(25, 29);
  }

  @Test
  void pullRecoversAfterRepair() {
    // Given
    bed.cluster.intervene(on -> {
      on.breakImage("denied", CauseKind.PULL_DENIED, PAY, "app", "registry.local/t/app:1");
      on.deployServer(PAY, "app", "registry.local/t/app:1", 2);
    });
    bed.run(Duration.ofMinutes(3));
    assertThat(bed.ready(PAY, "app")).isZero();

    // When
    bed.cluster.intervene(on -> on.repair("denied"));
    bed.run(Duration.ofMinutes(6));

    // Then
    assertThat(bed.ready(PAY, "app")).isEqualTo(2);
    assertThat(bed.phase(PAY, "app")).isEqualTo("Ready");
    assertThat(bed.cluster.record()).singleElement().satisfies(deed -> {
      assertThat(deed.isOver()).isTrue();
      assertThat(deed.must())
          .containsExactly(new Deed.Incident("pod-image-pull", "Deployment", PAY, "app"));
    });
  }

  @Test
  void crashLoopWaitsLongerEachTime() {
    // Given
    bed.deploy(PAY, "app", 1);
    List<Instant> starts = new ArrayList<>();

    // When
    bed.cluster.intervene(on -> on.breakContainers("crash", CauseKind.CRASH, PAY, "app"));
    bed.watch(Duration.ofMinutes(20), now -> bed.pods(PAY, "app").forEach(pod -> {
      if (Json.number(container(pod), 0, "restartCount") > starts.size()) {
        starts.add(now);
      }
    }));

    // Then
    assertThat(pauses(starts).subList(0, 7))
        .satisfiesExactly(
            pause -> assertThat(pause).isBetween(11L, 16L),
            pause -> assertThat(pause).isBetween(21L, 26L),
            pause -> assertThat(pause).isBetween(41L, 46L),
            pause -> assertThat(pause).isBetween(81L, 86L),
            pause -> assertThat(pause).isBetween(161L, 166L),
            pause -> assertThat(pause).isBetween(301L, 306L),
            pause -> assertThat(pause).isBetween(301L, 306L));
    ObjectNode pod = bed.pods(PAY, "app").get(0);
    assertThat(Json.text(pod, "status", "phase")).isEqualTo("Running");
    assertThat(Json.text(container(pod), "state", "waiting", "reason"))
        .isEqualTo("CrashLoopBackOff");
    assertThat(Json.text(container(pod), "state", "waiting", "message"))
        .isEqualTo("back-off 5m0s restarting failed container=app pod=%s_%s(%s)"
            .formatted(Json.name(pod), PAY, Json.uid(pod)));
    assertThat(Json.text(container(pod), "lastState", "terminated", "reason")).isEqualTo("Error");
    assertThat(bed.phase(PAY, "app")).isEqualTo("PartiallyReady");
  }

  @Test
  void crashLoopEndsWithItsCause() {
    // Given
    bed.deploy(PAY, "app", 1);
    bed.cluster.intervene(on -> on.breakContainers("crash", CauseKind.CRASH, PAY, "app"));
    bed.run(Duration.ofMinutes(5));
    assertThat(bed.ready(PAY, "app")).isZero();

    // When
    bed.cluster.intervene(on -> on.repair("crash"));
    bed.run(Duration.ofMinutes(6));

    // Then
    assertThat(bed.ready(PAY, "app")).isEqualTo(1);
    assertThat(Json.number(container(bed.pods(PAY, "app").get(0)), 0, "restartCount"))
        .isGreaterThan(3);
  }

  @Test
  void memoryLimitKillsWithItsReason() {
    // Given
    bed.deploy(PAY, "app", 1);

    // When
    bed.cluster.intervene(on -> on.breakContainers("oom", CauseKind.OUT_OF_MEMORY, PAY, "app"));
    bed.run(Duration.ofMinutes(2));

    // Then
    JsonNode last = container(bed.pods(PAY, "app").get(0)).at("/lastState/terminated");
    assertThat(Json.text(last, "reason")).isEqualTo("OOMKilled");
    assertThat(Json.number(last, 0, "exitCode")).isEqualTo(137);
  }

  @Test
  void failingProbeTakesReadinessAfterThreeTries() {
    // Given
    bed.deploy(PAY, "app", 1);
    Instant begun = bed.clock.instant();
    List<Instant> lost = new ArrayList<>();

    // When
    bed.cluster.intervene(on -> on.breakContainers("deaf", CauseKind.NOT_READY, PAY, "app"));
    bed.watch(Duration.ofMinutes(1), now -> {
      if (bed.ready(PAY, "app") == 0 && lost.isEmpty()) {
        lost.add(now);
      }
    });

    // Then
    assertThat(Duration.between(begun, lost.get(0)))
        .isBetween(Duration.ofSeconds(13), Duration.ofSeconds(22));
    assertThat(bed.events(PAY, "Unhealthy")).singleElement().satisfies(event -> {
      assertThat(Json.text(event, "message")).startsWith("Readiness probe failed: dial tcp 10.42.");
      assertThat(Json.number(event, 0, "count")).isGreaterThan(5);
    });
    ObjectNode pod = bed.pods(PAY, "app").get(0);
    assertThat(Json.text(condition(pod, "Ready"), "message"))
        .isEqualTo("containers with unready status: [app]");
  }

  @Test
  void quotaRefusesPodsAndIsTriedAgainLessAndLessOften() {
    // Given
    bed.cluster.intervene(on -> on.setQuota(PAY, "team", "pods", "1"));

    // When
    bed.cluster.intervene(on -> on.deployServer(PAY, "app", "registry.local/t/app:1", 3));
    bed.run(Duration.ofMinutes(3));

    // Then
    String refusal = "pods \"app-[a-z0-9]+-[a-z0-9]{5}\" is forbidden: exceeded quota: team,"
        + " requested: pods=1, used: pods=1, limited: pods=1";
    ObjectNode deployment = bed.deployment(PAY, "app");
    ObjectNode failure = condition(deployment, "ReplicaFailure");
    assertThat(Json.text(failure, "reason")).isEqualTo("FailedCreate");
    assertThat(Json.text(failure, "message")).matches(refusal);
    assertThat(Json.number(deployment, 0, "status", "unavailableReplicas")).isEqualTo(2);
    ObjectNode set = bed.store.list(ResourceTypes.REPLICA_SET, PAY).get(0);
    assertThat(Json.text(condition(set, "ReplicaFailure"), "message")).matches(refusal);
    assertThat(bed.pods(PAY, "app")).hasSize(1);
    ObjectNode quota = bed.get(ResourceTypes.RESOURCE_QUOTA, PAY, "team");
    assertThat(Json.text(quota, "status", "used", "pods")).isEqualTo("1");
    List<ObjectNode> events = bed.events(PAY, "FailedCreate");
    assertThat(events).hasSize(10);
    assertThat(events)
        .filteredOn(
            event -> Json.text(event, "message").startsWith("(combined from similar events)"))
        .singleElement()
        .satisfies(event -> assertThat(Json.number(event, 0, "count")).isBetween(5, 10));
    assertThat(events).allSatisfy(event -> assertThat(
            Json.text(event, "message").replace("(combined from similar events): ", ""))
        .matches("Error creating: " + refusal));
  }

  @Test
  void liftedQuotaIsNoticedWhenTheSizeChanges() {
    // Given
    bed.cluster.intervene(on -> {
      on.setQuota(PAY, "team", "pods", "1");
      on.deployServer(PAY, "app", "registry.local/t/app:1", 3);
    });
    bed.run(Duration.ofMinutes(30));

    // When
    bed.cluster.intervene(on -> {
      on.setQuota(PAY, "team", "pods", "8");
      on.scale(PAY, "app", 2);
    });
    bed.run(Duration.ofSeconds(30));

    // Then
    assertThat(bed.ready(PAY, "app")).isEqualTo(2);
    assertThat(Json.condition(bed.deployment(PAY, "app"), "ReplicaFailure")).isNull();
    assertThat(bed.phase(PAY, "app")).isEqualTo("Ready");
  }

  @Test
  void silentNodeIsGivenUpAndItsPodsMove() {
    // Given
    bed.deploy(PAY, "app", 3);
    Instant begun = bed.clock.instant();
    List<Instant> lost = new ArrayList<>();

    // When
    bed.cluster.intervene(on -> on.nodeDown("down", "k3s-2"));
    bed.watch(Duration.ofMinutes(4), now -> {
      ObjectNode node = bed.get(ResourceTypes.NODE, "", "k3s-2");
      if (lost.isEmpty() && Json.conditionIs(node, "Ready", "Unknown")) {
        lost.add(now);
      }
    });

    // Then
    assertThat(Duration.between(begun, lost.get(0)))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(45));
    assertThat(bed.ready(PAY, "app")).isEqualTo(2);
    assertThat(bed.phase(PAY, "app")).isEqualTo("PartiallyReady");
    ObjectNode node = bed.get(ResourceTypes.NODE, "", "k3s-2");
    assertThat(Json.text(node.at("/spec/taints/0"), "key"))
        .isEqualTo("node.kubernetes.io/unreachable");

    // When
    bed.run(Duration.ofMinutes(3));

    // Then
    assertThat(bed.ready(PAY, "app")).isEqualTo(3);
    assertThat(bed.pods(PAY, "app")).filteredOn(Json::isDeleting).hasSize(1);

    // When
    bed.cluster.intervene(on -> on.repair("down"));
    bed.run(Duration.ofMinutes(1));

    // Then
    assertThat(Json.conditionIs(bed.get(ResourceTypes.NODE, "", "k3s-2"), "Ready", "True"))
        .isTrue();
    assertThat(bed.get(ResourceTypes.NODE, "", "k3s-2").at("/spec/taints").isMissingNode())
        .isTrue();
    assertThat(bed.pods(PAY, "app")).hasSize(3);
  }

  private static List<Long> pauses(List<Instant> times) {
    List<Long> result = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      result.add(Duration.between(times.get(i - 1), times.get(i)).toSeconds());
    }
    return result;
  }
}
