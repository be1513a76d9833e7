package org.mcpruntime.watcher.schemas.topics;

import java.util.HashSet;
import java.util.Set;

/**
 * Follows the sequence of one cluster, record by record. Remembers at most {@value #REMEMBERED} missing numbers, so that
 * a record that comes late counts as disorder and not as a repeat.
 */
final class SequenceCheck {
  private static final int REMEMBERED = 100_000;

  private final String cluster;
  private final Set<Long> missing = new HashSet<>();
  private long records;
  private long first;
  private long last;
  private long holes;
  private long repeats;
  private long disorders;
  private long badTimes;
  private long misplaced;
  private long lastTime = Long.MIN_VALUE;
  private boolean forgotten;

  SequenceCheck(String cluster) {
    this.cluster = cluster;
  }

  /**
   * Takes the next record.
   *
   * @param forgets whether it is a FORGET: a cluster that returns afterwards begins anew at 1
   */
  void accept(long sequence, long observedAt, long timestamp, boolean inPlace, boolean forgets) {
    if (records == 0) {
      first = sequence;
      last = sequence;
    } else if (sequence == last + 1) {
      last = sequence;
    } else if (sequence == 1 && forgotten) {
      missing.clear();
      last = 1;
    } else if (sequence > last) {
      holes += sequence - last - 1;
      for (long number = last + 1; number < sequence && missing.size() < REMEMBERED; number++) {
        missing.add(number);
      }
      last = sequence;
    } else if (missing.remove(sequence)) {
      holes--;
      disorders++;
    } else {
      repeats++;
    }
    forgotten = forgets;
    records++;
    badTimes += timestamp != observedAt || timestamp < lastTime ? 1 : 0;
    lastTime = timestamp;
    misplaced += inPlace ? 0 : 1;
  }

  SequenceReport.ClusterSequence result() {
    return new SequenceReport.ClusterSequence(
        cluster, records, first, last, holes, repeats, disorders, badTimes, misplaced);
  }
}
