package org.mcpruntime.watcher.checks.assess;

import java.util.List;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Relation;
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
    List<String> unseen = check.spec().relations().stream()
        .filter(Relation::required)
        .map(Relation::kind)
        .filter(kind -> !view.sight(kind).seen())
        .map(kind -> kind.text() + ": " + view.sight(kind).reason())
        .toList();
    return unseen.isEmpty()
        ? check.evaluate(check.subjectType().cast(subject), view)
        : new Verdict.CannotSee(unseen);
  }
}
