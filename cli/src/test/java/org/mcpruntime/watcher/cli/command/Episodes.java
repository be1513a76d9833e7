package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.sim.Deed;
import org.mcpruntime.watcher.testbed.sim.DemoClock;
import org.mcpruntime.watcher.testbed.sim.Scenario;
import org.mcpruntime.watcher.testbed.sim.SimulatedCluster;
import tools.jackson.databind.JsonNode;

/** Compares the incidents of a log with what the simulator says that it did. */
final class Episodes {

  /** By when an incident must be open after its cause began: hold, onset of the symptom, and some ticks. */
  private static final Map<String, Duration> AT_THE_LATEST = Map.of(
      "pod-image-pull", Duration.ofMinutes(3),
      "deployment-unavailable", Duration.ofMinutes(13),
      "mcpserver-not-ready", Duration.ofMinutes(17));

  /** Symptoms outlast their cause. */
  private static final Duration AFTERMATH = Duration.ofMinutes(20);

  private Episodes() {}

  /**
   * Fails where one has something that the other has not.
   *
   * @param incidents every record's newest state, as {@code incidents --status all -o json} gives them
   */
  static void matchTheRecord(JsonNode incidents, Path clusterDirectory) {
    DemoClock clock = DemoClock.at(Instant.EPOCH);
    clock.goLive();
    try (KubeStore store = KubeStore.open(clusterDirectory, clock)) {
      Instant position = SimulatedCluster.position(store).orElseThrow();
      List<Deed> deeds = SimulatedCluster.open(store, clock, Scenario.demo(), 1).record();
      assertThat(deeds)
          .extracting(Deed::id)
          .contains("demo-jira-tools", "demo-docs-search", "demo-ledger-tools");
      for (Deed deed : deeds) {
        Instant until = deed.endedAt() == null ? position : deed.endedAt();
        deed.must().stream()
            .filter(must -> !deed.begunAt().plus(latest(must)).isAfter(until))
            .forEach(must -> assertThat(episodes(incidents, deed, must).count())
                .as("episodes of %s that follow from %s", must, deed.id())
                .isEqualTo(1));
      }
      for (JsonNode incident : incidents) {
        assertThat(deeds.stream().filter(deed -> explains(deed, incident)).count())
            .as("deeds behind %s opened at %s", incident.path("key"), incident.path("openedAt"))
            .isEqualTo(1);
      }
    }
  }

  private static Stream<JsonNode> episodes(JsonNode incidents, Deed deed, Deed.Incident expected) {
    return StreamSupport.stream(incidents.spliterator(), false)
        .filter(incident -> is(incident, expected) && inTime(deed, incident));
  }

  private static boolean explains(Deed deed, JsonNode incident) {
    return inTime(deed, incident)
        && Stream.concat(deed.must().stream(), deed.may().stream())
            .anyMatch(expected -> is(incident, expected));
  }

  private static boolean inTime(Deed deed, JsonNode incident) {
    Instant opened = Instant.parse(incident.path("openedAt").asString());
    return !opened.isBefore(deed.begunAt())
        && (deed.endedAt() == null || opened.isBefore(deed.endedAt().plus(AFTERMATH)));
  }

  private static boolean is(JsonNode incident, Deed.Incident expected) {
    return incident.path("check").asString().equals(expected.check())
        && incident.path("kind").asString().equals(expected.kind())
        && incident.path("namespace").asString().equals(expected.namespace())
        && incident.path("name").asString().equals(expected.name());
  }

  private static Duration latest(Deed.Incident incident) {
    return AT_THE_LATEST.getOrDefault(incident.check(), Duration.ofDays(1));
  }
}
