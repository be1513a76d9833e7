package org.mcpruntime.watcher.testbed.kube;

/**
 * A request for objects, its path taken apart.
 *
 * @param namespace empty for all, and for cluster-scoped types
 * @param name empty for the collection
 */
record ReadCall(HttpRequest request, ResourceType type, String namespace, String name) {
  boolean isWatch() {
    return name.isEmpty() && request.flag("watch");
  }

  Target.Call call() {
    if (!name.isEmpty()) {
      return Target.Call.GET;
    }
    return isWatch() ? Target.Call.WATCH : Target.Call.LIST;
  }

  Selector selector() throws ApiError {
    try {
      return new Selector(
          namespace, request.parameter("fieldSelector"), request.parameter("labelSelector"));
    } catch (IllegalArgumentException e) {
      throw ApiError.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /** The asked resourceVersion; 0 when it is missing or "0". */
  long resourceVersion() throws ApiError {
    String text = request.parameter("resourceVersion");
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiError.of(500, "", "resourceVersion: Invalid value: \"" + text + "\"");
    }
  }
}
