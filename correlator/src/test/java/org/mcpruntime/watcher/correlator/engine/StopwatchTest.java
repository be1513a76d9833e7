package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compared with counting each second; all numbers are seconds, the horizon is 100. */
class StopwatchTest {

  private static final long HORIZON = 100;

  @Test
  void countsWhatIsSeenWithinTheHorizon() {
    // Given
    Stopwatch watch = started(1000).paused(window(1020)).resumed(window(1050));
    // When
    Window window = window(1110, stretch(1090, 1100));
    // Then: 10 of the first run, 60 of the second, less 10.
    assertThat(watch.elapsed(window)).isEqualTo(millis(60));
    assertThat(watch.due(millis(60), window)).isEqualTo(millis(1110));
    assertThat(watch.due(millis(61), window)).isEqualTo(millis(1121));
  }

  @Test
  void isForgottenWhenNothingOfItIsLeft() {
    // Given
    Stopwatch watch = started(1000).paused(window(1020));
    // Then
    assertThat(watch.forgottenAt(window(1050))).isEqualTo(millis(1120));
    assertThat(watch.isForgotten(window(1119))).isFalse();
    assertThat(watch.isForgotten(window(1120))).isTrue();
  }

  @Test
  void isForgottenWhenNothingOfItWasSeen() {
    // Given
    Stopwatch watch = started(1000);
    // Then
    assertThat(watch.isForgotten(window(1000))).isFalse();
    assertThat(watch.isForgotten(window(1200, stretch(1050, 1200)))).isTrue();
    assertThat(watch.isForgotten(window(1050, stretch(1000, 1050)))).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void countsAsIfEachSecondWereAsked(long seed) {
    // Given
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      Stopwatch watch = started(1000);
      long now = 1000;
      for (int turn = random.nextInt(8); turn > 0; turn--) {
        now += 1 + random.nextInt(60);
        watch = watch.isPaused() ? watch.resumed(window(now)) : watch.paused(window(now));
      }
      now += random.nextInt(40);
      watch = watch.resumed(window(now));
      Interval[] unseen = unseen(random, now);
      long hold = random.nextInt((int) HORIZON + 1);
      // When
      long due = watch.due(millis(hold), window(now, unseen));
      // Then
      Stopwatch counted = watch;
      long expected = LongStream.iterate(now, at -> at + 1)
          .filter(at -> asked(counted, at, unseen) >= hold)
          .findFirst()
          .orElseThrow();
      assertThat(due).as("%s, not seen %s", watch, List.of(unseen)).isEqualTo(millis(expected));
    }
  }

  /** So many seconds of the horizon before {@code now} count. */
  private static long asked(Stopwatch watch, long now, Interval[] unseen) {
    return LongStream.range(now - HORIZON, now)
        .filter(at -> watch.runs().stream().anyMatch(run -> covers(run, at)))
        .filter(at -> List.of(unseen).stream().noneMatch(each -> covers(each, at)))
        .count();
  }

  private static boolean covers(Interval interval, long at) {
    return interval.from() <= millis(at) && millis(at) < interval.to();
  }

  private static Interval[] unseen(Random random, long now) {
    List<Interval> all = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      long from = now - random.nextInt(150);
      all.add(stretch(from, Math.min(now, from + random.nextInt(50))));
    }
    return all.toArray(Interval[]::new);
  }

  private static Window window(long now, Interval... unseen) {
    List<Interval> sorted = new ArrayList<>(List.of(unseen));
    sorted.sort(Comparator.comparingLong(Interval::from));
    return new Window(millis(now - HORIZON), millis(now), sorted);
  }

  private static Stopwatch started(long now) {
    return Stopwatch.started(millis(now));
  }

  private static Interval stretch(long from, long to) {
    return new Interval(millis(from), millis(to));
  }

  private static long millis(long seconds) {
    return 1000 * seconds;
  }
}
