package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The last horizon, as far as it was seen.
 *
 * @param from its begin, milliseconds; nothing before it counts
 * @param now its end
 * @param unseen stretches of it that were not seen, by their begin; they may overlap
 */
record Window(long from, long now, List<Interval> unseen) {

  Window {
    unseen = List.copyOf(unseen);
  }

  /** The parts of these stretches that lie in the window and were seen, none of them empty; given and taken in order. */
  List<Interval> counted(List<Interval> stretches) {
    List<Interval> counted = new ArrayList<>(stretches.size());
    for (Interval stretch : stretches) {
      long at = Math.max(stretch.from(), from);
      long end = Math.min(stretch.to(), now);
      for (Interval blind : unseen) {
        add(counted, at, Math.min(end, blind.from()));
        at = Math.max(at, blind.to());
      }
      add(counted, at, end);
    }
    return counted;
  }

  private static void add(List<Interval> all, long from, long to) {
    if (from < to) {
      all.add(new Interval(from, to));
    }
  }

  /** Whether the moment before its end was not seen. */
  boolean endsUnseen() {
    return seenUntil() < now;
  }

  /** The end of what was seen last. */
  long seenUntil() {
    long end = now;
    for (int i = 0; i < unseen.size(); i++) {
      Interval blind = unseen.get(i);
      if (blind.from() < end && blind.to() >= end) {
        end = blind.from();
        i = -1;
      }
    }
    return end;
  }
}
