package org.mcpruntime.watcher.correlator.history;

/** A file that is no bundle, or one that this program cannot read. The message goes on from the name of the file. */
public final class BundleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BundleException(String message) {
    super(message);
  }
}
