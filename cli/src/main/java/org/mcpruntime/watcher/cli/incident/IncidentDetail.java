package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.mcpruntime.watcher.cli.output.Counted;
import org.mcpruntime.watcher.cli.output.Labelled;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;

/** Everything about one incident, in the order one needs it. */
public final class IncidentDetail {

  private final Labelled lines;

  private IncidentDetail(int width) {
    this.lines = new Labelled(width);
  }

  public static List<String> render(
      IncidentBook book, Incident incident, Instant now, Times times, Palette palette, int width) {
    IncidentDetail detail = new IncidentDetail(width);
    detail.head(incident, palette);
    detail.life(incident, now, times);
    detail.lines.put("seen", incident.getMessage());
    detail.lines.put("why", incident.getCauseClass());
    detail.lines.put("members", members(incident));
    detail.lines.put("change", IncidentText.change(incident, times));
    detail.steps(incident.getRemediation());
    detail.lines.put("read", incident.getRunbookUrl());
    detail.relatives(book, incident);
    detail.lines.putAll("evidence", IncidentText.evidence(incident));
    detail.lines.putAll(
        "records",
        incident.getProvenance().stream()
            .map(record -> record.getRole() + " " + record.getTopic() + "/" + record.getPartition()
                + "@" + record.getOffset() + " " + times.time(record.getObservedAt(), now))
            .toList());
    return detail.lines.lines();
  }

  private void head(Incident incident, Palette palette) {
    String severity = incident.getSeverity().name();
    lines.add(List.of(
        palette.severity(severity, severity) + "  " + palette.bold(incident.getTitle()),
        incident.getKey(),
        ""));
    lines.put("id", incident.getId() + ", revision " + incident.getRevision());
    lines.put(
        "impact",
        IncidentText.impact(incident)
            + (incident.getServer() == null ? "" : " · server " + incident.getServer())
            + (incident.getTeamId() == null ? "" : " · team " + incident.getTeamId()));
  }

  private void life(Incident incident, Instant now, Times times) {
    Instant first = incident.getFirstSeenAt();
    lines.put("began", first == null ? "before it was watched" : times.time(first, now));
    Instant opened = incident.getOpenedAt();
    String again = incident.getReopened() == 0
        ? ""
        : ", came back " + Counted.of(incident.getReopened(), "time")
            + (incident.getFlapping() ? ", flapping" : "");
    lines.put(
        "opened",
        times.time(opened, now) + " " + times.zoneName(opened) + " ("
            + Times.age(Duration.between(opened, now)) + " ago)" + again);
    Instant resolved = incident.getResolvedAt();
    if (incident.getStatus() == IncidentStatus.RESOLVED && resolved != null) {
      lines.put(
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
      lines.put(label, steps.size() == 1 ? step : number + ". " + step);
      label = "";
      number++;
    }
  }

  private void relatives(IncidentBook book, Incident incident) {
    lines.put("caused by", incident.getCausedBy());
    lines.put("group", incident.getCauseGroup());
    lines.put(
        "explains",
        book.explainedBy(incident).stream()
            .map(child ->
                IncidentText.explained(incident, child) + " (" + IncidentText.shortId(child) + ")")
            .collect(Collectors.joining(", ")));
  }
}
