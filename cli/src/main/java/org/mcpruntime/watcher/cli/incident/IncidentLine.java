package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.TextTable;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;

/** One change of one incident as a line: {@code 02:41:20 OPEN CRITICAL shop/cart  DOWN 0/2 · image pull fails}. */
public final class IncidentLine {

  /** Namespaces and names beyond this push the impact to the right rather than being cut. */
  private static final int PLACE = 26;

  private static final int WORDS = "OPEN CRITICAL".length();
  private static final int IMPACT = "DEGRADED 1/3".length();

  private IncidentLine() {}

  public static String of(Incident incident, Times times, Palette palette, int width, Instant now) {
    String head = times.time(incident.getUpdatedAt(), now) + " ";
    String place = " " + pad(IncidentText.place(incident), PLACE) + " ";
    if (incident.getChange() == IncidentChange.RESOLVED) {
      String after =
          "after " + Times.age(Duration.between(incident.getOpenedAt(), incident.getUpdatedAt()));
      String word = pad("RESOLVED", WORDS);
      return paint(
          head, word, place + padLeft(after, IMPACT) + " · " + end(incident), width, palette::good);
    }
    String severity = incident.getSeverity().name();
    String impact =
        padLeft(incident.getImpact().name(), 8) + " " + pad(IncidentText.counts(incident), 3);
    return paint(
        head + "OPEN ",
        pad(severity, WORDS - 5),
        place + impact + " · " + incident.getTitle(),
        width,
        text -> palette.severity(severity, text));
  }

  /** Nothing cut, and with what it takes to look further: check, short id, and what has changed. */
  public static String whole(Incident incident, Times times, Palette palette, Instant now) {
    return of(incident, times, palette, Integer.MAX_VALUE, now) + " · " + incident.getCheck() + " "
        + IncidentText.shortId(incident) + " "
        + incident.getChange().name().toLowerCase(Locale.ROOT);
  }

  private static String paint(
      String before, String word, String after, int width, UnaryOperator<String> color) {
    String plain = TextTable.cut(before + word + after, width);
    int end = before.length() + word.length();
    return before + color.apply(plain.substring(before.length(), end)) + plain.substring(end);
  }

  private static String end(Incident incident) {
    String reason = incident.getCloseReason() == null ? "RECOVERED" : incident.getCloseReason();
    return switch (reason) {
      case "RECOVERED" -> incident.getTitle();
      case "SUBJECT_DELETED" -> IncidentText.subject(incident) + " was deleted";
      case "SUPERSEDED" -> "superseded";
      case "CHECK_REMOVED" -> "its check was removed";
      case "FORGOTTEN" -> "the cluster was forgotten";
      default -> reason;
    };
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
