package org.mcpruntime.watcher.schemas.topics;

import java.time.Duration;

/**
 * How long what is kept.
 *
 * @param events how long the log of events is kept, at least one hour
 * @param eventsBytes upper bound of the log of events in bytes per partition; -1 for none
 * @param incidents how long incidents are kept after their last record, longer than {@code events} plus two days
 * @param deadLetters how long dead letters are kept, at least one hour
 */
public record Retention(
    Duration events, long eventsBytes, Duration incidents, Duration deadLetters) {
  /** Seven days of events without a size limit; thirty days of incidents and dead letters. */
  public static final Retention DEFAULT =
      new Retention(Duration.ofDays(7), -1, Duration.ofDays(30), Duration.ofDays(30));

  public Retention {
    Duration hour = Duration.ofHours(1);
    if (events.compareTo(hour) < 0 || deadLetters.compareTo(hour) < 0) {
      throw new IllegalArgumentException("events and dead letters must be kept at least 1h");
    }
    if (eventsBytes < -1 || eventsBytes == 0) {
      throw new IllegalArgumentException(
          "must be positive, or -1 for no limit, was " + eventsBytes + " (example: 1073741824)");
    }
    if (incidents.compareTo(lagOf(events)) <= 0) {
      throw new IllegalArgumentException(
          "incidents must be kept longer than events plus two days, was " + incidents.toHours()
              + "h");
    }
  }

  /**
   * How long every record of an incident stays before only the newest of an id does: as long as the events it rests on,
   * the daily re-emission of what is open, and a day. So a replay over all kept events finds each record it compares
   * with.
   */
  public Duration incidentLag() {
    return lagOf(events);
  }

  private static Duration lagOf(Duration events) {
    return events.plusDays(2);
  }
}
