package org.mcpruntime.watcher.checks.facts;

/** An object does not have the shape of its kind. The message names the field, never its value. */
public final class ExtractionException extends Exception {

  private static final long serialVersionUID = 1L;

  ExtractionException(String message) {
    super(message);
  }
}
