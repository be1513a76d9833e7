package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code incidents} says of the demo, and the three headlines that it must have when it has come to the present. */
final class DemoIncidents {

  static final String PULL = "demo/apps/Deployment/mcp-team-acme/jira-tools#pod-image-pull";
  static final String QUOTA =
      "demo/apps/Deployment/mcp-team-pay/ledger-tools#deployment-unavailable";
  static final String INGRESS =
      "demo/mcpruntime.org/MCPServer/mcp-servers/docs-search#mcpserver-not-ready";

  private DemoIncidents() {}

  /** As the command gives them. */
  static JsonNode read(TestShell shell, String status) {
    // After a restart a kind may still have to prove that it is seen.
    assertThat(shell.run("incidents", "--status", status, "-o", "json"))
        .as(shell.err())
        .isIn(0, 3);
    return JsonMapper.shared().readTree(shell.out()).path("incidents");
  }

  /** Those that are open, by key. */
  static Map<String, JsonNode> open(TestShell shell) {
    return StreamSupport.stream(read(shell, "open").spliterator(), false)
        .collect(
            Collectors.toMap(incident -> incident.path("key").asString(), incident -> incident));
  }

  /** Keys of those that no other one explains. */
  static List<String> headlines(Map<String, JsonNode> incidents) {
    return incidents.values().stream()
        .filter(incident -> incident.path("headline").asBoolean())
        .map(incident -> incident.path("key").asString())
        .toList();
  }
}
