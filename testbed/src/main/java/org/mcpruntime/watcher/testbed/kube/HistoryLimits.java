package org.mcpruntime.watcher.testbed.kube;

/**
 * How much of the past a store keeps per type for watches; whoever is further behind must list
 * again.
 *
 * @param changes at least 1
 * @param bytes sum of the objects' JSON
 */
public record HistoryLimits(int changes, long bytes) {
  static final HistoryLimits DEFAULT = new HistoryLimits(10_000, 32L << 20);

  public HistoryLimits {
    if (changes < 1 || bytes < 1) {
      throw new IllegalArgumentException("history limits must be positive");
    }
  }
}
