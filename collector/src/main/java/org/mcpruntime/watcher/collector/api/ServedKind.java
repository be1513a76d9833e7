package org.mcpruntime.watcher.collector.api;

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
}
