package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.incident.Explanation.Witness;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Paragraphs;
import org.mcpruntime.watcher.cli.output.ShellWords;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Evidence;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Provenance;
import org.mcpruntime.watcher.schemas.avro.ProvenanceRole;

/** An explanation as a person reads it: what was told, on what it rests, what it hangs together with, how to see it again. */
public final class ExplanationText {

  private static final int LABEL = 10;

  private final Explanation explanation;
  private final Times times;
  private final Instant now;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private ExplanationText(Explanation explanation, Times times, Instant now, int width) {
    this.explanation = explanation;
    this.times = times;
    this.now = now;
    this.width = width;
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
    text.lines.add(palette.severity(severity, severity) + "  " + palette.bold(incident.getTitle()));
    text.lines.add(incident.getKey());
    text.lines.add("");
    text.begin();
    text.life();
    text.role("opened by", ProvenanceRole.OPENED);
    text.role("kept by", ProvenanceRole.KEPT);
    text.role("closed by", ProvenanceRole.CLOSED);
    text.evidence();
    text.put("change", IncidentText.change(incident, times));
    text.chain();
    text.lines.add("");
    text.lines.add("See it judged again:");
    text.lines.addAll(ShellWords.lines(replay, width, "  "));
    return text.lines;
  }

  /** When it began and how long that was held back; the one line that names the zone. */
  private void begin() {
    Incident incident = explanation.incident();
    Instant opened = incident.getOpenedAt();
    Instant began = incident.getFirstSeenAt();
    String zone = " " + times.zoneName(opened);
    put(
        "began",
        began == null
            ? "before it was watched; told at " + times.time(opened, now) + zone
            : times.time(began, now) + zone + ", told " + Times.age(Duration.between(began, opened))
                + " later");
  }

  private void life() {
    List<Incident> life = explanation.life();
    if (!life.isEmpty() && life.get(0).getRevision() > 1) {
      put("told", "revisions before " + life.get(0).getRevision() + " are no longer kept");
    }
    String label = !life.isEmpty() && life.get(0).getRevision() > 1 ? "" : "told";
    for (Incident each : life) {
      put(
          label,
          times.time(each.getUpdatedAt(), now) + " "
              + (each.getCloseReason() == null
                  ? lower(each.getChange()) + " " + IncidentText.severity(each) + ", "
                      + IncidentText.impact(each) + ": " + each.getMessage()
                  : "resolved as " + each.getCloseReason()));
      label = "";
    }
  }

  private void role(String label, ProvenanceRole role) {
    String at = label;
    for (Witness witness : explanation.witnesses()) {
      if (witness.provenance().getRole() == role) {
        put(at, words(witness));
        witness
            .values()
            .forEach(value -> put("", "  " + value.getPath() + " = " + value.getValue()));
        at = "";
      }
    }
  }

  private String words(Witness witness) {
    Provenance record = witness.provenance();
    ClusterEvent event = witness.event();
    String place = record.getPartition() + "@" + record.getOffset();
    String what = event == null
        ? "record " + witness.missing()
        : event.getOperation()
            + (event.getName() == null
                ? ""
                : " " + event.getKind() + "/" + event.getName() + " (resourceVersion "
                    + event.getResourceVersion() + ")");
    return times.time(record.getObservedAt(), now) + " " + what + " · " + record.getTopic() + "/"
        + place;
  }

  private void evidence() {
    String label = "evidence";
    for (Evidence evidence : explanation.incident().getEvidence()) {
      put(label, evidence.getResource() + " " + evidence.getPath() + " = " + evidence.getValue());
      label = "";
    }
  }

  private void chain() {
    String label = "because";
    for (Incident cause : explanation.causes()) {
      put(label, line(cause));
      label = "";
    }
    Incident incident = explanation.incident();
    if (explanation.causes().isEmpty() && incident.getCausedBy() != null) {
      put("because", incident.getCausedBy());
    }
    label = "explains";
    for (Incident effect : explanation.effects()) {
      put(label, line(effect));
      label = "";
    }
    Incident group = explanation.group();
    if (group != null) {
      put("group", line(group) + ", " + group.getMemberCount() + " members");
    } else if (incident.getCauseGroup() != null) {
      put("group", incident.getCauseGroup() + " (nothing was told of it)");
    }
  }

  private String line(Incident other) {
    return IncidentText.subject(other) + " " + other.getCheck() + " (" + IncidentText.shortId(other)
        + ", " + lower(other.getStatus()) + "): " + other.getTitle();
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private void put(String label, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    String start = label + " ".repeat(Math.max(1, LABEL - label.length()));
    List<String> wrapped = Paragraphs.wrap(text, width - LABEL, "");
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add((i == 0 ? start : " ".repeat(LABEL)) + wrapped.get(i));
    }
  }
}
