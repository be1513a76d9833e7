package org.mcpruntime.watcher.correlator.engine;

/** The bytes of a record can never be decoded. The message says why, without their content. */
public final class UnreadableRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnreadableRecordException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnreadableRecordException(String message) {
    super(message);
  }
}
