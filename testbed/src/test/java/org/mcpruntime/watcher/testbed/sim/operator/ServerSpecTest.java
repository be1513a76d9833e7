package org.mcpruntime.watcher.testbed.sim.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSpecTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: registry.local/crm | registry.local/crm:latest",
        "image: registry.local/crm, imageTag: '2' | registry.local/crm:2",
        "image: registry.local:5000/crm | registry.local:5000/crm:latest",
        "image: registry.local/crm:1, imageTag: '2' | registry.local/crm:1",
        "image: 'a/b@sha256:0', imageTag: '2' | a/b@sha256:0",
        "image: crm:1, registryOverride: other.org | other.org/crm:1",
        "image: registry.local/acme/crm:1, registryOverride: other.org | other.org/acme/crm:1",
        "image: acme/crm:1, useProvisionedRegistry: true | registry.local/acme/crm:1",
        "image: localhost/crm:1, registryOverride: other.org | other.org/crm:1",
      })
  void resolvesTheImage(String spec, String image) {
    assertThat(Specs.spec("{" + spec + "}").text("image")).isEqualTo(image);
  }

  @Test
  void fillsInDefaults() {
    // When
    ServerSpec spec = Specs.spec("{image: a/b:1, gateway: {enabled: true}}");

    // Then
    assertThat(spec.replicas()).isEqualTo(1);
    assertThat(spec.port()).isEqualTo(8088);
    assertThat(spec.servicePort()).isEqualTo(80);
    assertThat(spec.gatewayPort()).isEqualTo(8091);
    assertThat(spec.text("gateway", "upstreamURL")).isEqualTo("http://127.0.0.1:8088");
    assertThat(spec.text("resources", "limits", "memory")).isEqualTo("256Mi");
    assertThat(spec.text("ingressHost")).isEqualTo("mcp.example.org");
    assertThat(spec.path()).isEqualTo("/crm/mcp");
    assertThat(spec.authMode()).isEqualTo("header");
  }

  @Test
  void takesNoDefaultHostWhenThereIsAPrefix() {
    // When
    ServerSpec spec = Specs.spec("{image: a/b:1, publicPathPrefix: /tools/}");

    // Then
    assertThat(spec.text("ingressHost")).isEmpty();
    assertThat(spec.path()).isEqualTo("/tools/mcp");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: '' | MCPServer.mcpruntime.org \"crm\" is invalid: spec.image: Required value:",
        "image: a:1, port: 8091, gateway: {enabled: true} | MCPServer.mcpruntime.org \"crm\" is invalid:"
            + " spec.gateway.port: Invalid value: 8091: gateway.port must differ from spec.port",
        "image: a:1, tools: [{name: t}] | MCPServer.mcpruntime.org \"crm\" is invalid:"
            + " spec.tools[0].sideEffect: Required value",
        "image: a:1, tools: [{name: t, sideEffect: big}] | MCPServer.mcpruntime.org \"crm\" is invalid:"
            + " spec.tools[0].sideEffect: Unsupported value: \"big\"",
        "image: a:1, tools: [{name: t, sideEffect: read}, {name: t, sideEffect: read}] |"
            + " MCPServer.mcpruntime.org \"crm\" is invalid: spec.tools[1].name: Duplicate value: \"t\"",
        "image: a:1, replicas: 2, rollout: {strategy: Canary, canaryReplicas: 2} |"
            + " MCPServer.mcpruntime.org \"crm\" is invalid: spec.rollout.canaryReplicas: Invalid value: 2",
        "image: a:1, gateway: {enabled: true}, auth: {mode: oauth} | MCPServer.mcpruntime.org \"crm\" is"
            + " invalid: spec.auth.issuerURL: Required value",
        "image: a:1, auth: {mode: mtls} | MCPServer.mcpruntime.org \"crm\" is invalid: [spec.gateway",
      })
  void refuses(String spec, String message) {
    assertThat(Specs.spec("{" + spec + "}").refusal())
        .hasValueSatisfying(refusal -> assertThat(refusal).startsWith(message));
  }

  @Test
  void refusesAGatewayWithoutImageAndAnalyticsWithoutAddress() {
    // Given
    OperatorSettings poor =
        new OperatorSettings(true, "strict", "", "web", "local", "", "", "registry.local", "");

    // Then
    assertThat(ServerSpec.of(Specs.server("{image: a:1, gateway: {enabled: true}}"), poor)
            .refusal())
        .hasValue("gateway.image is required when gateway.enabled is true");
    assertThat(ServerSpec.of(
                Specs.server("{image: a:1, gateway: {enabled: true, image: g:1}, analytics: {}}"),
                poor)
            .refusal())
        .hasValue("analytics.ingestURL is required when spec.analytics is set");
  }

  @Test
  void acceptsAFullServer() {
    assertThat(Specs.spec("{image: a:1, replicas: 2, gateway: {enabled: true}, analytics: {},"
                + " tools: [{name: t, sideEffect: write}]}")
            .refusal())
        .isEmpty();
  }

  @Test
  void findsAmountsThatAreNone() {
    assertThat(Specs.spec("{image: a:1, resources: {limits: {memory: lots}}}").quantityProblem())
        .isPresent();
    assertThat(Specs.spec("{image: a:1, resources: {limits: {memory: 1Gi}}}").quantityProblem())
        .isEmpty();
  }
}
