package org.mcpruntime.watcher.testbed.sim.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One level-triggered loop of the cluster: it is told what changed, decides which keys deserve a
 * look, and when looking does what the state asks for. It keeps nothing that it could not find out
 * again, except by way of notes.
 */
public interface Controller {
  /** Stable; orders controllers that are due at the same time and seeds their latency. */
  String name();

  /** Puts what the change may concern on the agenda. Also called for every object at the start. */
  void observe(Changed change, Agenda agenda);

  /** Puts on the agenda what a cause that began or ended may concern. */
  default void causeMoved(Cause cause, Agenda agenda) {}

  /**
   * Brings one key from what is to what should be.
   *
   * @return when to look again although nothing changes; null for never
   */
  @Nullable
  Instant reconcile(Ref key);
}
