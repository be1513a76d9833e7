package org.mcpruntime.watcher.collector.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
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

  private final String cluster;
  private final String clusterUid;
  private final Duration tickInterval;
  private final EventWriter writer;
  private final Map<KindId, KindLedger> kinds = new TreeMap<>();
  private long tick;
  private @Nullable Instant tickAt;

  /**
   * @param committed what the topics hold; owned by the ledger from here on
   * @param now begins the session; no record is older
   */
  public ClusterLedger(
      String cluster,
      String clusterUid,
      List<KindSpec> specs,
      Duration tickInterval,
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
    for (KindSpec spec : specs) {
      kinds.put(
          spec.id(),
          new KindLedger(
              cluster,
              spec,
              writer,
              committed.inventory(spec.id()),
              committed.kind(spec.id()),
              begin));
    }
  }

  /** Where each kind's watch goes on; kinds that have to be listed are not in it. */
  public Map<KindId, String> positions() {
    Map<KindId, String> positions = new HashMap<>();
    for (KindLedger kind : kinds.values()) {
      String position = kind.position();
      if (position != null) {
        positions.put(kind.id(), position);
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
      kind(input.kind()).undecodable();
      dead(undecodable, now, out);
      return true;
    }
    return kind(input.kind()).apply(input, now, out);
  }

  /** Tells where the SNAPSHOT_BEGIN that was just written for a kind stands; before the kind's next input. */
  public void snapshotBegan(KindId kind, long offset) {
    kind(kind).snapshotBegan(offset);
  }

  /** Whether a boundary of the tick interval has passed since the newest tick, or there was none in this session. */
  public boolean tickDue(Instant now) {
    Instant newest = tickAt;
    Instant time = now.isAfter(writer.time()) ? now : writer.time();
    return newest == null || interval(time) > interval(newest);
  }

  /** Writes one TICK, however many boundaries have passed. */
  public void tick(Instant now, Consumer<Outgoing> out) {
    ClusterEvent event = writer.ofCluster(Operation.TICK, now);
    event.setTick(++tick);
    event.setBaseOffset(baseOffset());
    List<KindCoverage> coverage = new ArrayList<>();
    for (KindLedger kind : kinds.values()) {
      if (kind.covered()) {
        coverage.add(kind.coverage());
      }
    }
    event.setCoverage(coverage);
    tickAt = event.getObservedAt();
    out.accept(
        new Outgoing.Event(ObjectKey.control(cluster, "Tick"), event, Outgoing.Table.UNTOUCHED));
  }

  /** Writes the entries of the state table that this transaction changes; last thing before its commit. */
  public void writeState(Consumer<Outgoing> out) {
    kinds.values().forEach(kind -> kind.writeState(out));
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
    List<KindStatus> covered = new ArrayList<>();
    for (KindLedger kind : kinds.values()) {
      if (kind.covered()) {
        covered.add(kind.status());
      }
    }
    return new LedgerStatus(
        writer.epoch(), writer.sequence(), tick, tickAt, writer.time(), covered);
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
        if (kind.covered() && !kind.isBlind()) {
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
    letter.setGroup(input.kind().group());
    letter.setKind(input.kind().kind());
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
