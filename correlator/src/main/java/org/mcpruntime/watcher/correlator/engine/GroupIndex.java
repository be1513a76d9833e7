package org.mcpruntime.watcher.correlator.engine;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which failing incidents name which cause group. Derived from the lives, so nothing of it is stored; a change costs the
 * same however many are hit.
 */
final class GroupIndex {

  /** A failing incident that names a group. */
  record Hit(IncidentKey key, Life.Open open) {

    /** Incident key of the group. */
    String group() {
      String group = open.told().getCauseGroup();
      if (group == null) {
        throw new IllegalStateException(key.text() + " names no group");
      }
      return group;
    }

    /** Whether a group says the same when the other takes the place of this one. */
    boolean countsAs(Hit other) {
      return group().equals(other.group())
          && open.grouped() == other.open.grouped()
          && open.told().getSeverity() == other.open.told().getSeverity()
          && open.told().getImpact() == other.open.told().getImpact();
    }
  }

  private final TreeMap<String, GroupHits> groups = new TreeMap<>();

  /** What a life means to a group; null when it is not failing or names none. An incident that settles hits nobody. */
  static @Nullable Hit hit(String key, Life life) {
    return life instanceof Life.Open open && open.told().getCauseGroup() != null
        ? new Hit(IncidentKey.parse(key), open)
        : null;
  }

  void add(String key, Life life) {
    Hit hit = hit(key, life);
    if (hit != null) {
      groups.computeIfAbsent(hit.group(), group -> new GroupHits()).add(hit);
    }
  }

  void remove(String key, Life life) {
    Hit hit = hit(key, life);
    if (hit != null) {
      groups.computeIfPresent(hit.group(), (group, hits) -> {
        hits.remove(hit);
        return hits.isEmpty() ? null : hits;
      });
    }
  }

  /** All that the group of this incident key hits; null when it hits nobody. */
  @Nullable
  GroupHits of(String group) {
    return groups.get(group);
  }

  /** Groups that hit somebody, under an incident key without aspect. */
  List<String> under(String base) {
    return IncidentKey.under(base, groups);
  }
}
