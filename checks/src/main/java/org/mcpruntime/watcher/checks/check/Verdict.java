package org.mcpruntime.watcher.checks.check;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** What a check says of one subject at one time. */
public sealed interface Verdict {

  /**
   * Nothing is wrong.
   *
   * @param lookAgainAt when time alone may change that; null when only a change can
   */
  record Ok(@Nullable Instant lookAgainAt) implements Verdict {}

  /** By design there is nothing to judge: scaled to zero, paused, completed, being deleted. */
  record NotApplicable(String why) implements Verdict {}

  /**
   * Not healthy yet, and moving.
   *
   * @param lookAgainAt when it has to be judged again even if nothing changes; null when a change must come anyway
   */
  record Progressing(String why, @Nullable Instant lookAgainAt) implements Verdict {}

  /** It cannot be decided. */
  record CannotSee(List<Missing> missing) implements Verdict {
    public CannotSee {
      missing = List.copyOf(missing);
    }
  }

  /**
   * Something is wrong: one finding for each aspect.
   *
   * @param lookAgainAt when time alone may change what is said; null when only a change can
   */
  record Failing(List<Finding> findings, @Nullable Instant lookAgainAt) implements Verdict {
    public Failing {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("FAILING without a finding");
      }
    }
  }

  static Verdict ok() {
    return new Ok(null);
  }

  static Verdict notApplicable(String why) {
    return new NotApplicable(why);
  }

  static Verdict progressing(String why) {
    return new Progressing(why, null);
  }

  /** A kind that is needed here, if not always, is not seen. */
  static Verdict cannotSee(KindRef kind, Sight sight) {
    return new CannotSee(List.of(new Missing.UnseenKind(kind, sight)));
  }

  /** A part of an object is not known. */
  static Verdict cannotSee(ObjectRef ref, String path) {
    return new CannotSee(List.of(new Missing.UnknownPart(ref, path)));
  }

  static Verdict failing(Finding... findings) {
    return new Failing(List.of(findings), null);
  }
}
