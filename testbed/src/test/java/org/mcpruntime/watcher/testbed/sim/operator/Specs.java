package org.mcpruntime.watcher.testbed.sim.operator;

import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ObjectNode;

/** MCPServers for tests, from the text of their desired state. */
final class Specs {
  static final OperatorSettings SETTINGS = new OperatorSettings(
      true,
      "strict",
      "mcp.example.org",
      "web",
      "testbed",
      "http://ingest:8081/events",
      "registry.local/mcp-gateway:1.0",
      "registry.local",
      "");

  private Specs() {}

  static ObjectNode server(String spec) {
    ObjectNode server = Json.object();
    Json.metadata(server)
        .put("name", "crm")
        .put("namespace", "mcp-team-acme")
        .put("uid", "78bc2289-7f80-4c09-89d8-8df107b900ac")
        .put("generation", 1);
    server.set("spec", Json.yaml(spec));
    return server;
  }

  static ServerSpec spec(String spec) {
    return ServerSpec.of(server(spec), SETTINGS);
  }
}
