package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the status message of phase Error says. Reason and conditions say nothing: all of them repeat the phase. The first
 * class that matches wins.
 */
enum McpServerError {
  CONFLICT("conflict", true, "writes conflict", "the object has been modified"),
  CA_PENDING("ca-pending", true, "waits for its CA certificate", "has no ca\\.crt yet"),
  VALIDATION(
      "validation", false, "spec is invalid", "^MCPServer\\.mcpruntime\\.org \".*\" is invalid:"),
  GATEWAY_IMAGE("gateway-image", false, "no gateway image", "^gateway\\.image is required"),
  ANALYTICS_URL("analytics-url", false, "no analytics URL", "^analytics\\.ingestURL is required"),
  INGRESS_ADDRESS(
      "ingress-host", false, "no ingress host or path", "^ingress(?:Host|Path) is required"),
  MTLS_ISSUER("mtls-issuer", false, "no issuer for mTLS", "MCP_MTLS_CLUSTER_ISSUER"),
  POLICY("policy", false, "policy is invalid", "policy: "),
  FORBIDDEN("forbidden", false, "operator lacks permission", " is forbidden:|cannot \\w+ resource"),
  KIND_MISSING("kind-missing", false, "a kind is not installed", "no matches for kind"),
  CHILD("child", false, "cannot be reconciled", "^Failed to reconcile "),
  UNKNOWN("UNKNOWN", false, "cause unknown", "");

  private static final Pattern CHILD_NAME = Pattern.compile(
      "^Failed to reconcile ((?:policy |canary |gateway |Traefik client |mTLS |trust )?\\w{1,20}(?: bundle)?):");

  private final String id;
  private final boolean passing;
  private final String words;
  private final Pattern pattern;

  McpServerError(String id, boolean passing, String words, String pattern) {
    this.id = id;
    this.passing = passing;
    this.words = words;
    this.pattern = Pattern.compile(pattern);
  }

  static McpServerError of(String message) {
    return FirstMatch.in(message, values(), each -> each.pattern);
  }

  String id() {
    return id;
  }

  /** It usually passes by itself: the operator tries again. */
  boolean passing() {
    return passing;
  }

  String title(String message) {
    Matcher child = CHILD_NAME.matcher(message);
    return this == CHILD && child.find()
        ? "Error: " + child.group(1) + " cannot be reconciled"
        : "Error: " + words;
  }

  List<String> remediation(String server) {
    return switch (this) {
      case CONFLICT ->
        List.of("Find who else writes this server's children: `kubectl get deploy " + server
            + " --show-managed-fields -o yaml`, and stop it.");
      case CA_PENDING ->
        List.of("Check cert-manager and the Certificate " + server + "-gateway-mtls.");
      case VALIDATION, INGRESS_ADDRESS ->
        List.of("Correct the fields that the message names in MCPServer " + server + ".");
      case GATEWAY_IMAGE ->
        List.of("Set spec.gateway.image of MCPServer " + server
            + ", or MCP_GATEWAY_PROXY_IMAGE on the operator.");
      case ANALYTICS_URL ->
        List.of("Set spec.analytics.ingestURL of MCPServer " + server
            + ", or MCP_SENTINEL_INGEST_URL on the operator, or disable its analytics.");
      case MTLS_ISSUER -> List.of("Set MCP_MTLS_CLUSTER_ISSUER on the operator.");
      case POLICY ->
        List.of("Correct the grants and sessions that refer to " + server
            + "; their names must differ even across namespaces.");
      case FORBIDDEN ->
        List.of(
            "Compare ClusterRole mcp-runtime-operator-role with the one of your release.",
            "Check quotas and admission policy of the namespace.");
      case KIND_MISSING ->
        List.of("Install the custom resources that the message names (cert-manager, Traefik).");
      case CHILD, UNKNOWN ->
        List.of("Read the operator's log: `kubectl logs -n mcp-runtime deploy/"
            + Operator.REF.name() + "`.");
    };
  }
}
