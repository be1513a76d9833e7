package org.mcpruntime.watcher.correlator.engine;

import java.util.function.IntSupplier;

/**
 * Of what an engine keeps decoded, the part of one cluster: all of them together need about as much memory as one alone.
 *
 * @param clusters how many there are now
 */
record Share(IntSupplier clusters) {

  /** Less than that serves nobody. */
  private static final int LEAST = 16;

  /** How many entries this cluster may keep. */
  int of(int entries) {
    return Math.max(LEAST, entries / Math.max(1, clusters.getAsInt()));
  }
}
