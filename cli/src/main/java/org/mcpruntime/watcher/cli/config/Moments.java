package org.mcpruntime.watcher.cli.config;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Points in time as people write them: {@code 2026-11-23T03:12:00Z}, {@code 2026-11-23T03:12} and {@code 03:12} in local
 * time, {@code -30m}, {@code now}.
 */
public final class Moments {

  /** For messages about one that cannot be read. */
  public static final String EXAMPLES = "03:12, -30m or 2026-11-23T03:12:00Z";

  private Moments() {}

  /**
   * Empty when the text is none.
   *
   * @param now what relative ones count from; a time of day alone is the last one that is not after it
   */
  public static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
    String word = text.strip();
    if (word.equals("now")) {
      return Optional.of(now);
    }
    if (word.startsWith("-")) {
      return Durations.parse(word).filter(Duration::isNegative).map(now::plus);
    }
    try {
      if (!word.contains("T")) {
        ZonedDateTime today =
            LocalTime.parse(word).atDate(now.atZone(zone).toLocalDate()).atZone(zone);
        return Optional.of(
            (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant());
      }
      return Optional.of(
          word.endsWith("Z") || word.matches(".*T.*[+-]\\d\\d:?\\d\\d")
              ? OffsetDateTime.parse(word).toInstant()
              : LocalDateTime.parse(word).atZone(zone).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
