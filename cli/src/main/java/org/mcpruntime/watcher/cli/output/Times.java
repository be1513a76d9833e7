package org.mcpruntime.watcher.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times for people: local, with ages as kubectl writes them. */
public final class Times {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);

  private static final DateTimeFormatter YEAR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private static final Duration HALF_A_DAY = Duration.ofHours(12);
  private static final Duration HALF_A_YEAR = Duration.ofDays(182);

  private final ZoneId zone;

  public Times(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * {@code 02:41:20}; with the day in front when it is half a day or more from {@code now}, and the year when it is half a
   * year. Not when another day begins in
   * between: ten past midnight, {@code 23:51:07} needs no day, and what is told around midnight keeps its columns.
   */
  public String time(Instant at, Instant now) {
    Duration apart = Duration.between(at, now).abs();
    DateTimeFormatter format =
        apart.compareTo(HALF_A_DAY) < 0 ? CLOCK : apart.compareTo(HALF_A_YEAR) < 0 ? DAY : YEAR;
    return format.format(at.atZone(zone));
  }

  public String clock(Instant at) {
    return CLOCK.format(at.atZone(zone));
  }

  /** {@code CET}, {@code UTC}, {@code +05:45}: the zone that {@code at} is shown in. */
  public String zoneName(Instant at) {
    String name = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(at.atZone(zone));
    return name.equals("Z") ? "UTC" : name;
  }

  /** {@code 45s}, {@code 17m}, {@code 5h}, {@code 3d}: the largest unit that is not too coarse. Never negative. */
  public static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 120 * 60) {
      return seconds / 60 + "m";
    }
    if (seconds < 48 * 3600) {
      return seconds / 3600 + "h";
    }
    return seconds / 86_400 + "d";
  }
}
