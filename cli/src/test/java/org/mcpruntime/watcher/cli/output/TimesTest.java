package org.mcpruntime.watcher.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimesTest {

  private static final Instant TEN_PAST_MIDNIGHT = Instant.parse("2026-11-30T00:10:00Z");

  private final Times times = new Times(ZoneId.of("UTC"));

  @ParameterizedTest
  @CsvSource({
    "2026-11-30T00:09:59Z, 00:09:59",
    "2026-11-29T23:51:07Z, 23:51:07",
    "2026-11-29T12:10:01Z, 12:10:01",
    "2026-11-29T12:10:00Z, 11-29 12:10:00",
    "2026-11-28T23:51:07Z, 11-28 23:51:07",
    "2026-11-30T12:09:59Z, 12:09:59",
    "2026-11-30T12:10:00Z, 11-30 12:10:00",
    "2026-06-02T00:10:00Z, 06-02 00:10:00",
    "2025-11-30T00:10:00Z, 2025-11-30 00:10:00",
    "2126-01-01T00:00:00Z, 2126-01-01 00:00:00",
  })
  void givesTheDayOnlyFromHalfADayOnAndTheYearFromHalfAYearOn(Instant at, String shown) {
    assertThat(times.time(at, TEN_PAST_MIDNIGHT)).isEqualTo(shown);
  }

  @Test
  void showsTheZoneOfTheReader() {
    assertThat(new Times(ZoneId.of("+05:45")).time(TEN_PAST_MIDNIGHT, TEN_PAST_MIDNIGHT))
        .isEqualTo("05:55:00");
  }

  @ParameterizedTest
  @CsvSource({"-PT5S, 0s", "PT119S, 119s", "PT2M, 2m", "PT119M, 119m", "PT2H, 2h", "PT48H, 2d"})
  void givesAgesInTheLargestUnitThatIsNotTooCoarse(Duration age, String shown) {
    assertThat(Times.age(age)).isEqualTo(shown);
  }
}
