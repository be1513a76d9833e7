package org.mcpruntime.watcher.checks.assess;

import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Missing;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.Facts;

/** Asks a check about a subject. The stream and the doctor ask in the same way: here. */
public final class Evaluator {

  private Evaluator() {}

  /** What the check wants to keep in mind; write these before {@link #evaluate}, which must already see them. */
  public static <F extends Facts> List<Memo> remember(Check<F> check, Facts subject, View view) {
    return check.remember(check.subjectType().cast(subject), view);
  }

  /**
   * The check's verdict, or CANNOT_SEE when a kind that it requires is not seen.
   *
   * @throws RuntimeException when the check has a defect; its subject is then undecided
   */
  public static <F extends Facts> Verdict evaluate(Check<F> check, Facts subject, View view) {
    List<Missing> unseen = unseen(check.spec(), view);
    return unseen.isEmpty()
        ? check.evaluate(check.subjectType().cast(subject), view)
        : new Verdict.CannotSee(unseen);
  }

  /** What is said of a subject whose check threw. */
  public static Verdict undecided(RuntimeException thrown) {
    return new Verdict.CannotSee(List.of(new Missing.Defect(thrown.getClass().getName())));
  }

  private static List<Missing> unseen(CheckSpec spec, View view) {
    List<Missing> unseen = List.of();
    for (Relation relation : spec.relations()) {
      Sight sight = relation.required() ? view.sight(relation.kind()) : Sight.SEEN;
      if (!sight.seen()) {
        unseen = new ArrayList<>(unseen);
        unseen.add(new Missing.UnseenKind(relation.kind(), sight));
      }
    }
    return unseen;
  }
}
