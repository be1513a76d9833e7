package org.mcpruntime.watcher.collector.kind;

import org.jspecify.annotations.Nullable;

/** Where one reader is in its kind's history; opaque text of the server's. Only its reader moves it. */
final class Position {
  private volatile @Nullable String resourceVersion;

  Position(@Nullable String resourceVersion) {
    this.resourceVersion = resourceVersion;
  }

  /** Null: the kind has to be listed first. */
  @Nullable
  String get() {
    return resourceVersion;
  }

  String require() {
    String known = resourceVersion;
    if (known == null) {
      throw new IllegalStateException("no position before the first list");
    }
    return known;
  }

  void moveTo(String next) {
    resourceVersion = next;
  }

  void forget() {
    resourceVersion = null;
  }
}
