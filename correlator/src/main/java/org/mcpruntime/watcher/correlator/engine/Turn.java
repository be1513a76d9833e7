package org.mcpruntime.watcher.correlator.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** What one moment of a cluster asks to be evaluated: everything a record changed, or one timer. */
final class Turn {

  /** How the engine came to look; it decides what is known of an onset. */
  enum Occasion {
    /** An object changed while we watched. */
    CHANGE,
    /** A list brought something new: it happened before. */
    LISTED,
    /** A kind can be seen now, or the rules changed. */
    FIRST_LOOK,
    /** Time went on. */
    TIMER
  }

  /** @param order of the check in the catalogue */
  record Subject(int order, Check<?> check, ObjectRef ref) implements Comparable<Subject> {
    @Override
    public int compareTo(Subject other) {
      int byCheck = Integer.compare(order, other.order);
      return byCheck != 0 ? byCheck : ref.compareTo(other.ref);
    }
  }

  /** @param order of the check in the catalogue: causes are told before their effects */
  record Assessed(int order, String base) implements Comparable<Assessed> {
    @Override
    public int compareTo(Assessed other) {
      int byCheck = Integer.compare(order, other.order);
      return byCheck != 0 ? byCheck : base.compareTo(other.base);
    }
  }

  private final long now;
  private final RecordRef record;
  private final Occasion occasion;
  private final CheckSet checks;
  private final TreeSet<Subject> subjects = new TreeSet<>();
  private final TreeSet<Assessed> assessed = new TreeSet<>();
  private final Map<String, CloseReason> gone = new HashMap<>();
  private final Set<String> moved = new HashSet<>();

  Turn(long now, RecordRef record, Occasion occasion, CheckSet checks) {
    this.now = now;
    this.record = record;
    this.occasion = occasion;
    this.checks = checks;
  }

  long now() {
    return now;
  }

  RecordRef record() {
    return record;
  }

  /** A kind can be seen again, or the rules changed: everything is looked at anew. */
  boolean isFirstLook() {
    return occasion == Occasion.FIRST_LOOK;
  }

  /**
   * When and where a failing stretch of a subject began, if it begins now.
   *
   * @param support as {@link #support} gives it
   */
  Onset onset(RecordRef support) {
    return new Onset(
        occasion == Occasion.CHANGE || occasion == Occasion.TIMER ? now : Onset.UNKNOWN, support);
  }

  /**
   * The newest record that supports a verdict of this turn.
   *
   * @param stated gives the newest record that states the subject
   */
  RecordRef support(Supplier<RecordRef> stated) {
    return occasion == Occasion.CHANGE || occasion == Occasion.LISTED ? record : stated.get();
  }

  /** Judge this subject. */
  void judge(Check<?> check, ObjectRef ref) {
    subjects.add(new Subject(checks.order(check.spec().id()), check, ref));
  }

  /** Assess what is said under this incident key without aspect. */
  void assess(String base) {
    assessed.add(new Assessed(checks.order(IncidentKey.parse(base).check()), base));
  }

  /** Close what is open under this incident key without aspect. */
  void close(String base, CloseReason reason) {
    gone.putIfAbsent(base, reason);
    assess(base);
  }

  /** A member of this incident key belongs to another one now. */
  void moved(String base) {
    moved.add(base);
  }

  boolean hasMoved(String base) {
    return moved.contains(base);
  }

  @Nullable
  CloseReason gone(String base) {
    return gone.get(base);
  }

  /** The next subject in order; null when all are judged. */
  @Nullable
  Subject nextSubject() {
    return subjects.pollFirst();
  }

  /** The next incident key in order; null when all are assessed. */
  @Nullable
  Assessed nextAssessed() {
    return assessed.pollFirst();
  }
}
