package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mcpruntime.watcher.cli.incident.Explanation.Witness;
import org.mcpruntime.watcher.cli.output.Counted;
import org.mcpruntime.watcher.cli.output.Labelled;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.ShellWords;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Provenance;
import org.mcpruntime.watcher.schemas.avro.ProvenanceRole;

/** An explanation as a person reads it: what was told, on what it rests, what it hangs together with, how to see it again. */
public final class ExplanationText {

  private final Explanation explanation;
  private final Times times;
  private final Instant now;
  private final Labelled lines;

  private ExplanationText(Explanation explanation, Times times, Instant now, int width) {
    this.explanation = explanation;
    this.times = times;
    this.now = now;
    this.lines = new Labelled(width);
  }

  /**
   * Lines to print.
   *
   * @param replay the words of the command that judges it again
   */
  public static List<String> render(
      Explanation explanation,
      List<String> replay,
      Instant now,
      Times times,
      Palette palette,
      int width) {
    ExplanationText text = new ExplanationText(explanation, times, now, width);
    Incident incident = explanation.incident();
    String severity = incident.getSeverity().name();
    text.lines.add(List.of(
        palette.severity(severity, severity) + "  " + palette.bold(incident.getTitle()),
        incident.getKey(),
        ""));
    text.begin();
    text.life();
    text.role("opened by", ProvenanceRole.OPENED);
    text.role("kept by", ProvenanceRole.KEPT);
    text.role("closed by", ProvenanceRole.CLOSED);
    text.lines.putAll("evidence", IncidentText.evidence(incident));
    text.lines.put("change", IncidentText.change(incident, times));
    text.chain();
    text.lines.add(List.of("", "See it judged again:"));
    text.lines.add(ShellWords.lines(replay, width, "  "));
    return text.lines.lines();
  }

  /** When it began and how long that was held back; the one line that names the zone. */
  private void begin() {
    Incident incident = explanation.incident();
    Instant opened = incident.getOpenedAt();
    Instant began = incident.getFirstSeenAt();
    String zone = " " + times.zoneName(opened);
    lines.put(
        "began",
        began == null
            ? "before it was watched; told at " + times.time(opened, now) + zone
            : times.time(began, now) + zone + ", told " + Times.age(Duration.between(began, opened))
                + " later");
  }

  private void life() {
    List<String> life = new ArrayList<>();
    for (Incident each : explanation.life()) {
      if (life.isEmpty() && each.getRevision() > 1) {
        life.add("revisions before " + each.getRevision() + " are no longer kept");
      }
      life.add(times.time(each.getUpdatedAt(), now) + " "
          + (each.getCloseReason() == null
              ? lower(each.getChange()) + " " + IncidentText.severity(each) + ", "
                  + IncidentText.impact(each) + ": " + each.getMessage()
              : "resolved as " + each.getCloseReason()));
    }
    lines.putAll("told", life);
  }

  private void role(String label, ProvenanceRole role) {
    List<String> records = new ArrayList<>();
    for (Witness witness : explanation.witnesses()) {
      if (witness.provenance().getRole() == role) {
        records.add(words(witness));
        witness
            .values()
            .forEach(value -> records.add("  " + value.getPath() + " = " + value.getValue()));
      }
    }
    lines.putAll(label, records);
  }

  private String words(Witness witness) {
    Provenance record = witness.provenance();
    ClusterEvent event = witness.event();
    String place = record.getPartition() + "@" + record.getOffset();
    String what = event == null
        ? "record " + witness.missing()
        : event.getOperation()
            + (event.getName() == null
                ? (event.getOperation() == Operation.TICK ? " (the time had passed)" : "")
                : " " + event.getKind() + "/" + event.getName() + " (resourceVersion "
                    + event.getResourceVersion() + ")");
    return times.time(record.getObservedAt(), now) + " " + what + " · " + record.getTopic() + "/"
        + place;
  }

  private void chain() {
    Incident incident = explanation.incident();
    List<Incident> causes = explanation.causes();
    lines.putAll("because", causes.stream().map(this::line).toList());
    if (causes.isEmpty()) {
      lines.put("because", incident.getCausedBy());
    }
    lines.putAll("explains", explanation.effects().stream().map(this::line).toList());
    Incident group = explanation.group();
    if (group != null) {
      lines.put("group", line(group) + ", " + Counted.of(group.getMemberCount(), "member"));
    } else if (incident.getCauseGroup() != null) {
      lines.put("group", incident.getCauseGroup() + " (nothing was told of it)");
    }
  }

  private String line(Incident other) {
    return IncidentText.subject(other) + " " + other.getCheck() + " (" + IncidentText.shortId(other)
        + ", " + lower(other.getStatus()) + "): " + other.getTitle();
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
