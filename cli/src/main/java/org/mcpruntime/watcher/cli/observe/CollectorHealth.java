package org.mcpruntime.watcher.cli.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.avro.CoverageState;

/**
 * What a probe is told of the collectors of one process. Ready means that the log gets what happens, or would from a
 * stand-by; alive means that a new start would not help. Pure.
 */
public final class CollectorHealth {

  /** A tick that is due and does not come, while Kafka answers. Far above every timeout of one transaction. */
  private static final Duration STUCK = Duration.ofMinutes(2);

  /** Those on which the cluster has the say: a new start would see just as little. */
  private static final Set<String> NOT_CURED =
      Set.of("Forbidden", "NotFound", "Unauthorized", "Unreachable", "NotCollected");

  private final Duration tickInterval;
  private final Duration progressLimit;

  /** @param progressLimit how long a kind that could be seen may make no progress */
  public CollectorHealth(Duration tickInterval, Duration progressLimit) {
    this.tickInterval = tickInterval;
    this.progressLimit = progressLimit;
  }

  /** Every collector publishes, its newest tick not older than three intervals, or stands by. */
  Answer ready(List<CollectorStatus> collectors, Instant now) {
    boolean fine = true;
    List<String> lines = new ArrayList<>();
    for (CollectorStatus collector : collectors) {
      String obstacle = obstacle(collector, now);
      fine &= obstacle == null;
      lines.add(collector.cluster() + ": " + collector.phase()
          + (obstacle == null ? "" : ", not ready: " + obstacle));
      for (KindStatus kind : collector.kinds()) {
        if (kind.state() != CoverageState.SYNCED) {
          lines.add(collector.cluster() + " " + kind.kind() + ": " + kind.state() + ", "
              + kind.reason() + " since " + kind.since());
        }
      }
    }
    return new Answer(fine, lines);
  }

  /**
   * Fails when a publisher is stuck, when a kind makes no progress although the API does not refuse it, or when every
   * collector has failed. One that has failed beside others that work is told by {@link #ready} only: ending the process
   * would disturb them, and not cure it.
   */
  Answer alive(List<CollectorStatus> collectors, Instant now) {
    List<String> lines = new ArrayList<>();
    if (collectors.stream().allMatch(each -> each.phase() == Phase.FAILED)) {
      collectors.forEach(each -> lines.add(each.cluster() + ": FAILED, " + each.reason()));
    }
    for (CollectorStatus collector : collectors) {
      if (collector.phase() != Phase.RUNNING) {
        continue;
      }
      Instant tick = newer(collector.tickAt(), collector.since());
      if (older(tick, STUCK, now)) {
        lines.add(collector.cluster() + ": the publisher has written no tick since " + tick);
      }
      for (KindStatus kind : collector.kinds()) {
        Instant progress = newer(kind.lastProgress(), collector.since());
        if (older(progress, progressLimit, now) && !isRefused(kind)) {
          lines.add(collector.cluster() + " " + kind.kind() + ": no progress since " + progress
              + ", " + kind.state() + (kind.reason() == null ? "" : ", " + kind.reason()));
        }
      }
    }
    return new Answer(lines.isEmpty(), lines);
  }

  private @Nullable String obstacle(CollectorStatus collector, Instant now) {
    if (collector.phase() == Phase.STANDBY) {
      return null;
    }
    if (collector.phase() != Phase.RUNNING) {
      return collector.reason() == null ? "no session yet" : collector.reason();
    }
    Instant tick = collector.tickAt();
    if (tick == null) {
      return "no tick yet";
    }
    return older(tick, tickInterval.multipliedBy(3), now) ? "no tick since " + tick : null;
  }

  private static boolean isRefused(KindStatus kind) {
    return kind.state() == CoverageState.BLIND && NOT_CURED.contains(String.valueOf(kind.reason()));
  }

  private static Instant newer(@Nullable Instant first, Instant second) {
    return first != null && first.isAfter(second) ? first : second;
  }

  private static boolean older(Instant time, Duration limit, Instant now) {
    return Duration.between(time, now).compareTo(limit) > 0;
  }
}
