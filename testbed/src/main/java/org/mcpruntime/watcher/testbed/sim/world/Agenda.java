package org.mcpruntime.watcher.testbed.sim.world;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When one controller has to look at which key: at most one entry a key, the earliest. Times are
 * rounded up to {@link #GRAIN}, so that what happens at practically the same time does so at one
 * instant.
 */
public final class Agenda {
  static final Duration GRAIN = Duration.ofMillis(5);

  private final String controller;
  private final World world;
  private final TreeMap<Ref, Instant> due = new TreeMap<>();
  private @Nullable Instant next;

  public Agenda(String controller, World world) {
    this.controller = controller;
    this.world = world;
  }

  /** Looks after a latency between two numbers of milliseconds. */
  public void soon(Ref key, int minMillis, int maxMillis) {
    Instant now = world.now();
    Duration latency = world
        .dice()
        .millis(minMillis, maxMillis, controller + " " + key.text(), now.toEpochMilli());
    at(key, now.plus(latency));
  }

  public void at(Ref key, Instant time) {
    Instant rounded = roundUp(time);
    Instant planned = due.get(key);
    if (planned == null || rounded.isBefore(planned)) {
      due.put(key, rounded);
      if (next != null && rounded.isBefore(next)) {
        next = rounded;
      } else if (due.size() == 1) {
        next = rounded;
      }
    }
  }

  public Optional<Instant> next() {
    if (next == null && !due.isEmpty()) {
      next = due.values().stream().min(Instant::compareTo).orElseThrow();
    }
    return Optional.ofNullable(next);
  }

  /** Takes the first key that is due, in the order of keys. */
  public Optional<Ref> takeDue(Instant now) {
    for (var entry : due.entrySet()) {
      if (!entry.getValue().isAfter(now)) {
        Ref key = entry.getKey();
        due.remove(key);
        next = null;
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  private static Instant roundUp(Instant time) {
    long grain = GRAIN.toMillis();
    long millis = Math.floorDiv(time.toEpochMilli() + grain - 1, grain) * grain;
    return Instant.ofEpochMilli(millis);
  }
}
