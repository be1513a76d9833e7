package org.mcpruntime.watcher.cli.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.config.Durations;
import org.mcpruntime.watcher.correlator.CorrelatorStatus;
import org.mcpruntime.watcher.correlator.CorrelatorStatus.State;
import org.mcpruntime.watcher.correlator.engine.ClusterSight;
import org.mcpruntime.watcher.correlator.streams.LifeProgress;

/**
 * What a probe is told of the correlator of one process. Ready means that what is in the log is evaluated here as it comes,
 * or by others; alive means that a new start would not help. Pure.
 */
final class CorrelatorHealth {

  /** Twice what Kafka allows a thread before it takes its work away. */
  private static final Duration STUCK = Duration.ofMinutes(10);

  /** Older than this is stale to a reader. */
  private static final Duration BEHIND = Duration.ofSeconds(60);

  private CorrelatorHealth() {}

  static Answer ready(CorrelatorStatus status, Instant now) {
    String obstacle = obstacle(status);
    boolean fine = obstacle == null;
    List<String> lines = new ArrayList<>();
    lines.add("correlator: " + status.state() + (fine ? "" : ", not ready: " + obstacle));
    for (Map.Entry<String, LifeProgress> each : status.comingToLife().entrySet()) {
      fine = false;
      lines.add(each.getKey() + ": not ready: comes to life from the log, "
          + progress(each.getValue(), now) + "; told through "
          + each.getValue().evaluatedThrough());
    }
    for (Map.Entry<String, ClusterSight> each : status.clusters().entrySet()) {
      String cluster = each.getKey();
      ClusterSight sight = each.getValue();
      Duration behind = status.behind(sight, now);
      boolean late = behind.compareTo(BEHIND) > 0;
      fine &= !late;
      lines.add(cluster + ": evaluated through " + sight.evaluatedThrough()
          + (late
              ? ", not ready: " + Durations.text(behind.truncatedTo(ChronoUnit.SECONDS)) + " behind"
              : ""));
      sight
          .blind()
          .forEach((kind, reason) ->
              lines.add(cluster + " " + kind.text() + ": cannot be seen, " + reason));
    }
    return new Answer(fine, lines);
  }

  static Answer alive(CorrelatorStatus status) {
    if (status.failed()) {
      return new Answer(false, List.of("correlator: FAILED, " + status.reason()));
    }
    if (status.state() != State.BLOCKED && status.silence().compareTo(STUCK) > 0) {
      return new Answer(
          false,
          List.of("correlator: a stream thread has not asked for records for "
              + Durations.text(status.silence())));
    }
    return new Answer(true, List.of());
  }

  private static String progress(LifeProgress life, Instant now) {
    if (life.began() == null) {
      return "after others";
    }
    String read = (life.total() - life.left()) * 100 / Math.max(1, life.total()) + " % read";
    return life.timeLeft(now)
        .map(left -> read + ", about " + Durations.text(rounded(left)) + " left")
        .orElse(read);
  }

  private static Duration rounded(Duration left) {
    ChronoUnit unit = left.toMinutes() > 0 ? ChronoUnit.MINUTES : ChronoUnit.SECONDS;
    return left.truncatedTo(unit);
  }

  private static @Nullable String obstacle(CorrelatorStatus status) {
    if (status.state() == State.RUNNING) {
      return null;
    }
    if (status.reason() != null) {
      return status.reason();
    }
    CorrelatorStatus.Restore restore = status.restore();
    return restore.left() == 0
        ? "no work assigned yet"
        : String.format(
            Locale.ROOT,
            "state is being restored, %,d of %,d left",
            restore.left(),
            restore.total());
  }
}
