package org.mcpruntime.watcher.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FreshnessTest {

  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void isFreshUpToTheLimit() {
    assertThat(Freshness.judge(NOW, NOW.minusSeconds(60), null, LIMIT)).isEqualTo(Freshness.FRESH);
  }

  @Test
  void blamesTheCollectorWhenTheLogIsAsOld() {
    Instant through = NOW.minusSeconds(61);

    assertThat(Freshness.judge(NOW, through, null, LIMIT)).isEqualTo(Freshness.COLLECTOR_SILENT);
    assertThat(Freshness.judge(NOW, through, through, LIMIT)).isEqualTo(Freshness.COLLECTOR_SILENT);
  }

  @Test
  void blamesTheCorrelatorWhenTheLogGoesOn() {
    assertThat(Freshness.judge(NOW, NOW.minusSeconds(61), NOW.minusSeconds(2), LIMIT))
        .isEqualTo(Freshness.CORRELATOR_BEHIND);
  }

  @Test
  void isStaleWhenNothingWasEverEvaluated() {
    assertThat(Freshness.judge(NOW, null, NOW, LIMIT)).isEqualTo(Freshness.NEVER_EVALUATED);
    assertThat(Freshness.NEVER_EVALUATED.isStale()).isTrue();
  }
}
