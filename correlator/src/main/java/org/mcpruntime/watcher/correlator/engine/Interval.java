package org.mcpruntime.watcher.correlator.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of time that was not seen.
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

  /** How much of [from, to) no interval covers, in milliseconds. */
  static long uncovered(long from, long to, Collection<Interval> intervals) {
    List<Interval> sorted =
        intervals.stream().sorted(Comparator.comparingLong(Interval::from)).toList();
    long seen = 0;
    long at = from;
    for (Interval interval : sorted) {
      if (interval.from() > at) {
        seen += Math.max(0, Math.min(interval.from(), to) - at);
      }
      at = Math.max(at, interval.to());
      if (at >= to) {
        return seen;
      }
    }
    return seen + Math.max(0, to - at);
  }

  void write(ByteWriter out) {
    out.number(from).number(to);
  }

  static Interval read(ByteReader in) {
    return new Interval(in.number(), in.number());
  }
}
