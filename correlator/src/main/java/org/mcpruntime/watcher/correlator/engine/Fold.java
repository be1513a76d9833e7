package org.mcpruntime.watcher.correlator.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.Anchor;
import org.mcpruntime.watcher.checks.assess.Assessment;

/** What all members of one incident key say together at one time. */
sealed interface Fold {

  /**
   * At least one fails.
   *
   * @param newest the newest record that supports it
   * @param witnesses further records that show how it began; the onset's stands for itself
   * @param causes incident keys without aspect that would explain it, most specific first
   * @param causedBy the first of them that is open
   * @param causeGroup incident key of what it may have in common with other workloads
   */
  record Failing(
      Assessment assessment,
      Anchor.Resolved anchor,
      Onset onset,
      RecordRef newest,
      List<RecordRef> witnesses,
      List<String> causes,
      @Nullable String causedBy,
      @Nullable String causeGroup)
      implements Fold {}

  /** None fails, and all were judged. */
  record Ok() implements Fold {}

  /** None fails, but one is moving or cannot be judged. */
  record Paused() implements Fold {}

  /** A kind that the check requires is not seen. Which time that was is told later, and may reach back. */
  record Unseen() implements Fold {}

  /** There is nothing to judge any more. */
  record Gone(CloseReason reason) implements Fold {}
}
