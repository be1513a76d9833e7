package org.mcpruntime.watcher.collector;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.avro.CoverageState;

/**
 * What a collector does and how far it has committed; a consistent picture of one moment.
 *
 * @param reason why it is in a phase other than RUNNING, for people; null when there is nothing to say
 * @param clusterUid uid of the namespace kube-system; null before it is known
 * @param epoch fencing epoch; 0 before the first session
 * @param sequence of the newest record
 * @param tick number of the newest TICK
 * @param since when this session, or waiting for one, began
 * @param tickAt time of the newest TICK of this session; null before it
 * @param time of the newest record; null before the first session
 * @param kinds what is seen of each kind, ordered by group and kind
 */
public record CollectorStatus(
    String cluster,
    Phase phase,
    @Nullable String reason,
    @Nullable String clusterUid,
    long epoch,
    long sequence,
    long tick,
    Instant since,
    @Nullable Instant tickAt,
    @Nullable Instant time,
    List<KindStatus> kinds) {
  /** What it does. */
  public enum Phase {
    /** Getting at the topics, the state and the cluster. */
    STARTING,
    /** Another collector leads; takes over when that one is gone. */
    STANDBY,
    /** Reading and publishing. */
    RUNNING,
    /** Publishes nothing, since its clock is ahead of the API server's. */
    HELD,
    /** Lost its hold on Kafka; begins again from what is committed. */
    RETRYING,
    /** Cannot work as it is configured. Final. */
    FAILED,
    /** Closed. Final. */
    STOPPED
  }

  public CollectorStatus {
    kinds = List.copyOf(kinds);
  }

  /** Of one that has nothing to tell of the cluster. */
  static CollectorStatus of(String cluster, Phase phase, @Nullable String reason, Instant since) {
    return new CollectorStatus(cluster, phase, reason, null, 0, 0, 0, since, null, null, List.of());
  }

  /** Whether it does not go on by itself. */
  public boolean isOver() {
    return phase == Phase.FAILED || phase == Phase.STOPPED;
  }

  /** Whether it publishes. */
  public boolean isReady() {
    return phase == Phase.RUNNING;
  }

  /** Whether it publishes and no kind is being listed or found out about: what can be seen is seen. */
  public boolean isSettled() {
    return isReady()
        && tickAt != null
        && kinds.stream().noneMatch(kind -> kind.state() == CoverageState.SYNCING);
  }

  /** Live objects known, over all kinds. */
  public long objects() {
    return kinds.stream().mapToLong(KindStatus::objects).sum();
  }
}
