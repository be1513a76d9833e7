package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;

class ClockTest {
  private final HandClock clock = new HandClock();
  private CollectorRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new CollectorRig().withTickInterval(Duration.ofSeconds(5));
    rig.clock = clock;
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void ticksWhenAnInjectedClockHasMovedAndNotOtherwise() {
    // Given: far behind the server's clock, which is no fault
    clock.now = Instant.parse("2026-11-23T02:39:01Z");
    rig.start();
    rig.awaitStatus(status -> status.tick() == 1);

    // When
    for (int i = 0; i < 20; i++) {
      clock.now = clock.now.plusSeconds(5);
      rig.collector().nudge();
      long number = i + 2L;
      rig.awaitStatus(status -> status.tick() == number);
    }
    clock.now = clock.now.plus(Duration.ofHours(1));
    rig.collector().nudge();
    rig.awaitStatus(status -> status.tick() == 22);

    // Then
    List<ClusterEvent> ticks = rig.ofOperation(Operation.TICK);
    assertThat(ticks).hasSize(22);
    assertThat(ticks.get(20).getObservedAt()).isEqualTo(Instant.parse("2026-11-23T02:40:41Z"));
    assertThat(ticks.get(21).getObservedAt()).isEqualTo(Instant.parse("2026-11-23T03:40:41Z"));
  }

  @Test
  void publishesNothingWhileItsClockIsAhead() {
    // Given
    clock.now = Instant.now().plus(Duration.ofMinutes(5));

    // When
    rig.start();
    rig.awaitStatus(status -> status.phase() == Phase.HELD);

    // Then
    assertThat(rig.collector().status().reason()).contains("ahead of the API server's");
    assertThat(rig.collector().status().isReady()).isFalse();
    assertThat(rig.log()).isEmpty();

    // When
    clock.now = Instant.now();
    rig.awaitStatus(CollectorStatus::isSettled);

    // Then
    rig.assertSound();
  }

  @Test
  void holdsWhenItsClockJumpsAheadLater() {
    // Given
    clock.now = Instant.now();
    rig.startSettled();

    // When
    clock.now = clock.now.plus(Duration.ofDays(1));
    rig.createPod("cart");
    rig.awaitStatus(status -> status.phase() == Phase.HELD);
    clock.now = clock.now.minus(Duration.ofDays(1));
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.log()).allMatch(record -> record.timestamp() <= clock.now.toEpochMilli());
    rig.assertSound();
  }

  /** Moved by hand only. */
  private static final class HandClock extends Clock {
    private volatile Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
