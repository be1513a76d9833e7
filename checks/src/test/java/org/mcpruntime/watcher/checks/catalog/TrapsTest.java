package org.mcpruntime.watcher.checks.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What checks of others fell for, by fixture. What only time shows is tested on the engine. */
final class TrapsTest {

  private static final String CAUSE = "causeClass";

  /** The kubelet tells the cause once in a while; the texts between tell nothing, or less. */
  @ParameterizedTest
  @CsvSource({
    "pod-image-pull/fires-cause-remembered, auth",
    "pod-image-pull/fires-cause-of-an-old-event, auth",
    "pod-image-pull/fires-terminal-beats-retryable, auth",
    "pod-pending/fires-cause-remembered, missing",
    "volume-claim-not-bound/fires-cause-of-an-older-event, capacity"
  })
  void keepsTheCauseThatWasTold(String fixture, String causeClass) {
    assertThat(said(fixture)).containsEntry("verdict", "FAILING").containsEntry(CAUSE, causeClass);
  }

  @Test
  void readsNoCauseFromTheNameOfAnImage() {
    assertThat(said("pod-image-pull/fires-words-of-the-image-name"))
        .containsEntry("verdict", "FAILING")
        .hasEntrySatisfying(CAUSE, told -> assertThat(told).isNotIn("auth", "rate-limit"));
  }

  @Test
  void readsNoCauseFromTheNameOfAStorageClass() {
    assertThat(said("volume-claim-not-bound/fires-words-of-names"))
        .containsEntry("verdict", "FAILING")
        .containsEntry(CAUSE, "UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mcpserver-not-ready/unknown-deployments-forbidden",
        "service-no-endpoints/unknown-slices-forbidden",
        "volume-claim-not-bound/unknown-classes-forbidden"
      })
  void takesForbiddenForUnseenNotForAbsent(String fixture) {
    assertThat(said(fixture)).containsEntry("verdict", "CANNOT_SEE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node-not-ready/fires-unclassified",
        "pod-crash-loop/fires-cause-not-told",
        "pod-image-pull/fires-unclassified",
        "pod-pending/fires-unclassified",
        "pod-pending/fires-stuck-in-creation",
        "deployment-unavailable/fires-refused-for-unknown-reason",
        "mcpserver-not-ready/fires-error-unclassified",
        "volume-claim-not-bound/fires-unclassified"
      })
  void keepsAFailureThatItCannotClassify(String fixture) {
    assertThat(said(fixture)).containsEntry("verdict", "FAILING").containsEntry(CAUSE, "UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pod-crash-loop/quiet-completed",
        "pod-crash-loop/quiet-evicted",
        "pod-image-pull/quiet-completed",
        "pod-image-pull/quiet-evicted",
        "pod-oom-killed/quiet-completed",
        "pod-pending/quiet-completed"
      })
  void leavesPodsAloneThatHaveCompleted(String fixture) {
    assertThat(said(fixture)).containsEntry("verdict", "NOT_APPLICABLE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deployment-unavailable/quiet-scaled-to-zero",
        "deployment-unavailable/quiet-paused",
        "mcpserver-not-ready/quiet-scaled-to-zero",
        "pod-pending/quiet-scheduling-gated",
        "service-no-endpoints/quiet-scaled-to-zero",
        "service-no-endpoints/quiet-external-name",
        "service-no-endpoints/quiet-without-selector",
        "service-no-endpoints/quiet-headless-before-ready",
        "service-no-endpoints/quiet-leader-election",
        "volume-claim-not-bound/quiet-waits-for-its-first-consumer",
        "volume-claim-not-bound/quiet-only-consumer-has-completed",
        "volume-claim-not-bound/quiet-waits-for-the-node-of-its-pod"
      })
  void leavesAloneWhatSomebodyWantsSo(String fixture) {
    assertThat(said(fixture)).containsEntry("verdict", "NOT_APPLICABLE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deployment-unavailable/quiet-older-generation",
        "mcpserver-not-ready/quiet-older-generation",
        "mcpserver-not-ready/quiet-deployment-of-an-older-generation"
      })
  void waitsForTheStatusOfTheNewestGeneration(String fixture) {
    assertThat(said(fixture)).containsEntry("verdict", "PROGRESSING");
  }

  @Test
  void countsNoPartThatIsNotUsed() {
    assertThat(said("mcpserver-not-ready/quiet-ready-without-gateway"))
        .containsEntry("verdict", "OK");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pod-crash-loop/quiet-restarts-long-ago",
        "pod-crash-loop/quiet-ready-by-its-probe",
        "pod-oom-killed/quiet-long-ago"
      })
  void takesNoOldRestartForANewOne(String fixture) {
    assertThat(said(fixture)).containsEntry("verdict", "OK");
  }

  /** Seen now for the first time, though the condition claims an hour: no more than a warning. */
  @Test
  void takesNoTransitionTimeForEvidence() {
    assertThat(said("node-not-ready/fires-claims-to-last")).containsEntry("severity", "WARNING");
    assertThat(said("node-not-ready/fires-lasts")).containsEntry("severity", "CRITICAL");
  }

  @Test
  void findsAKillThatIsOver() {
    assertThat(said("pod-oom-killed/fires-runs-again")).containsEntry("verdict", "FAILING");
    assertThat(said("pod-oom-killed/quiet-told-already")).containsEntry("verdict", "OK");
  }

  @Test
  void tellsTwoCausesOfOneWorkloadApart() {
    assertThat(said("pod-pending/fires-config-map-and-secret-missing"))
        .containsEntry("aspects", "ConfigMap/settings, Secret/db");
  }

  private static Map<String, String> said(String name) {
    return Fixture.all().stream()
        .filter(fixture -> fixture.toString().equals(name + ".yaml"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no fixture " + name))
        .run()
        .said();
  }
}
