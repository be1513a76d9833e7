package org.mcpruntime.watcher.testbed.kube;

/** The changes after a position are forgotten: the reader must list again (410 Gone). */
public final class ExpiredException extends Exception {
  private static final long serialVersionUID = 1L;

  ExpiredException(long asked, long oldest) {
    super("too old resource version: " + asked + " (" + oldest + ")");
  }
}
