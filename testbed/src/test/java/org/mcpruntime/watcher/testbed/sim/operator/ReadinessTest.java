package org.mcpruntime.watcher.testbed.sim.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ObjectNode;

/** Every row of the rules by which the operator judges children and names the phase. */
class ReadinessTest {
  private static final String PLAIN = "{image: a/b:1}";
  private static final String GATEWAY = "{image: a/b:1, gateway: {enabled: true}}";
  private static final String CANARY =
      "{image: a/b:1, replicas: 3, rollout: {strategy: Canary, canaryReplicas: 1}}";
  private static final String MTLS =
      "{image: a/b:1, gateway: {enabled: true}, auth: {mode: mtls, trustDomain: example.org}}";

  private static final String ONE_READY = "{spec: {replicas: 1}, status: {readyReplicas: 1}}";
  private static final String NONE_READY = "{spec: {replicas: 1}, status: {}}";
  private static final String SERVICE = "{spec: {clusterIP: 10.43.0.7}}";
  private static final String PUBLISHED =
      "{spec: {rules: [{}]}, status: {loadBalancer: {ingress: [{ip: 192.168.0.1}]}}}";
  private static final String UNPUBLISHED = "{spec: {rules: [{}]}, status: {loadBalancer: {}}}";
  private static final String POLICY = "{data: {policy.json: x}}";
  private static final String ABSENT = "";

  static Stream<Arguments> rows() {
    return Stream.of(
        // name, spec, mode, deployment, canary, service, ingress, policy → booleans, phase
        row("all of a plain server", PLAIN, ONE_READY, SERVICE, PUBLISHED, "DSI", "Ready"),
        row("nothing exists", PLAIN, ABSENT, ABSENT, ABSENT, "", "Pending"),
        row("only the service", PLAIN, NONE_READY, SERVICE, UNPUBLISHED, "S", "PartiallyReady"),
        row(
            "only the address is missing",
            PLAIN,
            ONE_READY,
            SERVICE,
            UNPUBLISHED,
            "DS",
            "PartiallyReady"),
        row("no ready pod", PLAIN, NONE_READY, SERVICE, PUBLISHED, "SI", "PartiallyReady"),
        row(
            "one ready pod too many",
            PLAIN,
            "{spec: {replicas: 1}, status: {readyReplicas: 2}}",
            SERVICE,
            PUBLISHED,
            "SI",
            "PartiallyReady"),
        row(
            "replicas unset counts as one",
            PLAIN,
            "{spec: {}, status: {readyReplicas: 1}}",
            SERVICE,
            PUBLISHED,
            "DSI",
            "Ready"),
        row(
            "scaled to zero is ready",
            PLAIN,
            "{spec: {replicas: 0}, status: {}}",
            SERVICE,
            PUBLISHED,
            "DSI",
            "Ready"),
        row(
            "an old generation is judged all the same",
            PLAIN,
            "{metadata: {generation: 2}, spec: {replicas: 1}, status: {observedGeneration: 1,"
                + " readyReplicas: 1}}",
            SERVICE,
            PUBLISHED,
            "DSI",
            "Ready"),
        row(
            "a headless service counts",
            PLAIN,
            ONE_READY,
            "{spec: {clusterIP: None}}",
            PUBLISHED,
            "DSI",
            "Ready"),
        row(
            "a service without address",
            PLAIN,
            ONE_READY,
            "{spec: {clusterIP: \"\"}}",
            PUBLISHED,
            "DI",
            "PartiallyReady"),
        row(
            "an empty list of addresses",
            PLAIN,
            ONE_READY,
            SERVICE,
            "{spec: {rules: [{}]}, status: {loadBalancer: {ingress: []}}}",
            "DS",
            "PartiallyReady"),
        Arguments.of(
            "permissive needs only rules",
            PLAIN,
            true,
            ONE_READY,
            ABSENT,
            SERVICE,
            UNPUBLISHED,
            ABSENT,
            "DSI",
            "Ready"),
        Arguments.of(
            "permissive without rules",
            PLAIN,
            true,
            ONE_READY,
            ABSENT,
            SERVICE,
            "{spec: {}, status: {loadBalancer: {}}}",
            ABSENT,
            "DS",
            "PartiallyReady"),
        Arguments.of(
            "permissive takes an address too",
            PLAIN,
            true,
            ONE_READY,
            ABSENT,
            SERVICE,
            "{spec: {}, status: {loadBalancer: {ingress: [{hostname: a}]}}}",
            ABSENT,
            "DSI",
            "Ready"),
        withPolicy("all with a gateway", ONE_READY, POLICY, "DSIGP", "Ready"),
        withPolicy("gateway without policy", ONE_READY, ABSENT, "DSIG", "PartiallyReady"),
        withPolicy(
            "policy without its key", ONE_READY, "{data: {other: x}}", "DSIG", "PartiallyReady"),
        withPolicy(
            "content of the policy does not matter",
            ONE_READY,
            "{data: {policy.json: \"\"}}",
            "DSIGP",
            "Ready"),
        withPolicy("gateway follows the deployment", NONE_READY, POLICY, "SIP", "PartiallyReady"),
        Arguments.of(
            "a policy without gateway does not count",
            PLAIN,
            false,
            ONE_READY,
            ABSENT,
            SERVICE,
            PUBLISHED,
            POLICY,
            "DSI",
            "Ready"),
        withCanary(
            "all with a canary",
            "{spec: {replicas: 1}, status: {readyReplicas: 1}}",
            "DSIC",
            "Ready"),
        withCanary(
            "canary not ready", "{spec: {replicas: 1}, status: {}}", "DSI", "PartiallyReady"),
        withCanary("no canary", ABSENT, "DSI", "PartiallyReady"),
        withCanary(
            "canary replicas unset count as none", "{spec: {}, status: {}}", "DSIC", "Ready"),
        Arguments.of(
            "a canary that is not asked for",
            PLAIN,
            false,
            ONE_READY,
            ONE_READY,
            SERVICE,
            PUBLISHED,
            ABSENT,
            "DSI",
            "Ready"),
        Arguments.of(
            "mtls never has an ingress",
            MTLS,
            true,
            ONE_READY,
            ABSENT,
            SERVICE,
            PUBLISHED,
            POLICY,
            "DSGP",
            "PartiallyReady"),
        Arguments.of(
            "mtls with nothing",
            MTLS,
            false,
            ABSENT,
            ABSENT,
            ABSENT,
            ABSENT,
            ABSENT,
            "",
            "Pending"));
  }

