package org.mcpruntime.watcher.collector.publish;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.schemas.avro.CollectorState;

/**
 * What the topics hold of a cluster: the leader entry, each kind's entry, and the keys of the live objects. Read once when
 * a session begins, and handed to its ledger, which owns the inventories from then on.
 */
public final class Committed {
  private @Nullable CollectorState leader;
  private final Map<KindId, CollectorState> kinds = new HashMap<>();
  private final Map<KindId, Inventory> inventories = new HashMap<>();

  /** A cluster that is not known yet. */
  public static Committed nothing() {
    return new Committed();
  }

  /** Newest leader entry; null for a cluster that is not known yet. */
  public @Nullable CollectorState leader() {
    return leader;
  }

  /** The uid that the cluster's name is bound to; null for a cluster that is not known yet. */
  public @Nullable String clusterUid() {
    CollectorState known = leader;
    return known == null ? null : known.getClusterUid();
  }

  @Nullable
  CollectorState kind(KindId kind) {
    return kinds.get(kind);
  }

  Inventory inventory(KindId kind) {
    return inventories.computeIfAbsent(kind, unknown -> new Inventory());
  }

  void leader(@Nullable CollectorState entry) {
    leader = entry;
  }

  void kind(KindId kind, CollectorState entry) {
    kinds.put(kind, entry);
  }
}
