package org.mcpruntime.watcher.cli.up;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.LoggerFactory;

/** What is to be closed, the newest first. */
final class OpenResources implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Whatever cannot be closed must not keep the rest from being closed. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      closeQuietly(opened.pop());
    }
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LoggerFactory.getLogger(Up.class)
          .atWarn()
          .addKeyValue("resource", resource.getClass().getSimpleName())
          .setCause(e)
          .log("closing failed");
    }
  }
}
