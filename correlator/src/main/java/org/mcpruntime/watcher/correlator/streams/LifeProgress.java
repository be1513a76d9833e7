package org.mcpruntime.watcher.correlator.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a cluster has come to life.
 *
 * @param left positions of the log that are still to be read; positions have holes, so these are not records
 * @param total when it began
 * @param evaluatedThrough what readers have been told of it
 * @param began when reading began; null while others come first
 */
public record LifeProgress(
    long left,
    long total,
    Instant evaluatedThrough,
    @Nullable Instant began) {

  /** How long it may take; empty when nobody knows yet. */
  public Optional<Duration> timeLeft(Instant now) {
    long read = total - left;
    return began == null || read <= 0
        ? Optional.empty()
        : Optional.of(Duration.between(began, now).multipliedBy(left).dividedBy(read));
  }
}
