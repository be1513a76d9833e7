package org.mcpruntime.watcher.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MomentsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:30:00Z");
  private static final ZoneId ZONE = ZoneId.of("Europe/Paris");

  @ParameterizedTest
  @CsvSource({
    "now, 2026-11-23T02:30:00Z",
    "-30m, 2026-11-23T02:00:00Z",
    "03:12, 2026-11-23T02:12:00Z",
    "03:12:05, 2026-11-23T02:12:05Z",
    "04:00, 2026-11-22T03:00:00Z",
    "2026-11-20T03:12, 2026-11-20T02:12:00Z",
    "2026-11-20T03:12:00Z, 2026-11-20T03:12:00Z",
    "2026-11-20T03:12:00+05:30, 2026-11-19T21:42:00Z"
  })
  void readsWhatPeopleWrite(String text, String expected) {
    assertThat(Moments.parse(text, NOW, ZONE)).contains(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30m", "25:00", "-soon", "2026-11-20", "2026-13-01T00:00:00Z"})
  void refusesWhatIsNone(String text) {
    assertThat(Moments.parse(text, NOW, ZONE)).isEmpty();
  }

  @Test
  void takesADayOfTheZoneNotOfUtc() {
    assertThat(Moments.parse("00:10", Instant.parse("2026-11-22T23:30:00Z"), ZONE))
        .contains(Instant.parse("2026-11-22T23:10:00Z"));
  }
}
