package org.mcpruntime.watcher.correlator.engine;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mcpruntime.watcher.checks.assess.Assessor;
import org.mcpruntime.watcher.checks.assess.BlastRadius;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Impact;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.correlator.engine.GroupIndex.Hit;

/** All failing incidents of one cause group, counted as they come and go. */
final class GroupHits {

  private static final Comparator<ObjectRef> BY_PLACE = Comparator.comparing(ObjectRef::namespace)
      .thenComparing(ObjectRef::name)
      .thenComparing(Comparator.naturalOrder());
  private static final Comparator<Hit> HITS_BY_PLACE = Comparator.comparing(
          (Hit hit) -> hit.key().anchor(), BY_PLACE)
      .thenComparing(hit -> hit.key().text());
  private static final Comparator<Hit> HITS_BY_TIME =
      Comparator.comparingLong((Hit hit) -> hit.open().grouped()).thenComparing(HITS_BY_PLACE);

  private final TreeSet<Hit> byPlace = new TreeSet<>(HITS_BY_PLACE);
  private final TreeSet<Hit> byTime = new TreeSet<>(HITS_BY_TIME);
  private final TreeMap<ObjectRef, Integer> workloads = new TreeMap<>(BY_PLACE);
  private final TreeMap<String, Integer> namespaces = new TreeMap<>();
  private final TreeMap<Severity, Integer> severities = new TreeMap<>();
  private final TreeMap<Impact, Integer> impacts = new TreeMap<>();

  void add(Hit hit) {
    byPlace.add(hit);
    byTime.add(hit);
    count(hit, 1);
  }

  void remove(Hit hit) {
    byPlace.remove(hit);
    byTime.remove(hit);
    count(hit, -1);
  }

  boolean isEmpty() {
    return byPlace.isEmpty();
  }

  Hit newest() {
    return byTime.last();
  }

  /** Those that name the group since this time or later, oldest first. */
  List<Hit> since(long time) {
    return byTime.descendingSet().stream()
        .takeWhile(hit -> hit.open().grouped() >= time)
        .sorted(HITS_BY_TIME)
        .toList();
  }

  BlastRadius radius() {
    return new BlastRadius(
        workloads.keySet().stream()
            .limit(Assessor.MEMBERS)
            .map(BlastRadius::place)
            .toList(),
        workloads.size(),
        namespaces.keySet().stream().limit(BlastRadius.NAMESPACES).toList(),
        namespaces.size(),
        severities.lastKey(),
        impacts.lastKey(),
        byPlace.stream().limit(BlastRadius.EXAMPLES).map(GroupHits::example).toList());
  }

  private void count(Hit hit, int by) {
    count(workloads, hit.key().anchor(), by);
    count(namespaces, hit.key().anchor().namespace(), by);
    count(severities, Severity.valueOf(hit.open().told().getSeverity().name()), by);
    count(impacts, Impact.valueOf(hit.open().told().getImpact().name()), by);
  }

  private static <K> void count(SortedMap<K, Integer> counts, K key, int by) {
    counts.merge(key, by, (before, more) -> before + more == 0 ? null : before + more);
  }

  private static Evidence example(Hit hit) {
    return BlastRadius.example(
        hit.key().anchor(), hit.key().check(), hit.open().told().getMessage());
  }
}
