package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.output.Counted;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Paragraphs;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.schemas.avro.Evidence;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.Provenance;

/** Everything about one incident, in the order one needs it. */
public final class IncidentDetail {

  private static final String INDENT = " ".repeat(10);

  private final int width;
  private final List<String> lines = new ArrayList<>();

  private IncidentDetail(int width) {
    this.width = width;
  }

  public static List<String> render(
      IncidentBook book, Incident incident, Instant now, Times times, Palette palette, int width) {
    IncidentDetail detail = new IncidentDetail(width);
    detail.head(incident, palette);
    detail.life(incident, now, times);
    detail.put("seen", incident.getMessage());
    detail.put("why", incident.getCauseClass());
    detail.put("members", members(incident));
    detail.put("change", IncidentText.change(incident, times));
    detail.steps(incident.getRemediation());
    detail.put("read", incident.getRunbookUrl());
    detail.relatives(book, incident);
    String label = "evidence";
    for (Evidence evidence : incident.getEvidence()) {
      detail.put(
          label, evidence.getResource() + " " + evidence.getPath() + " = " + evidence.getValue());
      label = "";
    }
    label = "records";
    for (Provenance record : incident.getProvenance()) {
      detail.put(
          label,
          record.getRole() + " " + record.getTopic() + "/" + record.getPartition() + "@"
              + record.getOffset() + " " + times.time(record.getObservedAt(), now));
      label = "";
    }
    return detail.lines;
  }

  private void head(Incident incident, Palette palette) {
    String severity = incident.getSeverity().name();
    lines.add(palette.severity(severity, severity) + "  " + palette.bold(incident.getTitle()));
    lines.add(incident.getKey());
    lines.add("");
    put("id", incident.getId() + ", revision " + incident.getRevision());
    put(
        "impact",
        IncidentText.impact(incident)
            + (incident.getServer() == null ? "" : " · server " + incident.getServer())
            + (incident.getTeamId() == null ? "" : " · team " + incident.getTeamId()));
  }

  private void life(Incident incident, Instant now, Times times) {
    Instant first = incident.getFirstSeenAt();
    put("began", first == null ? "before it was watched" : times.time(first, now));
    Instant opened = incident.getOpenedAt();
    String again = incident.getReopened() == 0
        ? ""
        : ", came back " + Counted.of(incident.getReopened(), "time")
            + (incident.getFlapping() ? ", flapping" : "");
    put(
        "opened",
        times.time(opened, now) + " " + times.zoneName(opened) + " ("
            + Times.age(Duration.between(opened, now)) + " ago)" + again);
    Instant resolved = incident.getResolvedAt();
    if (incident.getStatus() == IncidentStatus.RESOLVED && resolved != null) {
      put(
          "resolved",
          times.time(resolved, now) + " after " + Times.age(Duration.between(opened, resolved))
              + (incident.getCloseReason() == null ? "" : ", " + incident.getCloseReason()));
    }
  }

  private static String members(Incident incident) {
    if (incident.getMembers().isEmpty()) {
      return "";
    }
    int more = incident.getMemberCount() - incident.getMembers().size();
    return String.join(", ", incident.getMembers()) + (more > 0 ? " and " + more + " more" : "");
  }

  private void steps(List<String> steps) {
    String label = "fix";
    int number = 1;
    for (String step : steps) {
      put(label, steps.size() == 1 ? step : number + ". " + step);
      label = "";
      number++;
    }
  }

  private void relatives(IncidentBook book, Incident incident) {
    put("caused by", incident.getCausedBy());
    put("group", incident.getCauseGroup());
    put(
        "explains",
        book.explainedBy(incident).stream()
            .map(child ->
                IncidentText.explained(incident, child) + " (" + IncidentText.shortId(child) + ")")
            .collect(Collectors.joining(", ")));
  }

  private void put(String label, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    String start = label + " ".repeat(Math.max(1, INDENT.length() - label.length()));
    List<String> wrapped = Paragraphs.wrap(text, width - INDENT.length(), "");
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add((i == 0 ? start : INDENT) + wrapped.get(i));
    }
  }
}
