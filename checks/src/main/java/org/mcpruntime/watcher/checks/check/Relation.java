package org.mcpruntime.watcher.checks.check;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Link;

/**
 * A kind that a check reads beside its subject, and how it finds it. The engine judges the subject again when such an
 * object changes, unless it is only read {@link Direction#ASIDE}.
 *
 * @param kind the related kind
 * @param link by which reference the two are joined; null when it is read aside
 * @param direction who holds the reference
 * @param required without sight of this kind the check cannot judge: CANNOT_SEE
 */
public record Relation(KindRef kind, @Nullable Link link, Direction direction, boolean required) {

  /** Who refers to whom. */
  public enum Direction {
    /** The related object refers to the subject: its children, its Events. */
    REFERS_TO_SUBJECT,
    /** The subject refers to the related object: its owner, its node. */
    REFERRED_BY_SUBJECT,
    /** Both refer to the same thing: a Service and the workloads that carry its label. */
    MEETS_SUBJECT,
    /**
     * It is read when the subject is judged for another reason, and a change of it is no reason: it helps to explain, or
     * the subject always changes with it.
     */
    ASIDE
  }

  /**
   * Children of the subject, by controlling owner reference. They help to explain; without sight of them the check says
   * less, or CANNOT_SEE by itself.
   */
  public static Relation mayHave(KindRef kind) {
    return new Relation(kind, Link.OWNER, Direction.REFERS_TO_SUBJECT, false);
  }

  /** Objects that refer to the subject, and without which it cannot be judged. */
  public static Relation referring(KindRef kind, Link link) {
    return new Relation(kind, link, Direction.REFERS_TO_SUBJECT, true);
  }

  /** What the subject refers to; it helps to explain. */
  public static Relation referred(KindRef kind, Link link) {
    return new Relation(kind, link, Direction.REFERRED_BY_SUBJECT, false);
  }

  /** Objects that refer to the same thing as the subject; they help to explain. */
  public static Relation meeting(KindRef kind, Link link) {
    return new Relation(kind, link, Direction.MEETS_SUBJECT, false);
  }

  /** Read whenever the subject is judged, never a reason to judge it. */
  public static Relation aside(KindRef kind) {
    return new Relation(kind, null, Direction.ASIDE, false);
  }

  /** Events about the subject. They help, and expire after an hour: never required. */
  public static Relation events() {
    return new Relation(
        new KindRef("", "Event"), Link.REGARDING, Direction.REFERS_TO_SUBJECT, false);
  }

  /** As {@link #events()}, where they are watched in the group events.k8s.io. */
  public static Relation newEvents() {
    return new Relation(
        new KindRef("events.k8s.io", "Event"), Link.REGARDING, Direction.REFERS_TO_SUBJECT, false);
  }
}
