package org.mcpruntime.watcher.cli.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mcpruntime.watcher.cli.incident.IncidentBook;
import org.mcpruntime.watcher.cli.incident.IncidentLine;
import org.mcpruntime.watcher.cli.output.Counted;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Paragraphs;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;

/** The incident records of a stretch, one line each, in the order in which they are told. */
public final class TimelineText {

  private final boolean wide;
  private final Times times;
  private final Palette palette;
  private final int width;
  private final Instant now;
  private final IncidentBook all = new IncidentBook();
  private final IncidentBook shown = new IncidentBook();
  private final Set<String> headlines = new HashSet<>();
  private final Set<String> explained = new HashSet<>();
  private final List<String> lines = new ArrayList<>();
  private int records;

  /**
   * Nothing yet.
   *
   * @param wide whether to show what others explain, with nothing cut
   */
  public TimelineText(boolean wide, Times times, Palette palette, int width, Instant now) {
    this.wide = wide;
    this.times = times;
    this.palette = palette;
    this.width = width;
    this.now = now;
  }

  /**
   * Takes the next record.
   *
   * @param asked whether somebody wants to see it; the others tell what explains what
   */
  public void take(Incident incident, boolean asked) {
    all.apply(incident);
    if (!asked) {
      return;
    }
    shown.apply(incident);
    records++;
    if (wide) {
      lines.add(IncidentLine.whole(incident, times, palette, now));
    } else if (isHeadline(incident)) {
      lines.add(IncidentLine.of(incident, times, palette, width, now));
    }
  }

  /** What was explained as long as it was open is not worth a line when it ends. */
  private boolean isHeadline(Incident incident) {
    String id = incident.getId();
    if (incident.getStatus() == IncidentStatus.OPEN) {
      boolean headline = all.isHeadline(incident);
      (headline ? headlines : explained).add(id);
      return headline;
    }
    return headlines.contains(id) || !explained.contains(id);
  }

  /**
   * Lines to print.
   *
   * @param end until when it was told
   * @param events records of the log that were read
   */
  public List<String> render(Instant end, long events) {
    List<String> text = new ArrayList<>(lines);
    long open = shown.all().stream()
        .filter(incident -> incident.getStatus() == IncidentStatus.OPEN)
        .count();
    String others = lines.size() == records
        ? ""
        : " · explained by others, see -o wide: " + (records - lines.size());
    text.addAll(Paragraphs.wrap(
        Counted.of(records, "record") + " of " + Counted.of(shown.all().size(), "incident") + ", "
            + open + " of them open at " + times.time(end, now) + " " + times.zoneName(end)
            + others,
        width,
        "  "));
    text.add(Counted.of(events, "record") + " of the log read");
    return text;
  }
}
