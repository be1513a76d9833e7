package org.mcpruntime.watcher.cli.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.incident.IncidentText;
import org.mcpruntime.watcher.cli.output.Counted;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Paragraphs;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.correlator.replay.Difference;
import org.mcpruntime.watcher.correlator.replay.Verification;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** A verification in words. */
public final class VerificationText {

  /** Where the values of a difference stand. */
  private static final int FIELD = "  published  ".length();

  private final Times times;
  private final Palette palette;
  private final int width;
  private final Instant now;

  public VerificationText(Times times, Palette palette, int width, Instant now) {
    this.times = times;
    this.palette = palette;
    this.width = width;
    this.now = now;
  }

  public List<String> render(Verification verification) {
    List<String> lines = new ArrayList<>();
    String compared = Counted.of(verification.compared(), "record") + " compared";
    if (verification.identical()) {
      lines.add(compared + " · " + palette.good("identical"));
    } else {
      lines.add(compared + " · "
          + palette.bad(String.format(
              Locale.ROOT,
              verification.differences() == 1 ? "%,d differs" : "%,d differ",
              verification.differences())));
    }
    Difference first = verification.first();
    if (first != null) {
      lines.addAll(first(first));
    }
    for (Verification.Unverified gap : verification.notCompared()) {
      lines.add("not compared: " + time(gap.from()) + " to " + time(gap.to() - 1) + " "
          + times.zoneName(Instant.ofEpochMilli(gap.to())) + ", " + gap.why());
    }
    if (verification.unreadable() > 0) {
      lines.add(Counted.of(verification.unreadable(), "record")
          + " of the log cannot be read: left out, as live");
    }
    return lines.stream()
        .flatMap(line -> Paragraphs.wrap(line, width, " ".repeat(FIELD)).stream())
        .toList();
  }

  private List<String> first(Difference difference) {
    Incident incident = difference.incident();
    List<String> lines = new ArrayList<>();
    lines.add("first difference: " + incident.getKey() + " (incident "
        + IncidentText.shortId(incident) + ")");
    lines.add("  published  " + said(difference.published()));
    lines.add("  replayed   " + said(difference.replayed()));
    String field = difference.field();
    if (field != null) {
      lines.add("  field      " + field + ": published " + difference.publishedValue(field)
          + ", replayed " + difference.replayedValue(field));
    } else if (difference.published() != null && difference.replayed() != null) {
      lines.add("  field      none: the same values, in other bytes than this program writes");
    }
    lines.add("  at record  " + difference.record().topic() + "-"
        + difference.record().partition()
        + " offset " + difference.record().offset() + ", "
        + time(difference.record().timestamp()) + ", " + difference.record().key());
    return lines;
  }

  private String said(@Nullable Incident incident) {
    return incident == null
        ? "nothing at that time"
        : time(incident.getUpdatedAt().toEpochMilli()) + " " + incident.getChange() + " revision "
            + incident.getRevision() + " · " + incident.getSeverity() + " " + incident.getReason();
  }

  private String time(long millis) {
    return times.time(Instant.ofEpochMilli(millis), now);
  }
}
