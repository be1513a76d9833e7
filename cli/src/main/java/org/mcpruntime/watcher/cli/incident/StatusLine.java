package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.output.Paragraphs;
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
  public static List<String> remarks(Reading reading, Times times, Instant now, int width) {
    List<String> remarks = new ArrayList<>();
    WatcherStatus status = reading.status();
    if (status != null) {
      blind(status, times, now).forEach(text -> remarks.add("not seen: " + text));
    }
    Instant through = status == null ? null : status.getEvaluatedThrough();
    String asOf = through == null ? "" : times.time(through, now);
    Instant newest = reading.newest();
    switch (reading.freshness()) {
      case FRESH -> {}
      case COLLECTOR_SILENT ->
        remarks.add(
            "stale: nothing was written after " + asOf + ": the collector of this cluster is"
                + " stopped or cannot reach Kafka. What is shown is as of then.");
      case CORRELATOR_BEHIND ->
        remarks.add("stale: the log goes on to "
            + (newest == null ? "now" : times.time(newest, now))
            + ", but is evaluated only through "
            + asOf + ": the correlator is stopped or behind. What is shown is as of then.");
      case NEVER_EVALUATED ->
        remarks.add("stale: nothing is evaluated yet; is a correlator running?");
    }
    return remarks.stream()
        .flatMap(remark -> Paragraphs.wrap(remark, width, "  ").stream())
        .toList();
  }

  /** Kinds that have the same reason since the same time are one trouble: {@code core/Pod, core/Node (Forbidden since …)}. */
  private static List<String> blind(WatcherStatus status, Times times, Instant now) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (BlindKind kind : status.getBlind()) {
      String group = kind.getGroup().isEmpty() ? "core" : kind.getGroup();
      byReason
          .computeIfAbsent(
              " (" + kind.getReason() + " since " + times.time(kind.getSince(), now) + ")",
              reason -> new ArrayList<>())
          .add(group + "/" + kind.getKind());
    }
    Integer total = status.getKindsTotal();
    return byReason.entrySet().stream()
        .map(each -> (total != null && total > 1 && each.getValue().size() == total
                ? "every kind"
                : String.join(", ", each.getValue()))
            + each.getKey())
        .toList();
  }
}
