package org.mcpruntime.watcher.collector.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.collector.api.Selection;
import org.mcpruntime.watcher.collector.kind.Errand;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;

/**
 * Decides what is written about one cluster. A pure state machine: what was committed, inputs and times go in, records
 * come out; no Kafka, no clock, no I/O. One thread, the publisher's.
 *
 * <p>It runs ahead of what is committed by one transaction. When that fails the ledger is thrown away, and another is made
 * from what the topics hold: there is no way back inside it, and so none that could be wrong.
 */
public final class ClusterLedger {
  private static final String SERVICE = "collector";
  private static final KindId DEFINITION =
      new KindId("apiextensions.k8s.io", "CustomResourceDefinition");

  private final String cluster;
  private final String clusterUid;
  private final Duration tickInterval;
  private final EventWriter writer;
  private final Map<KindId, KindLedger> kinds = new TreeMap<>();
  private final @Nullable KindLedger definitions;
  private final List<KindStatus> notCollected = new ArrayList<>();
  private final Set<Scope> superseded = new TreeSet<>();
  private final List<Errand> errands = new ArrayList<>();
  private @Nullable ScopeLedger newestBegin;
  private long restates;
  private long tick;
  private @Nullable Instant tickAt;

  /**
   * @param committed what the topics hold; owned by the ledger from here on
   * @param pacing tells how often everything is listed again
   * @param now begins the session; no record is older
   */
  public ClusterLedger(
      String cluster,
      String clusterUid,
      List<KindSpec> specs,
      Duration tickInterval,
      Pacing pacing,
      Committed committed,
      Instant now) {
    this.cluster = cluster;
    this.clusterUid = clusterUid;
    this.tickInterval = tickInterval;
    CollectorState leader = committed.leader();
    this.tick = leader == null ? 0 : orZero(leader.getTick());
    Instant lastTime = leader == null ? null : leader.getLastTime();
    this.writer = new EventWriter(
        cluster,
        clusterUid,
        leader == null ? 1 : orZero(leader.getEpoch()) + 1,
        leader == null ? 0 : orZero(leader.getSequence()),
        lastTime == null ? Instant.EPOCH : lastTime);
    Instant begin = writer.stamp(now);
    KindLedger found = null;
    for (KindSpec spec : specs) {
      KindLedger kind = new KindLedger(
          spec,
          committed.inventory(spec.id()),
          committed.scopes().stream().anyMatch(scope -> scope.kind().equals(spec.id())),
          begin,
          (scope, selectors, inventory) -> new ScopeLedger(
              cluster,
              scope,
              selectors,
              writer,
              inventory,
              committed.scope(scope),
              pacing,
              errands::add,
              begin));
      kinds.put(spec.id(), kind);
      if (spec.id().equals(DEFINITION) && spec.selection().equals(Selection.everything())) {
        found = kind;
      }
    }
    definitions = found;
    leaveOthersAlone(committed, begin);
  }

  /**
   * Objects of kinds that are no longer collected stay as they are, and are told as not seen. A position is given up where
   * its objects are another scope's now: who went on from there would tell older versions after newer ones.
   */
  private void leaveOthersAlone(Committed committed, Instant begin) {
    for (Scope scope : committed.scopes()) {
      KindLedger kind = kinds.get(scope.kind());
      if (kind != null && kind.supersedes(scope)) {
        superseded.add(scope);
      }
    }
    for (KindId kind : new TreeSet<>(committed.kinds())) {
      int objects = committed.inventory(kind).size();
      if (!kinds.containsKey(kind) && objects > 0) {
        notCollected.add(KindStatus.notCollected(kind, begin, objects));
      }
    }
  }

  /** Where each scope's watch goes on; scopes that have to be listed are not in it. */
  public Map<Scope, String> positions() {
    Map<Scope, String> positions = new HashMap<>();
    for (KindLedger kind : kinds.values()) {
      for (ScopeLedger scope : kind.scopes()) {
        String position = scope.position();
        if (position != null) {
          positions.put(scope.scope(), position);
        }
      }
    }
    return positions;
  }

  /**
   * Takes one input.
   *
   * @return false when this transaction should be committed and the same input be given again
   */
  public boolean apply(Input input, Instant now, Consumer<Outgoing> out) {
    if (input instanceof Input.Undecodable undecodable) {
      dead(undecodable, now, out);
    }
    KindLedger kind = kind(input.scope().kind());
    boolean whole = kind.apply(input, now, out);
    ScopeLedger scope = kind.scope(input.scope());
    newestBegin = scope.snapshots().awaitsOffset() ? scope : null;
    return whole;
  }

