package org.mcpruntime.watcher.collector.kind;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.mcpruntime.watcher.collector.api.ApiFailure;

/** How long one reader waits before it asks again: doubling, with jitter, and never before the server allows it. */
final class Backoff {
  private final Pacing pacing;
  private final RandomGenerator random;
  private Duration next;

  Backoff(Pacing pacing, RandomGenerator random) {
    this.pacing = pacing;
    this.random = random;
    this.next = pacing.firstRetry();
  }

  void reset() {
    next = pacing.firstRetry();
  }

  /** The wait after one more failure. */
  Duration after(ApiFailure failure) {
    boolean refused = failure instanceof ApiFailure.Forbidden
        || failure instanceof ApiFailure.NotFound
        || failure instanceof ApiFailure.Unauthorized;
    Duration own = refused ? pacing.refusedRetry() : step();
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    return own.compareTo(asked) > 0 ? own : asked;
  }

  /** The wait after one more attempt that brought nothing. */
  Duration step() {
    long nanos = next.toNanos();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(pacing.longestRetry()) > 0 ? pacing.longestRetry() : doubled;
    return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
  }
}
