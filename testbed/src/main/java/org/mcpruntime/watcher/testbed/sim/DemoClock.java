package org.mcpruntime.watcher.testbed.sim;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that is set by hand while history plays and then runs on its own. Thread-safe: one thread
 * sets it, any thread reads it. Millisecond precision.
 */
public final class DemoClock extends Clock {
  private final InstantSource real;
  private volatile Instant set;
  private volatile boolean live;

  private DemoClock(Instant start, InstantSource real) {
    this.set = start;
    this.real = real;
  }

  /** A clock that stands still at the given time. */
  public static DemoClock at(Instant start, InstantSource real) {
    return new DemoClock(Instant.ofEpochMilli(start.toEpochMilli()), real);
  }

  /** A clock that stands still at the given time and later follows the machine's. */
  public static DemoClock at(Instant start) {
    return at(start, InstantSource.system());
  }

  /**
   * Moves the clock; a time before the current one, or any time once it is live, is ignored.
   */
  public void set(Instant time) {
    if (!live && time.isAfter(set)) {
      set = Instant.ofEpochMilli(time.toEpochMilli());
    }
  }

  /** From now on follows the real time, but never goes back behind what it was set to. */
  public void goLive() {
    live = true;
  }

  public boolean isLive() {
    return live;
  }

  /** Before anybody looks: the past of the cluster has to be lived through first. */
  void rewind(Instant time) {
    set = Instant.ofEpochMilli(time.toEpochMilli());
  }

  @Override
  public Instant instant() {
    Instant time = set;
    if (!live) {
      return time;
    }
    Instant now = Instant.ofEpochMilli(real.instant().toEpochMilli());
    return now.isAfter(time) ? now : time;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** The zone changes nothing: only instants are read from this clock. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
