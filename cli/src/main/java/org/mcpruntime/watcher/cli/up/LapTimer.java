package org.mcpruntime.watcher.cli.up;

import java.time.Duration;

/** Time between steps. */
final class LapTimer {
  private long last = System.nanoTime();

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - last);
  }

  /** The time since the last lap, and the begin of the next. */
  Duration lap() {
    long now = System.nanoTime();
    Duration lap = Duration.ofNanos(now - last);
    last = now;
    return lap;
  }
}
