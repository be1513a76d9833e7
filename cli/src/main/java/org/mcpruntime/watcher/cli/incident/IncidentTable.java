package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.TextTable;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;

/** Headlines, one row each, with what they explain below. */
public final class IncidentTable {

  private static final List<String> COLUMNS =
      List.of("ID", "SEVERITY", "IMPACT", "NAMESPACE", "SUBJECT", "CHECK", "AGE");
  private static final List<String> WIDE = List.of(
      "ID",
      "SEVERITY",
      "IMPACT",
      "NAMESPACE",
      "SUBJECT",
      "CHECK",
      "AGE",
      "STATUS",
      "REASON",
      "SERVER",
      "TITLE");

  private IncidentTable() {}

  /** Without headings when there is nothing to show. */
  public static List<String> render(
      IncidentBook book, List<Incident> rows, Instant now, Palette palette, int width) {
    if (rows.isEmpty()) {
      return List.of();
    }
    TextTable table = new TextTable(COLUMNS, List.of(5, 4, 3));
    for (Incident incident : rows) {
      table.row(
          1,
          text -> palette.severity(text, text),
          IncidentText.shortId(incident),
          IncidentText.severity(incident),
          impact(incident),
          namespace(incident),
          IncidentText.subject(incident),
          incident.getCheck(),
          age(incident, now));
      explainedBy(book, incident).ifPresent(table::note);
      explains(book, incident).ifPresent(table::note);
    }
    return table.render(width);
  }

  /** Nothing is cut, and everything that is explained has a row of its own. */
  public static List<String> renderWide(
      IncidentBook book, List<Incident> rows, Instant now, Palette palette) {
    if (rows.isEmpty()) {
      return List.of();
    }
    TextTable table = new TextTable(WIDE, List.of());
    for (Incident incident : rows) {
      wide(table, incident, "", now, palette);
      if (incident.getStatus() == IncidentStatus.OPEN) {
        book.explainedBy(incident).forEach(child -> wide(table, child, "└ ", now, palette));
      }
    }
    return table.render(Integer.MAX_VALUE);
  }

  private static void wide(
      TextTable table, Incident incident, String lead, Instant now, Palette palette) {
    table.row(
        1,
        text -> palette.severity(text, text),
        lead + IncidentText.shortId(incident),
        IncidentText.severity(incident),
        IncidentText.impact(incident),
        namespace(incident),
        IncidentText.subject(incident),
        incident.getCheck(),
        age(incident, now),
        incident.getStatus().name().toLowerCase(Locale.ROOT),
        incident.getReason(),
        Optional.ofNullable(incident.getServer()).orElse("-"),
        incident.getTitle());
  }

  /** Said where the headline itself is not shown. */
  private static Optional<String> explainedBy(IncidentBook book, Incident incident) {
    List<Incident> causes = book.causes(incident);
    if (incident.getStatus() != IncidentStatus.OPEN || causes.isEmpty()) {
      return Optional.empty();
    }
    Incident headline = causes.get(causes.size() - 1);
    return Optional.of("└ explained by " + IncidentText.shortId(headline) + ": "
        + IncidentText.explained(incident, headline));
  }

  private static Optional<String> explains(IncidentBook book, Incident incident) {
    if (incident.getStatus() != IncidentStatus.OPEN) {
      return Optional.empty();
    }
    List<Incident> explained = new ArrayList<>(book.explainedBy(incident));
    if (explained.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of("└ explains " + explained.size() + ": "
        + explained.stream()
            .map(child -> IncidentText.explained(incident, child))
            .collect(Collectors.joining(", ")));
  }

  private static String impact(Incident incident) {
    return incident.getStatus() == IncidentStatus.RESOLVED
        ? "resolved"
        : IncidentText.impact(incident);
  }

  private static String namespace(Incident incident) {
    return Optional.ofNullable(incident.getNamespace()).orElse("-");
  }

  private static String age(Incident incident, Instant now) {
    return Times.age(Duration.between(incident.getOpenedAt(), now));
  }
}
