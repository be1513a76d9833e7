package org.mcpruntime.watcher.cli.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.correlator.engine.KindWatch;
import org.mcpruntime.watcher.correlator.replay.PastCluster;
import org.mcpruntime.watcher.correlator.replay.PastCluster.Coverage;
import org.mcpruntime.watcher.correlator.replay.PastCluster.KindSight;

/**
 * A time in which one kind was not seen, to the accuracy of a tick.
 *
 * @param reasons one after the other: a collector that was away has to list first
 */
public record UnseenStretch(KindRef kind, List<String> reasons, Instant from, Instant to) {

  private record Going(Instant since, Set<String> reasons) {}

  public UnseenStretch {
    reasons = List.copyOf(reasons);
  }

  /** Takes the cluster from one time to another, and tells what was not seen on the way. */
  static List<UnseenStretch> on(PastCluster past, Instant from, Instant to) {
    List<UnseenStretch> ended = new ArrayList<>();
    Map<KindRef, Going> going = new TreeMap<>();
    for (Instant at = from; at.isBefore(to); at = at.plus(past.tickInterval())) {
      step(past.moveTo(at).coverage(), from, at, going, ended);
    }
    step(past.moveTo(to).coverage(), from, to, going, ended);
    going.forEach((kind, each) ->
        ended.add(new UnseenStretch(kind, List.copyOf(each.reasons), each.since, to)));
    ended.sort(Comparator.comparing(UnseenStretch::from)
        .thenComparing(UnseenStretch::to)
        .thenComparing(UnseenStretch::kind));
    return ended;
  }

  private static void step(
      Coverage coverage,
      Instant from,
      Instant now,
      Map<KindRef, Going> going,
      List<UnseenStretch> ended) {
    for (KindSight each : coverage.kinds()) {
      if (!each.sight().seen()) {
        going
            .computeIfAbsent(
                each.kind(),
                kind -> new Going(latest(from, begin(each, coverage, now)), new LinkedHashSet<>()))
            .reasons
            .add(each.sight().reason());
      } else {
        Going over = going.remove(each.kind());
        if (over != null) {
          ended.add(new UnseenStretch(each.kind(), List.copyOf(over.reasons), over.since, now));
        }
      }
    }
  }

  /** A TICK tells since when a kind is blind; what no TICK tells began with the last record, or now. */
  private static Instant begin(KindSight kind, Coverage coverage, Instant now) {
    Instant newest = coverage.newest();
    return switch (kind.sight().reason()) {
      case PastCluster.SILENT -> newest == null ? now : newest;
      case KindWatch.NO_PROGRESS -> now;
      default -> kind.since();
    };
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
