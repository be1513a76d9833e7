package org.mcpruntime.watcher.collector.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the API server's clock shows, from the Date header of its newest answer, carried on by this machine's monotonic
 * clock. To the second. Thread-safe.
 */
public final class ServerTime {
  private record Sample(Instant date, long nanos) {}

  private volatile @Nullable Sample sample;

  void observe(String dateHeader) {
    try {
      Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(dateHeader));
      sample = new Sample(date, System.nanoTime());
    } catch (DateTimeException e) {
      // A proxy's odd date is no reason to fail; the sample before it stays.
      return;
    }
  }

  /** The server's time now; empty before the first answer. */
  public Optional<Instant> now() {
    Sample newest = sample;
    return newest == null
        ? Optional.empty()
        : Optional.of(newest.date().plus(Duration.ofNanos(System.nanoTime() - newest.nanos())));
  }
}
