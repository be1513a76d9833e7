package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;

/**
 * Counts for how long something was so within the last horizon, as far as that was seen; it can pause. What is older leaves
 * the count bit by bit, so nobody needs to know when it began.
 *
 * @param runs when it was so, the oldest first; the last may go on
 */
record Stopwatch(List<Interval> runs) {

  /** A shorter run does not count, so that a horizon holds some thousands of them at most. */
  private static final long SHORTEST_MILLIS = 1000;

  Stopwatch {
    runs = List.copyOf(runs);
  }

  static Stopwatch started(long now) {
    return new Stopwatch(List.of(new Interval(now, Interval.OPEN)));
  }

  /** Seen milliseconds of the window in which it was so. */
  long elapsed(Window window) {
    return window.counted(runs).stream().mapToLong(Interval::length).sum();
  }

  /**
   * The first time at which so many milliseconds have been counted, if it goes on, is seen, and nothing is told late; now
   * when they have.
   */
  long due(long millis, Window window) {
    long missing = millis - elapsed(window);
    if (missing <= 0) {
      return window.now();
    }
    // While it goes on, what leaves the window counts against it: it grows only where the window
    // leaves uncounted time.
    long at = window.from();
    for (Interval counted : window.counted(runs)) {
      long uncounted = counted.from() - at;
      if (missing <= uncounted) {
        break;
      }
      missing -= uncounted;
      at = counted.to();
    }
    return window.now() + at + missing - window.from();
  }

  /** Whether nothing of it is left in the window: it is as if it had never started. */
  boolean isForgotten(Window window) {
    boolean startsNow = !runs.isEmpty() && last().from() == window.now();
    return window.counted(runs).isEmpty() && !startsNow;
  }

  /** When that will be, if it does not go on. */
  long forgottenAt(Window window) {
    List<Interval> counted = window.counted(runs);
    long end =
        counted.isEmpty() ? window.now() : counted.get(counted.size() - 1).to();
    return end + window.now() - window.from();
  }

  boolean isPaused() {
    return runs.isEmpty() || !last().open();
  }

  Stopwatch paused(Window window) {
    return isPaused() ? this : ended(window.now());
  }

  Stopwatch resumed(Window window) {
    if (!isPaused()) {
      return this;
    }
    List<Interval> all = new ArrayList<>(runs);
    all.removeIf(run -> run.to() <= window.from());
    all.add(new Interval(window.now(), Interval.OPEN));
    return new Stopwatch(all);
  }

  private Stopwatch ended(long now) {
    List<Interval> all = new ArrayList<>(runs);
    Interval last = all.remove(all.size() - 1).endedAt(now);
    if (last.length() >= SHORTEST_MILLIS) {
      all.add(last);
    }
    return new Stopwatch(all);
  }

  private Interval last() {
    return runs.get(runs.size() - 1);
  }

  void write(BinaryWriter out) {
    out.list(runs, run -> run.write(out));
  }

  static Stopwatch read(BinaryReader in) {
    return new Stopwatch(in.list(() -> Interval.read(in)));
  }
}
