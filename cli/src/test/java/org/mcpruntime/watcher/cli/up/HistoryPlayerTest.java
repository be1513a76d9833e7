package org.mcpruntime.watcher.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryPlayerTest {

  private static final Instant START = Instant.parse("2026-11-23T02:00:00Z");

  private final List<String> log = new ArrayList<>();
  private final Deque<Instant> actions = new ArrayDeque<>();

  private final HistoryPlayer player = new HistoryPlayer(
      time -> log.add("clock " + seconds(time)),
      new HistoryPlayer.Actor() {
        @Override
        public Instant nextActionAt() {
          return actions.isEmpty() ? Instant.MAX : actions.peek();
        }

        @Override
        public void runUntil(Instant time) {
          while (!actions.isEmpty() && !actions.peek().isAfter(time)) {
            log.add("act " + seconds(actions.remove()));
          }
        }
      },
      () -> log.add("committed"),
      Duration.ofSeconds(5));

  @Test
  void stopsAtEveryActionAndTickUntilItIsCommitted() throws InterruptedException {
    // Given
    actions.add(START.plusSeconds(2));
    actions.add(START.plusSeconds(5));

    // When
    Instant reached = player.play(START, () -> START.plusSeconds(11), at -> {});

    // Then
    assertThat(log)
        .containsExactly(
            "clock 2",
            "act 2",
            "committed",
            "clock 5",
            "act 5",
            "committed",
            "clock 10",
            "committed");
    assertThat(reached).isEqualTo(START.plusSeconds(10));
  }

  @Test
  void catchesUpWithAPresentThatGoesOn() throws InterruptedException {
    // Given a present that moves one second whenever somebody looks
    int[] looks = new int[1];

    // When
    Instant reached = player.play(START, () -> START.plusSeconds(9 + looks[0]++), at -> {});

    // Then
    assertThat(reached).isEqualTo(START.plusSeconds(10));
  }

  @Test
  void neverTurnsTimeBack() throws InterruptedException {
    // Given
    actions.add(START.minusSeconds(30));

    // When
    player.play(START, () -> START.plusSeconds(4), at -> {});

    // Then
    assertThat(log).containsExactly("clock 0", "act -30", "committed");
  }

  private static long seconds(Instant time) {
    return Duration.between(START, time).toSeconds();
  }
}
