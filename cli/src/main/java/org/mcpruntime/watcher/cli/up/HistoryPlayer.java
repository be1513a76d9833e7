package org.mcpruntime.watcher.cli.up;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Lets a simulated cluster live through a stretch of the past in a fraction of its time. One injected clock drives
 * everything, and it advances only when all that happened before is committed: so the log is what it would have been,
 * only sooner. Confined to one thread.
 */
final class HistoryPlayer {

  /** What acts at given times. */
  interface Actor {
    /** When it acts next; {@link Instant#MAX} when never. */
    Instant nextActionAt();

    /** Performs everything due at or before that time. */
    void runUntil(Instant time);
  }

  /** Returns when everything that happened so far is committed. */
  interface Barrier {
    void awaitCommitted() throws InterruptedException;
  }

  private final Consumer<Instant> clock;
  private final Actor actor;
  private final Barrier barrier;
  private final Duration tick;

  /**
   * A player that has not begun.
   *
   * @param clock sets the time that everybody sees
   * @param tick the clock stops at least this often
   */
  HistoryPlayer(Consumer<Instant> clock, Actor actor, Barrier barrier, Duration tick) {
    this.clock = clock;
    this.actor = actor;
    this.barrier = barrier;
    this.tick = tick;
  }

  /**
   * Plays until it has caught up with {@code present}, which goes on meanwhile.
   *
   * @param progress is told each time that was reached
   * @return the last time that was reached
   */
  Instant play(Instant from, InstantSource present, Consumer<Instant> progress)
      throws InterruptedException {
    Instant reached = from;
    Instant nextTick = from.plus(tick);
    while (true) {
      Instant action = actor.nextActionAt();
      Instant next = action.isBefore(nextTick) ? action : nextTick;
      if (next.isAfter(present.instant())) {
        return reached;
      }
      if (next.isBefore(reached)) {
        // An action that was put into the past is due at once; time does not go back.
        next = reached;
      }
      clock.accept(next);
      actor.runUntil(next);
      barrier.awaitCommitted();
      if (!next.isBefore(nextTick)) {
        nextTick = nextTick.plus(tick);
      }
      reached = next;
      progress.accept(reached);
    }
  }
}
