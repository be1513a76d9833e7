package org.mcpruntime.watcher.correlator.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of comparing a replay with what was published.
 *
 * @param compared incident records on which both agree or differ
 * @param differences how many differ
 * @param first the first of them
 * @param notCompared stretches that were asked for and could not be verified
 * @param unreadable records of the log that cannot be read; the live engine set them aside too
 * @param events records of the log that were read
 */
public record Verification(
    long compared,
    long differences,
    @Nullable Difference first,
    List<Unverified> notCompared,
    long unreadable,
    long events) {

  /**
   * A stretch that was not compared.
   *
   * @param from milliseconds, inclusive
   * @param to milliseconds, exclusive
   */
  public record Unverified(long from, long to, String why) {}

  public Verification {
    notCompared = List.copyOf(notCompared);
  }

  public boolean identical() {
    return differences == 0;
  }
}
