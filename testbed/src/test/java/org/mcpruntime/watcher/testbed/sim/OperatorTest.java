package org.mcpruntime.watcher.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.testbed.sim.TestCluster.condition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ObjectNode;

class OperatorTest {
  private static final String PAY = "mcp-team-pay";
  private static final String GATEWAY_SERVER = """
      apiVersion: mcpruntime.org/v1alpha1
      kind: MCPServer
      metadata: {name: app, namespace: mcp-team-pay}
      spec:
        image: registry.local/t/app:1
        gateway: {enabled: true}
        tools: [{name: read, sideEffect: read}]
      """;

  private final TestCluster bed = TestCluster.bare();

  @Test
  void makesTheChildrenOfAServer() {
    // When
    bed.cluster.intervene(on -> on.apply(Json.yaml(GATEWAY_SERVER)));
    bed.run(Duration.ofSeconds(30));

    // Then
    ObjectNode server = bed.server(PAY, "app");
    ObjectNode deployment = bed.deployment(PAY, "app");
    ObjectNode service = bed.get(ResourceTypes.SERVICE, PAY, "app");
    ObjectNode ingress = bed.get(ResourceTypes.INGRESS, PAY, "app");
    ObjectNode policy = bed.get(ResourceTypes.CONFIG_MAP, PAY, "app-gateway-policy");
    for (ObjectNode child : List.of(deployment, service, ingress, policy)) {
      assertThat(child.at("/metadata/ownerReferences/0").toString())
          .isEqualTo(("{\"apiVersion\":\"mcpruntime.org/v1alpha1\",\"kind\":\"MCPServer\","
                  + "\"name\":\"app\",\"uid\":\"%s\",\"controller\":true,"
                  + "\"blockOwnerDeletion\":true}")
              .formatted(Json.uid(server)));
    }
    assertThat(Json.at(deployment, "metadata", "labels"))
        .isEqualTo(
            Json.yaml(
                "{app: app, app.kubernetes.io/managed-by: mcp-runtime, mcpruntime.org/rollout-track: stable}"));
    assertThat(Json.at(ingress, "metadata", "labels").isMissingNode()).isTrue();
    assertThat(Json.at(service, "spec", "selector"))
        .isEqualTo(Json.yaml("{app: app, app.kubernetes.io/managed-by: mcp-runtime}"));
    assertThat(service.at("/spec/ports/0/targetPort").intValue()).isEqualTo(8091);
    assertThat(Json.text(ingress.at("/spec/rules/0/http/paths/0"), "path")).isEqualTo("/app/mcp");
    assertThat(Json.text(policy, "data", "policy.json"))
        .startsWith("{\n  \"schema_version\": \"v1\"");
    assertThat(bed.get(ResourceTypes.SERVICE_ACCOUNT, PAY, "mcp-workload")).isNotNull();
    assertThat(bed.phase(PAY, "app")).isEqualTo("Ready");
  }

  @Test
  void firstStatusIsPartlyReadyForHealthyServersToo() {
    // Given
    List<String> phases = new ArrayList<>();

    // When
    bed.cluster.intervene(on -> on.apply(Json.yaml(GATEWAY_SERVER)));
    bed.watch(Duration.ofSeconds(30), now -> {
      String phase = bed.phase(PAY, "app");
      if (phases.isEmpty() || !phases.get(phases.size() - 1).equals(phase)) {
        phases.add(phase);
      }
    });

    // Then
    assertThat(phases).contains("PartiallyReady").endsWith("Ready").doesNotContain("Pending");
  }

  @Test
  void grantReachesThePolicyWithinAFractionOfASecond() {
    // Given
    bed.cluster.intervene(on -> on.apply(Json.yaml(GATEWAY_SERVER)));
    bed.run(Duration.ofSeconds(30));

    // When
    bed.cluster.intervene(on -> on.grant(PAY, "office", "app", "h-1", "agent-1"));
    bed.run(Duration.ofMillis(150));

    // Then
    assertThat(Json.text(
            bed.get(ResourceTypes.CONFIG_MAP, PAY, "app-gateway-policy"), "data", "policy.json"))
        .contains("\"name\": \"office\"");
  }

