package org.mcpruntime.watcher.testbed.sim.control;

/** The API server refuses a request; the message is the server's. */
final class ForbiddenException extends Exception {
  private static final long serialVersionUID = 1L;

  ForbiddenException(String message) {
    super(message);
  }
}
