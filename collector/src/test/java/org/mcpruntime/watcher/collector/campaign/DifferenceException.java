package org.mcpruntime.watcher.collector.campaign;

import org.jspecify.annotations.Nullable;

/** The log and the server's history do not agree. */
final class DifferenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String key;

  /** @param key the object it is about; null when it is about none */
  DifferenceException(String message, @Nullable String key) {
    super(message);
    this.key = key;
  }

  @Nullable
  String key() {
    return key;
  }
}
