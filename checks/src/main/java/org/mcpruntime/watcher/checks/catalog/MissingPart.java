package org.mcpruntime.watcher.checks.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Severity;

/**
 * A part that a server needs and does not have.
 *
 * @param reason CamelCase
 * @param words for a title, where it may stand beside others
 * @param alone title when nothing else is missing
 * @param why for the message, with numbers
 * @param movesUntil a rollout that moves explains it until then; null otherwise
 * @param unnoticed the child is as it should be, only the status does not say so yet
 */
record MissingPart(
    String reason,
    String words,
    String alone,
    String why,
    Severity floor,
    List<String> remediation,
    List<Evidence> evidence,
    List<Cause> causes,
    @Nullable Instant movesUntil,
    boolean unnoticed) {

  MissingPart {
    remediation = List.copyOf(remediation);
    evidence = List.copyOf(evidence);
    causes = List.copyOf(causes);
  }

  static MissingPart of(
      String reason, String words, String why, Severity floor, List<String> remediation) {
    return new MissingPart(
        reason, words, words, why, floor, remediation, List.of(), List.of(), null, false);
  }

  MissingPart with(Evidence... read) {
    return new MissingPart(
        reason,
        words,
        alone,
        why,
        floor,
        remediation,
        List.of(read),
        causes,
        movesUntil,
        unnoticed);
  }

  boolean moving() {
    return movesUntil != null;
  }
}
