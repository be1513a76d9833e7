package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.config.Durations;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.schemas.avro.BlindKind;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** How far and how well a cluster is evaluated, in one line; the only place that names the time zone. */
public final class StatusLine {

  private StatusLine() {}

  /** {@code 3 open · cluster demo · evaluated through 02:58:41 CET (1s ago) · 24/24 kinds seen}. */
  public static String of(int headlines, Reading reading, Times times, Instant now) {
    List<String> parts =
        new ArrayList<>(List.of(headlines + " open", "cluster " + reading.cluster()));
    parts.addAll(evaluated(reading.status(), times, now));
    String line = String.join(" · ", parts);
    return reading.freshness().isStale() ? line + " · STALE" : line;
  }

  /** Evaluated-through with its age, and the kinds. */
  public static List<String> evaluated(@Nullable WatcherStatus status, Times times, Instant now) {
    List<String> parts = new ArrayList<>();
    Instant through = status == null ? null : status.getEvaluatedThrough();
    if (through == null) {
      parts.add("nothing evaluated yet");
    } else {
      parts.add("evaluated through " + times.time(through, now) + " " + times.zoneName(through)
          + " (" + Times.age(Duration.between(through, now)) + " ago)");
    }
    if (status != null && status.getKindsTotal() != null) {
      parts.add(status.getKindsSeen() + "/" + status.getKindsTotal() + " kinds seen");
    }
    return parts;
  }

  /** What the line cannot hold: which kinds are blind and why, and what a stale reading means. */
  public static List<String> remarks(Reading reading, Duration limit) {
    List<String> remarks = new ArrayList<>();
    WatcherStatus status = reading.status();
    if (status != null && !status.getBlind().isEmpty()) {
      remarks.add("not seen: "
          + status.getBlind().stream().map(StatusLine::blind).collect(Collectors.joining(", ")));
    }
    switch (reading.freshness()) {
      case FRESH -> {}
      case COLLECTOR_SILENT ->
        remarks.add("stale: nothing new for more than " + Durations.text(limit)
            + "; no collector writes to this log");
      case CORRELATOR_BEHIND ->
        remarks.add("stale: the log goes on, but nothing is evaluated for more than "
            + Durations.text(limit) + "; the correlator is behind or stopped");
      case NEVER_EVALUATED ->
        remarks.add("stale: nothing is evaluated yet; is a correlator running?");
    }
    return remarks;
  }

  private static String blind(BlindKind kind) {
    String group = kind.getGroup().isEmpty() ? "core" : kind.getGroup();
    return group + "/" + kind.getKind() + " (" + kind.getReason() + ")";
  }
}
