package org.mcpruntime.watcher.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Candidate;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.cli.doctor.PastChange.Entry;
import org.mcpruntime.watcher.cli.output.Counted;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Paragraphs;
import org.mcpruntime.watcher.cli.output.TextTable;
import org.mcpruntime.watcher.cli.output.Times;

/** A past report for a person: what a live one tells, and what was watched then. */
public final class PastText {

  private static final int LABEL = 12;

  /** So many kinds are named before they are counted; -o json has them all. */
  private static final int NAMED = 6;

  private static final String INDENT = " ".repeat(LABEL);

  private PastText() {}

  public static List<String> render(
      PastReport past, Severity failOn, Times times, Instant now, Palette palette, int width) {
    List<String> lines = new ArrayList<>(DoctorText.render(past.report(), failOn, palette, width));
    lines.addAll(lines.size() - 1, watched(past, times, now, palette, width));
    return lines;
  }

  /** What came, stayed and went between two times. */
  public static List<String> render(
      PastChange change, Severity failOn, Times times, Instant now, Palette palette, int width) {
    List<String> lines = new ArrayList<>();
    for (Entry entry : change.entries()) {
      Candidate candidate = entry.candidate();
      if (!candidate.headline()) {
        continue;
      }
      String severity = candidate.assessment().severity().name();
      String rest = DoctorText.place(candidate) + "  " + candidate.key().checkId() + "  "
          + candidate.assessment().finding().title();
      lines.add(entry.what().sign() + " "
          + palette.severity(severity, String.format(Locale.ROOT, "%-10s", severity))
          + TextTable.cut(rest, width - LABEL));
      Paragraphs.wrap(
              candidate.assessment().message()
                  + (entry.sure() ? "" : " (not seen at the other time)"),
              width - LABEL,
              "")
          .forEach(line -> lines.add(INDENT + line));
    }
    for (PastReport past : List.of(change.first(), change.second())) {
      past.report().unseen().forEach(unseen -> Paragraphs.wrap(
              "cannot see at " + times.clock(past.report().diagnosis().asOf()) + ": "
                  + unseen.text(),
              width,
              "  ")
          .forEach(lines::add));
      lines.addAll(watched(past, times, now, palette, width));
    }
    lines.addAll(unseenBetween(change, times, now, width));
    lines.add(change.count(PastChange.What.APPEARED) + " appeared · "
        + change.count(PastChange.What.STAYED) + " stayed · "
        + change.count(PastChange.What.WENT) + " went · exit " + change.exitCode(failOn));
    return lines;
  }

  /** {@code not seen between: core/Pod 03:10:00 to 03:12:00 (Forbidden)}; what neither time saw stands with both already. */
  private static List<String> unseenBetween(
      PastChange change, Times times, Instant now, int width) {
    Instant from = change.first().report().diagnosis().asOf();
    Instant to = change.second().report().diagnosis().asOf();
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    for (UnseenStretch each : change.second().unseenBefore()) {
      if (each.from().isAfter(from) || each.to().isBefore(to)) {
        String when = " " + times.time(each.from(), now) + " to " + times.time(each.to(), now)
            + " (" + String.join(", ", each.reasons()) + ")";
        kinds.computeIfAbsent(when, key -> new ArrayList<>()).add(each.kind().text());
      }
    }
    int all = change.second().coverage().kinds().size();
    List<String> lines = new ArrayList<>();
    kinds.forEach((when, each) ->
        lines.addAll(Paragraphs.wrap("not seen between: " + which(each, all) + when, width, "  ")));
    return lines;
  }

  private static String which(List<String> kinds, int all) {
    if (kinds.size() <= NAMED) {
      return String.join(", ", kinds);
    }
    return kinds.size() == all ? "every kind" : kinds.size() + " of " + all + " kinds";
  }

  /** {@code cluster demo as of 03:12:00 CET · last TICK 2s before · 22/24 kinds seen · 12,345 records read}. */
  private static List<String> watched(
      PastReport past, Times times, Instant now, Palette palette, int width) {
    Instant asOf = past.report().diagnosis().asOf();
    List<String> parts = new ArrayList<>();
    parts.add("cluster " + past.cluster() + " as of " + times.time(asOf, now) + " "
        + times.zoneName(asOf));
    Instant tickAt = past.coverage().tickAt();
    parts.add(
        tickAt == null
            ? "no TICK yet"
            : "last TICK " + Times.age(Duration.between(tickAt, asOf)) + " before");
    parts.add(past.kindsSeen() + "/" + past.coverage().kinds().size() + " kinds seen");
    parts.add(Counted.of(past.coverage().records(), "record") + " read");
    return Paragraphs.wrap(String.join(" · ", parts), width, "  ").stream()
        .map(palette::dim)
        .toList();
  }
}
