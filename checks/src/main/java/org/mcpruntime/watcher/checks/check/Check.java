package org.mcpruntime.watcher.checks.check;

import java.util.List;
import org.mcpruntime.watcher.checks.facts.Facts;

/**
 * A pure function that judges one subject: the same facts at the same time give the same verdict, live, in a replay and
 * in the doctor.
 */
public interface Check<F extends Facts> {

  CheckSpec spec();

  /** The facts of {@link CheckSpec#subject()}. */
  Class<F> subjectType();

  /** What to keep in mind about this subject; called before {@link #evaluate}, which already sees it. */
  default List<Memo> remember(F subject, View view) {
    return List.of();
  }

  /** Judges of the groups that its findings name, where no other check of the catalogue judges them. */
  default List<GroupCheck> groups() {
    return List.of();
  }

  Verdict evaluate(F subject, View view);
}
