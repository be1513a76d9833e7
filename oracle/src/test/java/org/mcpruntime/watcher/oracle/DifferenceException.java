package org.mcpruntime.watcher.oracle;

/** What is in the topics is not what must be, or a process did what it must not. */
final class DifferenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DifferenceException(String message) {
    super(message);
  }
}
