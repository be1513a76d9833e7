package org.mcpruntime.watcher.testbed.kube;

import org.jspecify.annotations.Nullable;

/** Who is admitted: anybody, until one bearer token is required. Thread-safe. */
final class Credentials {
  private volatile @Nullable String token;

  void require(String required) {
    token = required;
  }

  boolean admits(HttpRequest request) {
    String required = token;
    return required == null || request.header("authorization").equals("Bearer " + required);
  }
}
