package org.mcpruntime.watcher.testbed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EndingTest {

  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(50);

  @Test
  void isNotWaitedForLongerThanItsLimit() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(() -> Ending.within(SHORT, "kafka", () -> await(never)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("kafka has not ended within 0s");
    never.countDown();
  }

  @Test
  void isWaitedForByWhomIsInterrupted() {
    // Given
    AtomicBoolean ended = new AtomicBoolean();
    Thread.currentThread().interrupt();
    // When
    Ending.within(LONG, "kafka", () -> ended.set(true));
    // Then
    assertThat(ended).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void saysWhyItWentWrong() {
    assertThatThrownBy(() -> Ending.within(LONG, "kafka", () -> {
          throw new IllegalArgumentException("disk");
        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("kafka has not ended in order")
        .hasRootCauseMessage("disk");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
