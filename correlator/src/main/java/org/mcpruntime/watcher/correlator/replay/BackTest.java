package org.mcpruntime.watcher.correlator.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.replay.Timeline.Played;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;

/**
 * What other rules would have said of the same log: two replays, compared by incident key. An incident
 * counts in each of them when it is open there as the stretch begins, or is told in it.
 */
public final class BackTest {

  /** What becomes of an incident key. */
  public enum Outcome {
    /** Open or told under the other rules alone. */
    OPENED,
    /** Still open at the end, and over under the other rules. */
    CLOSED,
    /** Over at the end, and still open under the other rules. */
    STAYS_OPEN,
    /** Fewer episodes under the other rules. */
    MERGED,
    /** More episodes under the other rules. */
    SPLIT,
    /** Neither open nor told under the other rules. */
    SILENT
  }

  /**
   * One incident key that the other rules change.
   *
   * @param before its episodes under the rules of now, as last told
   * @param after its episodes under the other rules, as last told
   */
  public record Change(String key, Outcome outcome, List<Incident> before, List<Incident> after) {

    public Change {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    /** Empty for what belongs to no namespace. */
    public String namespace() {
      String namespace = (before.isEmpty() ? after : before).get(0).getNamespace();
      return namespace == null ? "" : namespace;
    }
  }

  /**
   * What came of it.
   *
   * @param before episodes under the rules of now
   * @param after episodes under the other rules
   * @param changes by incident key; keys without a change are left out
   */
  public record Result(Played played, long before, long after, List<Change> changes) {
    public Result {
      changes = List.copyOf(changes);
    }
  }

  private final ClusterHistory history;
  private final EngineSettings settings;

  public BackTest(ClusterHistory history, EngineSettings settings) {
    this.history = history;
    this.settings = settings;
  }

  /** Compares the rules of the settings with others over what is stamped from {@code from} to {@code to}. */
  public Result compare(Rules others, long from, long to, Progress progress) {
    Map<String, Map<String, Incident>> before = new TreeMap<>();
    Map<String, Map<String, Incident>> after = new TreeMap<>();
    play(settings, from, to, before, progress);
    Played played = play(settings.withRules(others), from, to, after, progress);
    List<Change> changes = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      List<Incident> was = episodes(before, key);
      List<Incident> is = episodes(after, key);
      Outcome outcome = outcome(was, is);
      if (outcome != null) {
        changes.add(new Change(key, outcome, was, is));
      }
    }
    return new Result(played, count(before), count(after), changes);
  }

  private Played play(
      EngineSettings rules,
      long from,
      long to,
      Map<String, Map<String, Incident>> all,
      Progress progress) {
    return new Timeline(history, rules)
        .play(from, to, incident -> lead(all, incident), incident -> put(all, incident), progress);
  }

  private static @Nullable Outcome outcome(List<Incident> was, List<Incident> is) {
    if (was.isEmpty()) {
      return Outcome.OPENED;
    } else if (is.isEmpty()) {
      return Outcome.SILENT;
    } else if (is.size() != was.size()) {
      return is.size() < was.size() ? Outcome.MERGED : Outcome.SPLIT;
    }
    boolean wasOpen = isOpen(was);
    return wasOpen == isOpen(is) ? null : wasOpen ? Outcome.CLOSED : Outcome.STAYS_OPEN;
  }

  private static boolean isOpen(List<Incident> episodes) {
    return episodes.stream().anyMatch(each -> each.getStatus() == IncidentStatus.OPEN);
  }

  /** What is over before the stretch begins is left out of it. */
  private static void lead(Map<String, Map<String, Incident>> all, Incident incident) {
    if (incident.getStatus() == IncidentStatus.OPEN) {
      put(all, incident);
    } else {
      all.remove(incident.getKey());
    }
  }

  private static void put(Map<String, Map<String, Incident>> all, Incident incident) {
    all.computeIfAbsent(incident.getKey(), key -> new TreeMap<>())
        .put(incident.getOpenedAt() + incident.getId(), incident);
  }

  private static List<Incident> episodes(Map<String, Map<String, Incident>> all, String key) {
    Map<String, Incident> episodes = all.get(key);
    return episodes == null ? List.of() : List.copyOf(episodes.values());
  }

  private static long count(Map<String, Map<String, Incident>> all) {
    return all.values().stream().mapToLong(Map::size).sum();
  }
}
