package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;

/** Takes from a TICK what is seen of each kind. */
final class CoverageReader {

  /** Why a kind is not seen although a TICK says so: there may be objects that no record read so far has told of. */
  static final String NOT_LISTED = "NoListInLog";

  private final ClusterState state;
  private final long horizonMillis;

  CoverageReader(ClusterState state, long horizonMillis) {
    this.state = state;
    this.horizonMillis = horizonMillis;
  }

  /**
   * What a TICK made different.
   *
   * @param seen kinds that are seen now and were not before
   * @param lost kinds that were seen before and are not now
   * @param ownersMayEndElsewhere whether what is known of owners that are not in view is another thing now
   */
  record News(List<KindRef> seen, List<KindRef> lost, boolean ownersMayEndElsewhere) {

    boolean isNone() {
      return seen.isEmpty() && lost.isEmpty() && !ownersMayEndElsewhere;
    }
  }

  News read(ClusterEvent tick, long now) {
    Map<KindRef, KindCoverage> told = new TreeMap<>();
    for (KindCoverage kind :
        tick.getCoverage() == null ? List.<KindCoverage>of() : tick.getCoverage()) {
      told.put(new KindRef(kind.getGroup().toString(), kind.getKind().toString()), kind);
    }
    if (tick.getBaseOffset() != null) {
      state.rebuildableFrom(tick.getBaseOffset());
    }
    boolean known = state.knows(told.entrySet().stream()
        .filter(each -> each.getValue().getState() == CoverageState.SYNCED)
        .map(Map.Entry::getKey)
        .toList());
    Set<KindRef> all = new TreeSet<>(state.kinds().keySet());
    all.addAll(told.keySet());
    List<KindRef> seen = new ArrayList<>();
    List<KindRef> lost = new ArrayList<>();
    boolean ownersMayEndElsewhere = false;
    for (KindRef kind : all) {
      KindWatch before = state.kind(kind);
      KindWatch after = watch(before, told.get(kind), known, now).since(now - horizonMillis);
      state.kind(kind, after);
      if (after.seen() != before.seen()) {
        (after.seen() ? seen : lost).add(kind);
      }
      ownersMayEndElsewhere |= isLookedAt(after) != isLookedAt(before)
          || (kind.equals(Kinds.MCP_SERVER) && after.seen() != before.seen());
    }
    return new News(seen, lost, ownersMayEndElsewhere);
  }

  private static boolean isLookedAt(KindWatch watch) {
    return watch.state() != Sight.State.NOT_LOOKED_AT;
  }

  private static KindWatch watch(
      KindWatch before, @Nullable KindCoverage told, boolean known, long now) {
    return known || told == null || told.getState() != CoverageState.SYNCED
        ? before.told(told, now)
        : before.lost(
            Sight.State.BLIND,
            NOT_LISTED,
            before.reason().equals(NOT_LISTED) ? before.since() : now);
  }
}
