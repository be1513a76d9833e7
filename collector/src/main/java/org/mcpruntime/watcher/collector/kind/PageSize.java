package org.mcpruntime.watcher.collector.kind;

/**
 * How many objects to ask for in a page, so that a page stays near {@value #TARGET_BYTES} bytes whatever the kind: the
 * memory of a list depends neither on its length nor much on its objects.
 */
final class PageSize {
  private static final int FIRST = 100;
  private static final int MOST = 500;
  private static final int TARGET_BYTES = 4 << 20;

  private int limit = FIRST;

  int limit() {
    return limit;
  }

  /** Learns from a page. */
  void saw(int objects, int bytes) {
    if (objects > 0) {
      long fitting = (long) TARGET_BYTES * objects / Math.max(1, bytes);
      limit = (int) Math.max(1, Math.min(MOST, fitting));
    }
  }
}
