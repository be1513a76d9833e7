package org.mcpruntime.watcher.schemas.redaction;

/** What the rules need to know of the object in hand. Empty where it is not told. */
record Subject(String apiVersion, String kind) {
  String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** Whether Kubernetes itself defines it, so that its fields are known: none is called like a credential and holds one. */
  boolean isBuiltIn() {
    String group = group();
    return !apiVersion.isEmpty() && (group.indexOf('.') < 0 || group.endsWith(".k8s.io"));
  }
}
