package org.mcpruntime.watcher.cli.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.collector.Traffic;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.publish.KindCounts;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.redaction.RemovalReason;

/** What collectors might tell. */
final class Statuses {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private Statuses() {}

  /** One that runs since an hour, with a tick of a second ago. */
  static CollectorStatus running(String cluster, KindStatus... kinds) {
    return status(cluster, Phase.RUNNING, null, NOW.minusSeconds(1), kinds);
  }

  static CollectorStatus status(
      String cluster,
      Phase phase,
      @Nullable String reason,
      @Nullable Instant tickAt,
      KindStatus... kinds) {
    return new CollectorStatus(
        cluster,
        phase,
        reason,
        "uid",
        3,
        1000,
        77,
        NOW.minus(Duration.ofHours(1)),
        tickAt,
        tickAt,
        List.of(kinds));
  }

  static KindStatus kind(
      KindId kind, CoverageState state, @Nullable String reason, Duration sinceProgress) {
    return new KindStatus(
        kind,
        "v1",
        state,
        reason,
        NOW.minus(sinceProgress),
        NOW.minus(sinceProgress),
        12,
        "100",
        null,
        new KindCounts(1, 2, 3, 4, 5, 6, 7));
  }

  static Traffic traffic() {
    return new Traffic(
        9,
        Duration.ofMillis(1500),
        Arrays.stream(Operation.values())
            .collect(Collectors.toMap(operation -> operation, operation -> 5L)),
        Arrays.stream(RemovalReason.values())
            .collect(Collectors.toMap(reason -> reason, reason -> 6L)),
        1,
        2,
        3000);
  }
}
