package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.schemas.avro.CoverageState;

/**
 * One kind in the ledger: its scopes, and what they are together, which is what the coverage tells. A kind is seen only as
 * well as the scope that is seen worst. One thread.
 */
final class KindLedger {
  private static final Comparator<ScopeLedger> WORST_FIRST =
      Comparator.comparingInt(scope -> rank(scope.state()));

  private final KindSpec spec;
  private final Map<Scope, ScopeLedger> scopes = new TreeMap<>();
  private final int notCollected;
  private final Instant begun;

  /** Whether the API has it, as far as is known. */
  private boolean served;

  /** Name of the CustomResourceDefinition that would make the API serve it; null before it is served. */
  private @Nullable String definition;

  /** Makes the ledger of a scope from what is known of it. */
  interface Scopes {
    ScopeLedger begin(Scope scope, @Nullable String selectors, Inventory inventory);
  }

  /**
   * @param inventory of the whole kind; divided among the scopes
   * @param served whether it has been read before
   */
  KindLedger(KindSpec spec, Inventory inventory, boolean served, Instant now, Scopes makes) {
    this.spec = spec;
    this.served = served;
    this.begun = now;
    String selectors = spec.selection().selectors();
    if (spec.selection().namespaces().isEmpty()) {
      Scope all = Scope.all(spec.id());
      scopes.put(all, makes.begin(all, selectors, inventory));
      notCollected = 0;
      return;
    }
    Map<String, Inventory> divided = inventory.byNamespace();
    int left = inventory.size();
    for (Scope scope : spec.scopes()) {
      Inventory own = divided.getOrDefault(scope.namespace(), new Inventory());
      left -= own.size();
      scopes.put(scope, makes.begin(scope, selectors, own));
    }
    notCollected = left;
  }

  KindId id() {
    return spec.id();
  }

  Iterable<ScopeLedger> scopes() {
    return scopes.values();
  }

  boolean apply(Input input, Instant now, Consumer<Outgoing> out) {
    ScopeLedger scope = scope(input.scope());
    if (input instanceof Input.Served begins) {
      definition = begins.plural() + '.' + id().group();
    }
    if (input instanceof Input.NotServed) {
      served = false;
    } else if (input instanceof Input.Served
        || input instanceof Input.WatchOpened
        || input instanceof Input.ListBegin) {
      served = true;
    }
    return scope.apply(input, now, out);
  }

  /** Whether objects of another scope, which is not collected now, are among this kind's. */
  boolean supersedes(Scope other) {
    return !scopes.containsKey(other)
        && (other.namespace().isEmpty() || spec.selection().namespaces().isEmpty());
  }

  ScopeLedger scope(Scope wanted) {
    ScopeLedger scope = scopes.get(wanted);
    if (scope == null) {
      throw new IllegalStateException("a scope that is not collected: " + wanted);
    }
    return scope;
  }

  /**
   * Learns whether the kind lives by a CustomResourceDefinition; where it did, and that is gone, its objects are gone.
   *
   * @param definitions the kind that holds all definitions; null when it is not collected
   */
  void reconcile(@Nullable KindLedger definitions, Instant now, Consumer<Outgoing> out) {
    if (definitions == null || definitions.state() != CoverageState.SYNCED) {
      return;
    }
    String name = definition;
    if (served && name != null && definitions.knows(name)) {
      scopes.values().forEach(scope -> scope.definedBy(name));
    }
    if (!served) {
      for (ScopeLedger scope : scopes.values()) {
        String needed = scope.definition();
        if (needed != null && !definitions.knows(needed)) {
          scope.kindIsGone(now, out);
        }
      }
    }
  }

  /** Whether a reader of the log is told about this kind. */
  boolean covered() {
    return served || !spec.optional() || objects() > 0;
  }

  CoverageState state() {
    return notCollected > 0 ? CoverageState.BLIND : worst().state();
  }

  /** Begin of the oldest among the newest complete lists of its scopes; null when one has none. */
  @Nullable
  Long snapshotBeginOffset() {
    Long oldest = null;
    for (ScopeLedger scope : scopes.values()) {
      Long begin = scope.snapshots().beginOffset();
      if (begin == null) {
        return null;
      }
      oldest = oldest == null ? begin : Long.valueOf(Math.min(oldest, begin));
    }
    return oldest;
  }

  KindStatus status() {
    ScopeLedger worst = worst();
    List<ScopeLedger> all = List.copyOf(scopes.values());
    boolean left = notCollected > 0 && worst.state() != CoverageState.BLIND;
    return new KindStatus(
        id(),
        worst.version(),
        left ? CoverageState.BLIND : worst.state(),
        left ? KindStatus.NOT_COLLECTED : worst.reason(),
        left ? begun : worst.since(),
        oldest(all.stream().map(ScopeLedger::lastProgress).toList()),
        objects(),
        all.size() == 1 ? all.get(0).position() : null,
        oldest(all.stream().map(scope -> scope.snapshots().at()).toList()),
        all.stream().map(ScopeLedger::counts).reduce(KindCounts.NONE, KindCounts::plus));
  }

  private boolean knows(String name) {
    return scope(Scope.all(id())).inventory().find("", name) != null;
  }

  private long objects() {
    long sum = notCollected;
    for (ScopeLedger scope : scopes.values()) {
      sum += scope.inventory().size();
    }
    return sum;
  }

  private ScopeLedger worst() {
    return scopes.values().stream().min(WORST_FIRST).orElseThrow();
  }

  private static int rank(CoverageState state) {
    return switch (state) {
      case BLIND -> 0;
      case SYNCING -> 1;
      default -> 2;
    };
  }

  /** The oldest; null when one is missing. */
  private static @Nullable Instant oldest(List<@Nullable Instant> times) {
    Instant oldest = Instant.MAX;
    for (Instant time : times) {
      if (time == null) {
        return null;
      }
      oldest = time.isBefore(oldest) ? time : oldest;
    }
    return oldest;
  }
}