  @Test
  void putsBackWhatPeopleChangedOrDeleted() {
    // Given
    bed.cluster.intervene(on -> on.apply(Json.yaml(GATEWAY_SERVER)));
    bed.run(Duration.ofSeconds(30));

    // When
    bed.store.delete(ResourceTypes.CONFIG_MAP, PAY, "app-gateway-policy");
    ObjectNode deployment = bed.deployment(PAY, "app");
    Json.child(deployment, "spec").put("replicas", 5);
    bed.store.update(ResourceTypes.DEPLOYMENT, deployment);
    bed.run(Duration.ofSeconds(30));

    // Then
    assertThat(bed.get(ResourceTypes.CONFIG_MAP, PAY, "app-gateway-policy")).isNotNull();
    assertThat(bed.deployment(PAY, "app").at("/spec/replicas").intValue()).isEqualTo(1);
    assertThat(bed.phase(PAY, "app")).isEqualTo("Ready");
  }

  @Test
  void gatewayThatIsSwitchedOffTakesItsPolicyAlong() {
    // Given
    bed.cluster.intervene(on -> on.apply(Json.yaml(GATEWAY_SERVER)));
    bed.run(Duration.ofSeconds(30));

    // When
    bed.cluster.intervene(
        on -> on.apply(Json.yaml(GATEWAY_SERVER.replace("enabled: true", "enabled: false"))));
    bed.run(Duration.ofSeconds(30));

    // Then
    assertThat(bed.store.get(ResourceTypes.CONFIG_MAP, PAY, "app-gateway-policy"))
        .isEmpty();
    assertThat(bed.pods(PAY, "app"))
        .singleElement()
        .satisfies(pod -> assertThat(pod.at("/spec/containers").size()).isEqualTo(1));
    assertThat(bed.phase(PAY, "app")).isEqualTo("Ready");
  }

  @Test
  void duplicateGrantNamesAreAnErrorAndTheLastPolicyStays() {
    // Given
    bed.cluster.intervene(on -> on.apply(Json.yaml(GATEWAY_SERVER)));
    bed.run(Duration.ofSeconds(30));
    bed.cluster.intervene(on -> on.grant(PAY, "g", "app", "h-1", "a-1"));
    bed.run(Duration.ofSeconds(1));
    ObjectNode policy = bed.get(ResourceTypes.CONFIG_MAP, PAY, "app-gateway-policy");

    // When
    bed.cluster.intervene(on -> on.apply(Json.yaml("""
        apiVersion: mcpruntime.org/v1alpha1
        kind: MCPAccessGrant
        metadata: {name: g, namespace: mcp-team-acme}
        spec: {serverRef: {name: app, namespace: mcp-team-pay}}
        """)));
    bed.run(Duration.ofSeconds(1));

    // Then
    assertThat(bed.phase(PAY, "app")).isEqualTo("Error");
    assertThat(Json.text(bed.server(PAY, "app"), "status", "message"))
        .isEqualTo("Failed to reconcile policy ConfigMap: policy: duplicate grant name \"g\"");
    assertThat(bed.get(ResourceTypes.CONFIG_MAP, PAY, "app-gateway-policy")).isEqualTo(policy);
    assertThat(bed.ready(PAY, "app")).isEqualTo(1);
  }

  @Test
  void refusedServerIsInErrorWithoutChildren() {
    // When
    bed.cluster.intervene(on ->
        on.apply(Json.yaml(GATEWAY_SERVER.replace("enabled: true", "enabled: true, port: 8088"))));
    bed.run(Duration.ofSeconds(5));

    // Then
    assertThat(bed.phase(PAY, "app")).isEqualTo("Error");
    assertThat(Json.text(condition(bed.server(PAY, "app"), "CanaryReady"), "message"))
        .contains("gateway.port must differ from spec.port");
    assertThat(bed.store.get(ResourceTypes.DEPLOYMENT, PAY, "app")).isEmpty();
  }

