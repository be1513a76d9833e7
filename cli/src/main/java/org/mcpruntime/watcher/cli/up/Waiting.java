package org.mcpruntime.watcher.cli.up;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.correlator.Correlator;
import org.mcpruntime.watcher.correlator.CorrelatorStatus;

/** Waits for what was started, for as long as it makes progress. A stop ends every wait with {@link StoppedException}. */
final class Waiting {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SETTLE = Duration.ofSeconds(8);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final LiveScreen screen;
  private final UpText text;
  private final Path log;
  private final CountDownLatch stopping;

  Waiting(LiveScreen screen, UpText text, Path log, CountDownLatch stopping) {
    this.screen = screen;
    this.text = text;
    this.log = log;
    this.stopping = stopping;
  }

  /**
   * Until everything is seen, or at least most of it: a watch that goes on where it was needs up to a minute to prove
   * itself where the API sends no bookmarks, and that need not keep anybody waiting.
   */
  void untilSettled(Collector collector) throws InterruptedException {
    LapTimer running = new LapTimer();
    await("the collector", () -> progress(collector.status()), () -> {
      CollectorStatus status = collector.status();
      if (!status.isReady() || status.tickAt() == null) {
        running.lap();
      }
      switch (status.phase()) {
        case FAILED, STOPPED ->
          throw new CannotRun("the collector ends: " + status.reason() + " (log: " + log + ")");
        default ->
          screen.waiting(
              "collector", status.reason() == null ? text.collected(status) : status.reason());
      }
      return status.isSettled() || running.elapsed().compareTo(SETTLE) > 0;
    });
  }

  /** All up to a TICK is evaluated; null for anything. */
  void untilEvaluated(Correlator correlator, IncidentFeed feed, @Nullable Instant tick)
      throws InterruptedException {
    await("the correlator", () -> progress(correlator.status(), feed), () -> {
      requireAlive(feed);
      CorrelatorStatus status = correlator.status();
      if (status.failed()) {
        throw new CannotRun("the correlator ends: " + status.reason() + " (log: " + log + ")");
      }
      screen.waiting("correlator", text.preparing(status));
      Instant through = feed.evaluatedThrough();
      return through != null && (tick == null || !through.isBefore(tick));
    });
  }

  /** All that the collector has committed is evaluated. */
  void untilCaughtUp(IncidentFeed feed, Collector collector) throws InterruptedException {
    await("the correlator", () -> String.valueOf(feed.evaluatedThrough()), () -> {
      requireAlive(feed);
      Instant through = feed.evaluatedThrough();
      Instant tick = collector.status().tickAt();
      return through != null && tick != null && !through.isBefore(tick);
    });
  }

  void requireAlive(IncidentFeed feed) {
    RuntimeException failure = feed.failure();
    if (failure != null) {
      throw new CannotRun(
          "the incidents cannot be followed: " + failure.getMessage() + " (log: " + log + ")");
    }
  }

  private static String progress(CollectorStatus status) {
    return status.phase() + " " + status.sequence() + " " + status.objects();
  }

  private static String progress(CorrelatorStatus status, IncidentFeed feed) {
    return status.state() + " " + status.restore() + " " + feed.evaluatedThrough();
  }

  /** A slow machine and a large cluster take their time; what stands still does not. */
  private void await(String what, Supplier<String> progress, BooleanSupplier condition)
      throws InterruptedException {
    String before = progress.get();
    LapTimer still = new LapTimer();
    while (!condition.getAsBoolean()) {
      if (stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoppedException();
      }
      String now = progress.get();
      if (!now.equals(before)) {
        before = now;
        still.lap();
      }
      if (still.elapsed().compareTo(PATIENCE) > 0) {
        throw new CannotRun(what + " is not ready and makes no progress for " + PATIENCE.toSeconds()
            + "s (log: " + log + ")");
      }
    }
  }
}
