package org.mcpruntime.watcher.collector.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.ApiFailure;

class BackoffTest {
  private final Backoff backoff = new Backoff(Pacing.defaults(), new Random(1));

  @Test
  void doublesWithJitterUpToItsLongest() {
    // Then
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      assertThat(backoff.after(new ApiFailure.Unreachable()))
          .isBetween(Duration.ofMillis(seconds * 500L), Duration.ofSeconds(seconds));
    }
  }

  @Test
  void startsOverAfterAReset() {
    // Given
    backoff.step();
    backoff.step();

    // When
    backoff.reset();

    // Then
    assertThat(backoff.step()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void waitsAtLeastAsLongAsTheServerAsks() {
    // Then
    assertThat(backoff.after(new ApiFailure.TooManyRequests(Duration.ofSeconds(90))))
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void asksGentlyAgainWhereItWasRefused() {
    // Then
    assertThat(backoff.after(new ApiFailure.Forbidden())).isEqualTo(Duration.ofSeconds(30));
    assertThat(backoff.after(new ApiFailure.NotFound())).isEqualTo(Duration.ofSeconds(30));
    assertThat(backoff.after(new ApiFailure.Unauthorized())).isEqualTo(Duration.ofSeconds(30));
  }
}
