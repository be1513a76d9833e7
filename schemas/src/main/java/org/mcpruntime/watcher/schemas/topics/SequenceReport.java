package org.mcpruntime.watcher.schemas.topics;

import java.util.List;

/**
 * What reading a log of events found.
 *
 * @param topic the log
 * @param clusters one entry per cluster, by name
 * @param unreadable records that could not be decoded
 */
public record SequenceReport(String topic, List<ClusterSequence> clusters, long unreadable) {

  /**
   * One cluster's history. A log whose beginning was deleted by retention starts above 1; that is no hole.
   *
   * @param records how many records were read
   * @param first sequence of the first record
   * @param last highest sequence
   * @param holes sequence numbers below {@code last} that no record has
   * @param repeats records whose sequence another record had before
   * @param disorders records that came after one with a higher sequence, repeats not counted
   * @param badTimes records stamped before the one before them, or whose Kafka timestamp is not their {@code observedAt}
   * @param misplaced records outside the cluster's partition
   */
  public record ClusterSequence(
      String cluster,
      long records,
      long first,
      long last,
      long holes,
      long repeats,
      long disorders,
      long badTimes,
      long misplaced) {

    /** Whether this history is complete, in order and in its place. */
    public boolean isSound() {
      return holes == 0 && repeats == 0 && disorders == 0 && badTimes == 0 && misplaced == 0;
    }
  }

  public SequenceReport {
    clusters = List.copyOf(clusters);
  }

  /** Whether every cluster's history is sound and every record was read. */
  public boolean isSound() {
    return unreadable == 0 && clusters.stream().allMatch(ClusterSequence::isSound);
  }

  /** Decoded records of all clusters. */
  public long records() {
    return clusters.stream().mapToLong(ClusterSequence::records).sum();
  }

  /** Missing numbers of all clusters. */
  public long holes() {
    return clusters.stream().mapToLong(ClusterSequence::holes).sum();
  }

  /** Repeated numbers of all clusters. */
  public long repeats() {
    return clusters.stream().mapToLong(ClusterSequence::repeats).sum();
  }
}
