package org.mcpruntime.watcher.checks.check;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.KindRef;

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

  /** It cannot be decided; each entry says what is missing, such as {@code apps/ReplicaSet/shop/cart-5c9}. */
  record CannotSee(List<String> missing) implements Verdict {
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

  static Verdict cannotSee(String... missing) {
    return new CannotSee(List.of(missing));
  }

  /** A kind that is needed here, if not always, is not seen. */
  static Verdict cannotSee(KindRef kind, Sight sight) {
    return cannotSee(kind.text() + ": " + sight.reason());
  }

  static Verdict failing(Finding... findings) {
    return new Failing(List.of(findings), null);
  }
}
