package org.mcpruntime.watcher.oracle;

/** The kinds of a generated cluster. */
enum Kind {
  SERVER("mcpruntime.org", "MCPServer"),
  DEPLOYMENT("apps", "Deployment"),
  REPLICA_SET("apps", "ReplicaSet"),
  POD("", "Pod");

  private final String group;
  private final String text;

  Kind(String group, String text) {
    this.group = group;
    this.text = text;
  }

  String group() {
    return group;
  }

  String text() {
    return text;
  }

  String apiVersion() {
    return group.isEmpty() ? "v1" : group + "/v1";
  }
}