  private static Arguments row(
      String name,
      String spec,
      String deployment,
      String service,
      String ingress,
      String flags,
      String phase) {
    return Arguments.of(
        name, spec, false, deployment, ABSENT, service, ingress, ABSENT, flags, phase);
  }

  private static Arguments withPolicy(
      String name, String deployment, String policy, String flags, String phase) {
    return Arguments.of(
        name, GATEWAY, false, deployment, ABSENT, SERVICE, PUBLISHED, policy, flags, phase);
  }

  private static Arguments withCanary(String name, String canary, String flags, String phase) {
    return Arguments.of(
        name, CANARY, false, ONE_READY, canary, SERVICE, PUBLISHED, ABSENT, flags, phase);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void judges(
      String name,
      String specText,
      boolean permissive,
      String deployment,
      String canary,
      String service,
      String ingress,
      String policy,
      String flags,
      String phase) {
    // Given
    ServerSpec spec = Specs.spec(specText);
    Readiness.Children children = new Readiness.Children(
        tree(deployment), tree(canary), tree(service), tree(ingress), tree(policy));

    // When
    Readiness readiness = Readiness.of(spec, children, permissive);

    // Then
    assertThat(flags(readiness)).isEqualTo(flags);
    assertThat(readiness.phase(spec)).isEqualTo(phase);
  }

  private static @Nullable ObjectNode tree(String yaml) {
    return yaml.isEmpty() ? null : Json.yaml(yaml);
  }

  private static String flags(Readiness readiness) {
    return (readiness.deployment() ? "D" : "")
        + (readiness.service() ? "S" : "")
        + (readiness.ingress() ? "I" : "")
        + (readiness.gateway() ? "G" : "")
        + (readiness.policy() ? "P" : "")
        + (readiness.canary() ? "C" : "");
  }
}
