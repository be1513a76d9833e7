package org.mcpruntime.watcher.testbed.sim.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ServerStatusTest {
  private static final String EARLY = "2026-11-23T16:06:22Z";
  private static final String LATE = "2026-11-23T16:09:25Z";
  private static final Readiness SERVING = new Readiness(true, true, true, false, false, false);

  private final ObjectNode server = Specs.server("{image: a/b:1}");

  @Test
  void writesSixConditionsInOrderWithPhaseAndMessage() {
    // When
    ServerStatus.write(server, "Ready", ServerStatus.RECONCILED, SERVING, EARLY);

    // Then
    assertThat(each("type"))
        .containsExactly(
            "DeploymentReady",
            "ServiceReady",
            "IngressReady",
            "GatewayReady",
            "PolicyReady",
            "CanaryReady");
    assertThat(each("status")).containsExactly("True", "True", "True", "False", "False", "False");
    assertThat(each("reason")).containsOnly("Ready");
    assertThat(each("message")).containsOnly("All resources reconciled");
    assertThat(Json.at(server, "status", "conditions"))
        .allSatisfy(condition ->
            assertThat(Json.number(condition, 0, "observedGeneration")).isEqualTo(1));
  }

  @Test
  void leavesFalseBooleansOut() {
    // When
    ServerStatus.write(server, "Ready", ServerStatus.RECONCILED, SERVING, EARLY);

    // Then
    assertThat(server.get("status").propertyNames())
        .containsExactlyInAnyOrder(
            "phase", "message", "conditions", "deploymentReady", "serviceReady", "ingressReady");
  }

  @Test
  void movesTransitionTimeOnlyWithItsCondition() {
    // Given
    ServerStatus.write(server, "Ready", ServerStatus.RECONCILED, SERVING, EARLY);
    Json.metadata(server).put("generation", 2);

    // When
    Readiness degraded = new Readiness(false, true, true, false, false, false);
    ServerStatus.write(server, "PartiallyReady", ServerStatus.RECONCILED, degraded, LATE);

    // Then
    assertThat(each("lastTransitionTime")).containsExactly(LATE, EARLY, EARLY, EARLY, EARLY, EARLY);
    assertThat(each("reason")).containsOnly("PartiallyReady");
    assertThat(Json.at(server, "status", "conditions"))
        .allSatisfy(condition ->
            assertThat(Json.number(condition, 0, "observedGeneration")).isEqualTo(2));
  }

  @Test
  void errorTakesEverythingBack() {
    // Given
    ServerStatus.write(server, "Ready", ServerStatus.RECONCILED, SERVING, EARLY);

    // When
    ServerStatus.write(server, "Error", "Failed to reconcile Service: x", Readiness.NONE, LATE);

    // Then
    assertThat(each("status")).containsOnly("False");
    assertThat(each("message")).containsOnly("Failed to reconcile Service: x");
    assertThat(each("lastTransitionTime")).containsExactly(LATE, LATE, LATE, EARLY, EARLY, EARLY);
    assertThat(server.get("status").propertyNames())
        .containsExactlyInAnyOrder("phase", "message", "conditions");
  }

  private List<String> each(String member) {
    List<String> result = new ArrayList<>();
    for (JsonNode condition : Json.at(server, "status", "conditions")) {
      result.add(Json.text(condition, member));
    }
    return result;
  }
}
