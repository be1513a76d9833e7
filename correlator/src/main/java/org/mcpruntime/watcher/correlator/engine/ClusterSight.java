package org.mcpruntime.watcher.correlator.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mcpruntime.watcher.checks.facts.KindRef;

/**
 * How a cluster stood at its newest TICK, for people; decides nothing.
 *
 * @param partition of the events topic that holds the cluster
 * @param evaluatedThrough time of that TICK
 * @param open open incidents
 * @param blind kinds that are not seen, and why
 */
public record ClusterSight(
    int partition,
    Instant evaluatedThrough,
    SortedMap<Grade, Integer> open,
    SortedMap<KindRef, String> blind) {

  /**
   * What open incidents are counted by.
   *
   * @param severity such as {@code CRITICAL}
   */
  public record Grade(String check, String severity) implements Comparable<Grade> {
    @Override
    public int compareTo(Grade other) {
      int byCheck = check.compareTo(other.check);
      return byCheck != 0 ? byCheck : severity.compareTo(other.severity);
    }
  }

  public ClusterSight {
    open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
    blind = Collections.unmodifiableSortedMap(new TreeMap<>(blind));
  }
}
