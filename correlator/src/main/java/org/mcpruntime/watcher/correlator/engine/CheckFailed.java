package org.mcpruntime.watcher.correlator.engine;

import java.time.Duration;
import java.util.List;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** Our own defect as an incident: a check threw. Its anchor is the check, its members are the subjects it threw on. */
public final class CheckFailed {

  public static final String ID = "watcher-check-failed";

  private static final KindRef KIND = new KindRef("watcher.mcpruntime.org", "Check");

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "a check of the watcher fails",
      "Fires when a check throws. Its subjects are then not judged; the other checks go on.",
      KIND,
      List.of(),
      true,
      Duration.ZERO,
      Duration.ofMinutes(5),
      List.of(),
      List.of("Report the check and its message as a defect of Cluster Watcher."));

  private CheckFailed() {}

  static ObjectRef anchor(String checkId) {
    return new ObjectRef(KIND.group(), KIND.kind(), "", checkId);
  }

  /** Says what was thrown and where, never the exception's text: it may hold values of the object. */
  static Finding finding(String checkId, RuntimeException thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    String where = trace.length == 0 ? "" : " at " + trace[0];
    return Finding.draft(
            "CheckThrows",
            Finding.title("check fails: " + checkId),
            checkId + " throws " + thrown.getClass().getName() + where,
            SPEC.hold())
        .remedy(SPEC.remediation())
        .finding();
  }
}
