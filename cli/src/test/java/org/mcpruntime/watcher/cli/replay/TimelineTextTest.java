package org.mcpruntime.watcher.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.cli.incident.Incidents;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Times;

final class TimelineTextTest {

  private static final Instant END = Instant.parse("2026-11-23T03:30:00Z");

  @Test
  void hidesWhatIsExplainedUntilItIsOver() {
    // When the effect ends behind its cause, so that nothing open explains it any more
    TimelineText text = told(text(false, 80));
    // Then
    assertThat(text.render(END, 1_284))
        .containsExactly(
            "02:41:20 OPEN CRITICAL mcp-team-acme/jira-tools       DOWN 0/2 · image pull fai…",
            "03:10:00 RESOLVED      mcp-team-acme/jira-tools      after 28m · image pull fai…",
            "4 records of 2 incidents, 0 of them open at 03:30:00 UTC · explained by others,",
            "  see -o wide: 2",
            "1,284 records of the log read");
  }

  @Test
  void showsAllOfItAndCutsNothingWhenWide() {
    assertThat(told(text(true, 80)).render(END, 1))
        .containsExactly(
            "02:41:20 OPEN CRITICAL mcp-team-acme/jira-tools       DOWN 0/2 · image pull fails: authentication · pod-image-pull 7c1e09ab opened",
            "02:42:00 OPEN CRITICAL mcp-team-acme/jira-tools       DOWN 0/2 · no replica available · deployment-unavailable 11aa0000 opened",
            "03:10:00 RESOLVED      mcp-team-acme/jira-tools      after 28m · image pull fails: authentication · pod-image-pull 7c1e09ab resolved",
            "03:11:00 RESOLVED      mcp-team-acme/jira-tools      after 29m · no replica available · deployment-unavailable 11aa0000 resolved",
            "4 records of 2 incidents, 0 of them open at 03:30:00 UTC",
            "1 record of the log read");
  }

  @Test
  void tellsTheEndOfWhatBeganBefore() {
    TimelineText text = text(false, 100);
    text.take(Incidents.resolved(Incidents.deploymentUnavailable(), "03:11:00Z"), true);
    assertThat(text.render(END, 2).get(0)).startsWith("03:11:00 RESOLVED ");
    assertThat(text.render(END, 2).get(1)).startsWith("1 record of 1 incident, 0 of them open");
  }

  private static TimelineText told(TimelineText text) {
    text.take(Incidents.imagePull(), true);
    text.take(Incidents.deploymentUnavailable(), true);
    text.take(Incidents.resolved(Incidents.imagePull(), "03:10:00Z"), true);
    text.take(Incidents.resolved(Incidents.deploymentUnavailable(), "03:11:00Z"), true);
    return text;
  }

  private static TimelineText text(boolean wide, int width) {
    return new TimelineText(wide, new Times(ZoneOffset.UTC), Palette.of(false), width, END);
  }
}
