package org.mcpruntime.watcher.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The registry gave no usable answer, or does not know what it is asked for. Its message names the request and the registry, never credentials. The record at
 * hand may be sound: who reads should stop or wait, not set the record aside; a plain {@link SerializationException}
 * means that the record itself is bad.
 */
public final class RegistryException extends SerializationException {
  private static final long serialVersionUID = 1L;

  private final int status;

  RegistryException(String message, int status, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** HTTP status of the answer; 0 when there was none. */
  public int status() {
    return status;
  }

  /** Whether asking again later may help: no answer, too many requests, or a failure of the registry. */
  public boolean isOutage() {
    return status == 0 || status == 429 || status >= 500;
  }
}
