package org.mcpruntime.watcher.cli.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 5s}, {@code 10m}, {@code 1h30m}, {@code 7d}; ISO-8601 is read too. */
public final class Durations {

  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /** Empty when the text is no duration. */
  public static Optional<Duration> parse(String text) {
    String trimmed = text.strip().toLowerCase(Locale.ROOT);
    boolean negative = trimmed.startsWith("-") && !trimmed.startsWith("-p");
    String rest = negative ? trimmed.substring(1) : trimmed;
    if (rest.startsWith("p") || rest.startsWith("-p")) {
      try {
        return Optional.of(Duration.parse(rest));
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
    Matcher matcher = PART.matcher(rest);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      long number = Long.parseLong(matcher.group(1));
      sum = sum.plus(
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          });
      end = matcher.end();
    }
    if (end == 0 || end != rest.length()) {
      return Optional.empty();
    }
    return Optional.of(negative ? sum.negated() : sum);
  }

  /** The shortest form that {@link #parse} reads back: {@code 15m}, {@code 1h30m}, {@code 500ms}. */
  public static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    Duration rest = duration.abs();
    StringBuilder text = new StringBuilder(duration.isNegative() ? "-" : "");
    append(text, rest.toDays(), "d");
    append(text, rest.toHoursPart(), "h");
    append(text, rest.toMinutesPart(), "m");
    append(text, rest.toSecondsPart(), "s");
    append(text, rest.toMillisPart(), "ms");
    return text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