  /** Whether the input just applied wrote a SNAPSHOT_BEGIN, of which {@link #snapshotBegan} must be told. */
  public boolean hasBegun() {
    return newestBegin != null;
  }

  /** Tells where the SNAPSHOT_BEGIN that was just written stands; before the next input. */
  public void snapshotBegan(long offset) {
    ScopeLedger scope = newestBegin;
    if (scope != null) {
      scope.snapshots().standsAt(offset);
      newestBegin = null;
    }
  }

  /** What is to be read beside what the readers read; each is told once, after the commit. */
  public List<Errand> errands() {
    List<Errand> told = List.copyOf(errands);
    errands.clear();
    return told;
  }

  /** Whether a boundary of the tick interval has passed since the newest tick, or there was none in this session. */
  public boolean tickDue(Instant now) {
    Instant newest = tickAt;
    Instant time = now.isAfter(writer.time()) ? now : writer.time();
    return newest == null || interval(time) > interval(newest);
  }

  /** Writes one TICK, however many boundaries have passed. */
  public void tick(Instant now, Consumer<Outgoing> out) {
    for (KindLedger kind : kinds.values()) {
      kind.reconcile(definitions, now, out);
      kind.scopes().forEach(scope -> scope.tick(now, () -> ++restates));
    }
    ClusterEvent event = writer.ofCluster(Operation.TICK, now);
    event.setTick(++tick);
    event.setTickIntervalMillis((int) tickInterval.toMillis());
    event.setBaseOffset(baseOffset());
    event.setCoverage(covered().stream().map(KindStatus::coverage).toList());
    tickAt = event.getObservedAt();
    out.accept(
        new Outgoing.Event(ObjectKey.control(cluster, "Tick"), event, Outgoing.Table.UNTOUCHED));
  }

  /** Writes the entries of the state table that this transaction changes; last thing before its commit. */
  public void writeState(Consumer<Outgoing> out) {
    for (Scope scope : superseded) {
      out.accept(new Outgoing.State(StateKeys.scope(cluster, scope), null, writer.time()));
    }
    superseded.clear();
    kinds.values().forEach(kind -> kind.scopes().forEach(scope -> scope.writeState(out)));
    CollectorState leader = new CollectorState();
    leader.setCluster(cluster);
    leader.setClusterUid(clusterUid);
    leader.setEpoch(writer.epoch());
    leader.setSequence(writer.sequence());
    leader.setTick(tick);
    leader.setLastTime(writer.time());
    out.accept(new Outgoing.State(StateKeys.leader(cluster), leader, writer.time()));
  }

  /** Where it stands; told to others only after a commit. */
  public LedgerStatus status() {
    return new LedgerStatus(
        writer.epoch(), writer.sequence(), tick, tickAt, writer.time(), covered());
  }

  private List<KindStatus> covered() {
    List<KindStatus> covered = new ArrayList<>(notCollected);
    for (KindLedger kind : kinds.values()) {
      if (kind.covered()) {
        covered.add(kind.status());
      }
    }
    covered.sort(Comparator.comparing(KindStatus::kind));
    return covered;
  }

  /**
   * From where a reader can rebuild everything that is known: the oldest begin among the newest complete lists. Kinds that
   * are blind now but were listed before count too, since their objects are known still.
   */
  private @Nullable Long baseOffset() {
    Long base = null;
    for (KindLedger kind : kinds.values()) {
      Long begin = kind.snapshotBeginOffset();
      if (begin == null) {
        if (kind.covered() && kind.state() != CoverageState.BLIND) {
          return null;
        }
      } else if (base == null || begin < base) {
        base = begin;
      }
    }
    return base;
  }

  private void dead(Input.Undecodable input, Instant now, Consumer<Outgoing> out) {
    DeadLetter letter = new DeadLetter();
    letter.setAt(writer.stamp(now));
    letter.setService(SERVICE);
    letter.setCluster(cluster);
    letter.setGroup(input.scope().kind().group());
    letter.setKind(input.scope().kind().kind());
    letter.setResourceVersion(input.position());
    letter.setError(input.error());
    letter.setSizeBytes(input.inputBytes());
    letter.setSha256(input.sha256());
    out.accept(new Outgoing.Dead(ObjectKey.control(cluster, "WatchLine"), letter));
  }

  private KindLedger kind(KindId id) {
    KindLedger kind = kinds.get(id);
    if (kind == null) {
      throw new IllegalStateException("a kind that is not collected: " + id);
    }
    return kind;
  }

  private long interval(Instant time) {
    return Math.floorDiv(time.toEpochMilli(), tickInterval.toMillis());
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
