package org.mcpruntime.watcher.collector.publish;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.schemas.avro.CollectorState;

/**
 * What the topics hold of a cluster: the leader entry, each scope's entry, and the keys of the live objects. Read once when
 * a session begins, and handed to its ledger, which owns the inventories from then on.
 */
public final class Committed {
  private @Nullable CollectorState leader;
  private final Map<Scope, CollectorState> scopes = new HashMap<>();
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
  CollectorState scope(Scope scope) {
    return scopes.get(scope);
  }

  /** Scopes that have an entry, whether they are still collected or not. */
  Set<Scope> scopes() {
    return Set.copyOf(scopes.keySet());
  }

  /** Kinds of which live objects are known, whether they are still collected or not. */
  Set<KindId> kinds() {
    return Set.copyOf(inventories.keySet());
  }

  Inventory inventory(KindId kind) {
    return inventories.computeIfAbsent(kind, unknown -> new Inventory());
  }

  void leader(@Nullable CollectorState entry) {
    leader = entry;
  }

  /** Null: the entry was removed. */
  void scope(Scope scope, @Nullable CollectorState entry) {
    if (entry == null) {
      scopes.remove(scope);
    } else {
      scopes.put(scope, entry);
    }
  }
}
