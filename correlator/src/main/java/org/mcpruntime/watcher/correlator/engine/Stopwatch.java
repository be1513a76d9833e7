package org.mcpruntime.watcher.correlator.engine;

/**
 * Counts seen time, and can pause.
 *
 * @param began when it started, milliseconds; the horizon counts from here
 * @param counted seen milliseconds before {@code running}
 * @param running since when it runs; -1 while it is paused
 */
record Stopwatch(long began, long counted, long running) {

  /** How much of a stretch of time was seen. */
  @FunctionalInterface
  interface SeenTime {
    long between(long from, long to);
  }

  static Stopwatch started(long now) {
    return new Stopwatch(now, 0, now);
  }

  long elapsed(long now, SeenTime seen) {
    return counted + (running < 0 ? 0 : seen.between(running, now));
  }

  Stopwatch paused(long now, SeenTime seen) {
    return running < 0 ? this : new Stopwatch(began, elapsed(now, seen), -1);
  }

  Stopwatch resumed(long now) {
    return running >= 0 ? this : new Stopwatch(began, counted, now);
  }

  void write(ByteWriter out) {
    out.number(began).number(counted).number(running);
  }

  static Stopwatch read(ByteReader in) {
    return new Stopwatch(in.number(), in.number(), in.number());
  }
}
