package org.mcpruntime.watcher.cli.up;

/** The user stopped it before it was up. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("stopped", null, false, false);
  }
}
