package org.mcpruntime.watcher.collector.api;

import org.jspecify.annotations.Nullable;

/**
 * A kind as the API serves it, in the one version that is read.
 *
 * @param version such as {@code v1}
 * @param plural resource name in paths, such as {@code pods}
 */
public record ServedKind(KindId id, String version, String plural, boolean namespaced) {
  /** {@code v1} for the core group, {@code apps/v1} for others. */
  public String apiVersion() {
    return id.group().isEmpty() ? version : id.group() + '/' + version;
  }

  /** Path and query of one page of the list; the first page reads the newest state, the others the same state. */
  public String listPath(int limit, @Nullable String continueToken) {
    String path = path() + "?limit=" + limit;
    return continueToken == null ? path : path + "&continue=" + Query.encode(continueToken);
  }

  /**
   * Path and query of a watch.
   *
   * @param resourceVersion position after which changes are told
   */
  public String watchPath(String resourceVersion, long timeoutSeconds) {
    return path()
        + "?watch=1&allowWatchBookmarks=true&resourceVersion="
        + Query.encode(resourceVersion)
        + "&timeoutSeconds="
        + timeoutSeconds;
  }

  private String path() {
    return (id.group().isEmpty() ? "/api/" : "/apis/") + apiVersion() + '/' + plural;
  }
}