  @Test
  void conflictsPassWithinASecond() {
    // Given
    TestCluster demo = new TestCluster(Scenario.demo());
    TreeMap<String, Instant> since = new TreeMap<>();
    List<Duration> errors = new ArrayList<>();

    // When
    demo.watch(Duration.ofMinutes(20), now -> {
      for (ObjectNode server : demo.store.list(ResourceTypes.MCP_SERVER)) {
        if (Json.text(server, "status", "phase").equals("Error")) {
          assertThat(Json.text(server, "status", "message"))
              .startsWith("Failed to reconcile Deployment: Operation cannot be fulfilled on"
                  + " deployments.apps \"" + Json.name(server)
                  + "\": the object has been modified");
          since.putIfAbsent(Json.name(server), now);
        } else if (since.containsKey(Json.name(server))) {
          errors.add(Duration.between(since.remove(Json.name(server)), now));
        }
      }
    });

    // Then
    assertThat(since).isEmpty();
    assertThat(errors).isNotEmpty().allSatisfy(error -> assertThat(error)
        .isLessThan(Duration.ofSeconds(1)));
  }

  @Test
  void deletedServerGoesBeforeItsChildren() {
    // Given
    bed.cluster.intervene(on -> on.apply(Json.yaml(GATEWAY_SERVER)));
    bed.run(Duration.ofSeconds(30));
    TreeMap<String, Instant> gone = new TreeMap<>();
    Instant begun = bed.clock.instant();
    List<ResourceType> children = List.of(
        ResourceTypes.DEPLOYMENT,
        ResourceTypes.REPLICA_SET,
        ResourceTypes.POD,
        ResourceTypes.SERVICE,
        ResourceTypes.ENDPOINT_SLICE,
        ResourceTypes.INGRESS);

    // When
    bed.cluster.intervene(on -> on.delete(ResourceTypes.MCP_SERVER, PAY, "app"));
    assertThat(bed.store.get(ResourceTypes.MCP_SERVER, PAY, "app")).isEmpty();
    bed.watch(Duration.ofSeconds(30), now -> {
      for (ResourceType type : children) {
        if (bed.store.list(type, PAY).isEmpty()) {
          gone.putIfAbsent(type.kind(), now);
        }
      }
    });

    // Then
    assertThat(gone).containsOnlyKeys(children.stream().map(ResourceType::kind).toList());
    assertThat(gone.get("Deployment")).isAfter(begun.plusMillis(300));
    assertThat(gone.get("ReplicaSet")).isAfter(gone.get("Deployment"));
    assertThat(gone.get("Pod")).isAfter(gone.get("ReplicaSet"));
    assertThat(gone.get("EndpointSlice")).isAfter(gone.get("Service"));
    assertThat(bed.store.get(ResourceTypes.CONFIG_MAP, PAY, "app-gateway-policy"))
        .isEmpty();
  }

  @Test
  void lostAddressLeavesAServingServerPartlyReady() {
    // Given
    bed.cluster.intervene(on -> on.apply(Json.yaml(GATEWAY_SERVER)));
    bed.run(Duration.ofSeconds(30));

    // When
    bed.cluster.intervene(on ->
        on.begin("lost", CauseKind.INGRESS_NOT_PUBLISHED, PAY, "app", "", List.of(), List.of()));
    bed.run(Duration.ofSeconds(5));

    // Then
    assertThat(bed.phase(PAY, "app")).isEqualTo("PartiallyReady");
    assertThat(Json.conditionIs(bed.server(PAY, "app"), "IngressReady", "False"))
        .isTrue();
    assertThat(bed.ready(PAY, "app")).isEqualTo(1);

    // When
    bed.cluster.intervene(on -> on.repair("lost"));
    bed.run(Duration.ofSeconds(5));

    // Then
    assertThat(bed.phase(PAY, "app")).isEqualTo("Ready");
  }
}
