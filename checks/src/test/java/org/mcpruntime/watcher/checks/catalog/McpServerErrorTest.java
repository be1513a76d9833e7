package org.mcpruntime.watcher.checks.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class McpServerErrorTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
          conflict | Error: writes conflict | Failed to reconcile Deployment: Operation cannot be fulfilled on deployments.apps "x": the object has been modified; please apply your changes to the latest version and try again
          ca-pending | Error: waits for its CA certificate | Failed to reconcile mTLS trust bundle: secret x-gateway-mtls has no ca.crt yet
          validation | Error: spec is invalid | MCPServer.mcpruntime.org "x" is invalid: spec.gateway.port: Invalid value: 8091: gateway.port must differ from spec.port
          gateway-image | Error: no gateway image | gateway.image is required when gateway.enabled is true and no default is set
          analytics-url | Error: no analytics URL | analytics.ingestURL is required when spec.analytics is set
          ingress-host | Error: no ingress host or path | ingressHost is required
          mtls-issuer | Error: no issuer for mTLS | Failed to reconcile gateway Certificate: MCP_MTLS_CLUSTER_ISSUER is not set
          policy | Error: policy is invalid | Failed to reconcile policy ConfigMap: policy: duplicate grant name "g"
          forbidden | Error: operator lacks permission | Failed to reconcile Service: services is forbidden: User "x" cannot create resource "services"
          kind-missing | Error: a kind is not installed | Failed to reconcile gateway Certificate: no matches for kind "Certificate" in version "cert-manager.io/v1"
          child | Error: canary Deployment cannot be reconciled | Failed to reconcile canary Deployment: quantities must match the regular expression
          child | Error: Ingress cannot be reconciled | Failed to reconcile Ingress: something
          UNKNOWN | Error: cause unknown | nobody has seen this
          UNKNOWN | Error: cause unknown | ''
          """)
  void classifies(String id, String title, String message) {
    McpServerError error = McpServerError.of(message);
    assertThat(error.id()).isEqualTo(id);
    assertThat(error.title(message)).isEqualTo(title);
    assertThat(error.remediation("x")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"conflict, true", "ca-pending, true", "validation, false", "child, false"})
  void knowsWhatPassesByItself(String id, boolean passing) {
    for (McpServerError error : McpServerError.values()) {
      if (error.id().equals(id)) {
        assertThat(error.passing()).isEqualTo(passing);
      }
    }
  }
}
