package org.mcpruntime.watcher.checks.catalog;

import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Verdict;

/** A part that a server needs and that does not count as ready, and what is behind that. */
sealed interface MissingPart {

  /** A rollout of it moves. */
  record Moving(Verdict.Progressing verdict) implements MissingPart {}

  /**
   * Something is wrong with it.
   *
   * @param finding what is said when nothing else is missing
   * @param words for a title, where it stands beside others
   * @param unnoticed the child is as it should be, only the status does not say so yet
   */
  record NotReady(Finding finding, String words, boolean unnoticed) implements MissingPart {

    NotReady(Finding finding, boolean unnoticed) {
      this(finding, finding.title(), unnoticed);
    }

    /** With other words where it stands beside others. */
    NotReady beside(String others) {
      return new NotReady(finding, others, unnoticed);
    }
  }
}
