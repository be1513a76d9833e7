package org.mcpruntime.watcher.testbed.kube;

/** A write or a journal that the store refuses; the reason says what a caller may do about it. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a request was refused. */
  public enum Reason {
    ALREADY_EXISTS,
    NOT_FOUND,
    /** The object was changed, or replaced by another of the same name, since it was read. */
    CONFLICT,
    /** The object lacks what every object needs. */
    INVALID,
    /** The journal cannot be read or written; the store must be closed. */
    JOURNAL
  }

  private final Reason reason;

  StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
