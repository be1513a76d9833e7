package org.mcpruntime.watcher.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.cli.observe.Statuses.NOW;
import static org.mcpruntime.watcher.cli.observe.Statuses.kind;
import static org.mcpruntime.watcher.cli.observe.Statuses.running;
import static org.mcpruntime.watcher.cli.observe.Statuses.status;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.schemas.avro.CoverageState;

final class CollectorHealthTest {

  private static final KindId POD = new KindId("", "Pod");
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final CollectorHealth health = new CollectorHealth(Duration.ofSeconds(5), LIMIT);

  @Test
  void isReadyAndAliveWhileItTicks() {
    List<CollectorStatus> fine =
        List.of(running("prod", kind(POD, CoverageState.SYNCED, null, Duration.ofSeconds(3))));

    assertThat(health.ready(fine, NOW).fine()).isTrue();
    assertThat(health.ready(fine, NOW).lines()).containsExactly("prod: RUNNING");
    assertThat(health.alive(fine, NOW)).isEqualTo(new Answer(true, List.of()));
  }

  @Test
  void isReadyWhenItStandsBy() {
    CollectorStatus standby = status("prod", Phase.STANDBY, "another collector leads", null);
    assertThat(health.ready(List.of(standby), NOW).fine()).isTrue();
    assertThat(health.alive(List.of(standby), NOW).fine()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"STARTING", "HELD", "RETRYING"})
  void isAliveAndNotReadyWithTheReasonWhileItCannotPublish(Phase phase) {
    CollectorStatus status = status("prod", phase, "because", NOW.minusSeconds(1));
    assertThat(health.ready(List.of(status), NOW).fine()).isFalse();
    assertThat(health.ready(List.of(status), NOW).lines())
        .containsExactly("prod: " + phase + ", not ready: because");
    assertThat(health.alive(List.of(status), NOW).fine()).isTrue();
  }

  @Test
  void isNotReadyWhenTicksStayAwayAndNotAliveWhenTheyStayAwayForLong() {
    CollectorStatus late = status("prod", Phase.RUNNING, null, NOW.minusSeconds(16));
    assertThat(health.ready(List.of(late), NOW).fine()).isFalse();
    assertThat(health.alive(List.of(late), NOW).fine()).isTrue();

    CollectorStatus stuck = status("prod", Phase.RUNNING, null, NOW.minusSeconds(121));
    assertThat(health.alive(List.of(stuck), NOW).lines())
        .singleElement()
        .asString()
        .contains("prod: the publisher has written no tick");
  }

  @Test
  void isNotAliveWhenAKindStandsStillThatIsNotRefused() {
    for (CoverageState state : List.of(CoverageState.SYNCED, CoverageState.SYNCING)) {
      CollectorStatus still = running("prod", kind(POD, state, null, LIMIT.plusSeconds(1)));
      assertThat(health.alive(List.of(still), NOW).lines())
          .singleElement()
          .asString()
          .startsWith("prod core/Pod: no progress since");
    }
    CollectorStatus silent =
        running("prod", kind(POD, CoverageState.BLIND, "Silent", LIMIT.plusSeconds(1)));
    assertThat(health.alive(List.of(silent), NOW).fine()).isFalse();
    CollectorStatus soon = running("prod", kind(POD, CoverageState.SYNCED, null, LIMIT));
    assertThat(health.alive(List.of(soon), NOW).fine()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forbidden", "NotFound", "Unauthorized", "Unreachable"})
  void isAliveAndReadyWhateverTheClusterRefuses(String reason) {
    CollectorStatus refused =
        running("prod", kind(POD, CoverageState.BLIND, reason, Duration.ofDays(1)));
    assertThat(health.alive(List.of(refused), NOW).fine()).isTrue();
    assertThat(health.ready(List.of(refused), NOW).fine()).isTrue();
    assertThat(health.ready(List.of(refused), NOW).lines())
        .anyMatch(line -> line.startsWith("prod core/Pod: BLIND, " + reason + " since "));
  }

  @Test
  void countsAKindsSilenceFromTheBeginOfTheSession() {
    // Given: a session of a minute, a kind last seen before it
    CollectorStatus young = new CollectorStatus(
        "prod",
        Phase.RUNNING,
        null,
        "uid",
        1,
        1,
        1,
        NOW.minusSeconds(60),
        NOW,
        NOW,
        List.of(kind(POD, CoverageState.SYNCING, "Listing", Duration.ofDays(1))));
    assertThat(health.alive(List.of(young), NOW).fine()).isTrue();
  }

  @Test
  void endsAProcessForAFailureOnlyWhenNothingElseWorksInIt() {
    CollectorStatus failed = status("stage", Phase.FAILED, "another cluster", null);
    assertThat(health.alive(List.of(failed), NOW).lines())
        .containsExactly("stage: FAILED, another cluster");
    assertThat(health.alive(List.of(failed, running("prod")), NOW).fine()).isTrue();
    assertThat(health.ready(List.of(failed, running("prod")), NOW).lines())
        .containsExactly("stage: FAILED, not ready: another cluster", "prod: RUNNING");
  }
}
