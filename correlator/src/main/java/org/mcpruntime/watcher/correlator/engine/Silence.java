package org.mcpruntime.watcher.correlator.engine;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;

/**
 * How long a log may say nothing before that means that nobody looked: three tick intervals. The TICKs say how long one is,
 * so that a log says the same to everybody, whatever its collector is told.
 */
public final class Silence {

  private static final int INTERVALS = 3;

  /** Of collectors whose TICKs do not say it. */
  private static final int DEFAULT_INTERVAL_MILLIS = 5_000;

  private Silence() {}

  /**
   * How long that is.
   *
   * @param tick the newest; null when there was none
   */
  public static long limitMillis(@Nullable ClusterEvent tick) {
    return INTERVALS * intervalMillis(tick);
  }

  /**
   * How often the collector tells what it sees.
   *
   * @param tick the newest; null when there was none
   */
  public static long intervalMillis(@Nullable ClusterEvent tick) {
    Integer told = tick == null ? null : tick.getTickIntervalMillis();
    return told == null || told <= 0 ? DEFAULT_INTERVAL_MILLIS : told;
  }
}
