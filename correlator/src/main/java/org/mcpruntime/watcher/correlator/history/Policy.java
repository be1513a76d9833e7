package org.mcpruntime.watcher.correlator.history;

import org.jspecify.annotations.Nullable;

/**
 * Rules that a cluster was evaluated with.
 *
 * @param since time of the first record evaluated with them by that build, milliseconds
 * @param rules the effective text; empty when it is there and nobody can read it
 * @param build version of the program; null when it is not told
 */
public record Policy(
    long since, String rulesHash, String rules, @Nullable String build) {

  public boolean isReadable() {
    return !rules.isEmpty();
  }
}
