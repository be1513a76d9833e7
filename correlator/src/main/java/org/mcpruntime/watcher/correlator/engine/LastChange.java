package org.mcpruntime.watcher.correlator.engine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.SpecChange;
import org.mcpruntime.watcher.checks.facts.ConfigMapFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * What changed at a workload, its MCPServer or that server's policy within the half hour before it began to fail. What is
 * older than the horizon when the incident opens, and what happened at a time that nobody can tell, is left out.
 */
final class LastChange {

  private static final long BEFORE_MILLIS = 30 * 60 * 1000L;
  private static final int TOLD = 3;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE_AND_CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  /** @param from before {@code to} when it is only known to lie between them */
  private record Dated(long from, long to, SpecChange change) {}

  private final ClusterState state;
  private final ClusterView view;
  private final long horizonMillis;

  LastChange(ClusterState state, ClusterView view, long horizonMillis) {
    this.state = state;
    this.view = view;
    this.horizonMillis = horizonMillis;
  }

  /**
   * Such as {@code image 1.4.2→1.5.0 at 02:39}: the newest of each sort, the newest first; times are UTC, with the date where
   * it is not that of {@code now}. Null when nothing is known.
   */
  @Nullable
  String before(Onset onset, ObjectRef anchor, @Nullable ObjectRef server, long now) {
    long began = onset.at() == Onset.UNKNOWN ? onset.record().at() : onset.at();
    List<Dated> found = new ArrayList<>();
    for (ObjectRef place : places(anchor, server)) {
      StoredObject object = view.stored(place);
      for (RecentChange recent : object == null ? List.<RecentChange>of() : object.changes()) {
        Dated change = dated(recent, place);
        if (change != null
            && change.from() > now - horizonMillis
            && change.from() <= began
            && change.to() >= began - BEFORE_MILLIS) {
          found.add(change);
        }
      }
    }
    found.sort(Comparator.comparingLong(Dated::to).reversed().thenComparing(each -> each.change()
        .sort()));
    String text = told(found).stream()
        .map(each -> each.change().text() + when(each, now))
        .collect(Collectors.joining(", "));
    return text.isEmpty() ? null : text;
  }

  private static List<ObjectRef> places(ObjectRef anchor, @Nullable ObjectRef server) {
    List<ObjectRef> places = new ArrayList<>(List.of(anchor));
    ObjectRef top = anchor.kindRef().equals(Kinds.MCP_SERVER) ? anchor : server;
    if (top != null) {
      places.add(new ObjectRef(
          Kinds.CONFIG_MAP.group(),
          Kinds.CONFIG_MAP.kind(),
          top.namespace(),
          top.name() + ConfigMapFacts.POLICY_SUFFIX));
      if (!top.equals(anchor)) {
        places.add(top);
      }
    }
    return places;
  }

  /** What was not seen when it happened lies within the stretch that was not seen; null when there is none. */
  private @Nullable Dated dated(RecentChange recent, ObjectRef place) {
    long from = state.kind(place.kindRef()).blind().stream()
        .filter(interval -> interval.from() < recent.at() && recent.at() <= interval.to())
        .mapToLong(Interval::from)
        .min()
        .orElse(recent.listed() ? -1 : recent.at());
    return from < 0 ? null : new Dated(from, recent.at(), recent.change());
  }

  /** A generation says less than anything else. */
  private static List<Dated> told(List<Dated> newestFirst) {
    List<Dated> told = new ArrayList<>();
    for (Dated each : newestFirst) {
      if (each.change().sort() != SpecChange.Sort.SPEC
          && told.stream().noneMatch(one -> one.change().sort() == each.change().sort())) {
        told.add(each);
      }
    }
    return told.isEmpty()
        ? newestFirst.stream().limit(1).toList()
        : told.stream().limit(TOLD).toList();
  }

  private static String when(Dated change, long now) {
    return change.from() == change.to()
        ? " at " + time(change.to(), now)
        : " between " + time(change.from(), now) + " and " + time(change.to(), now);
  }

  private static String time(long at, long now) {
    Instant instant = Instant.ofEpochMilli(at);
    boolean today = Math.floorDiv(at, 86_400_000L) == Math.floorDiv(now, 86_400_000L);
    return (today ? CLOCK : DATE_AND_CLOCK).format(instant);
  }
}
