package org.mcpruntime.watcher.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "5s,PT5S",
    "10m,PT10M",
    "1h30m,PT1H30M",
    "7d,PT168H",
    "500ms,PT0.5S",
    "-5s,PT-5S",
    "PT2H,PT2H",
    "0s,PT0S"
  })
  void readsWhatPeopleWrite(String text, Duration expected) {
    assertThat(Durations.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m", "5x", "5m x", "1.5h", "P", "5 minutes"})
  void refusesEverythingElse(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"15m", "1h30m", "7d", "2d3h", "500ms", "-5s", "0s"})
  void writesWhatItReads(String text) {
    assertThat(Durations.parse(text).map(Durations::text)).contains(text);
  }

  @Test
  void writesOnlyUnitsThatCount() {
    assertThat(Durations.text(Duration.ofSeconds(3_661))).isEqualTo("1h1m1s");
  }
}
