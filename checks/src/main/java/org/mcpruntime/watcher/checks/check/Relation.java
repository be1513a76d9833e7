package org.mcpruntime.watcher.checks.check;

import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Link;

/**
 * A kind that a check reads beside its subject, and how it finds it. The engine judges the subject again when such an
 * object changes.
 *
 * @param kind the related kind
 * @param link by which reference the two are joined
 * @param direction who holds the reference
 * @param required without sight of this kind the check cannot judge: CANNOT_SEE
 */
public record Relation(KindRef kind, Link link, Direction direction, boolean required) {

  /** Who refers to whom. */
  public enum Direction {
    /** The related object refers to the subject: its children, its Events. */
    REFERS_TO_SUBJECT,
    /** The subject refers to the related object: its owner. */
    REFERRED_BY_SUBJECT
  }

  /** Children of the subject by controlling owner reference. */
  public static Relation children(KindRef kind) {
    return new Relation(kind, Link.OWNER, Direction.REFERS_TO_SUBJECT, true);
  }

  /** Children that help to explain; without sight of them the check says less, or CANNOT_SEE by itself. */
  public static Relation mayHave(KindRef kind) {
    return new Relation(kind, Link.OWNER, Direction.REFERS_TO_SUBJECT, false);
  }

  /** The subject's controller. */
  public static Relation owner(KindRef kind) {
    return new Relation(kind, Link.OWNER, Direction.REFERRED_BY_SUBJECT, true);
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
