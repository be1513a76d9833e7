package org.mcpruntime.watcher.correlator.engine;

import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;

/**
 * A stretch of time.
 *
 * @param from milliseconds, inclusive
 * @param to milliseconds, exclusive; {@link #OPEN} while it lasts
 */
record Interval(long from, long to) {

  static final long OPEN = Long.MAX_VALUE;

  boolean open() {
    return to == OPEN;
  }

  Interval endedAt(long end) {
    return new Interval(Math.min(from, end), end);
  }

  /** In milliseconds. */
  long length() {
    return to - from;
  }

  void write(BinaryWriter out) {
    out.number(from).number(to);
  }

  static Interval read(BinaryReader in) {
    return new Interval(in.number(), in.number());
  }
}
