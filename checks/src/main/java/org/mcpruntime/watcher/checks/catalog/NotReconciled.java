package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.FindingDraft;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.McpServerFacts;

/**
 * A server that its operator does not get to: it has no status, one that stays Pending, or one of an older spec. Since when
 * that last is so no field tells, hence a memo.
 */
final class NotReconciled {

  /** How long it is remembered since when a status is outdated; it is looked at again before that is over. */
  private static final Duration MEMORY = Duration.ofMinutes(30);

  private NotReconciled() {}

  static boolean outdated(McpServerFacts server) {
    return server.observedGeneration() > 0
        && server.observedGeneration() < server.meta().generation();
  }

  /** Since when the status is outdated; nothing when it is not. */
  static List<Memo> memos(McpServerFacts server, View view) {
    return outdated(server)
        ? List.of(new Memo(
            memoName(server),
            view.remembered(memoName(server)).orElse(view.asOf().toString()),
            MEMORY))
        : List.of();
  }

  private static String memoName(McpServerFacts server) {
    return "outdated " + server.meta().generation();
  }

  static Verdict outdatedStatus(McpServerFacts server, View view) {
    Instant since = view.remembered(memoName(server)).map(Instant::parse).orElse(view.asOf());
    Instant until = since.plus(view.threshold(McpServerNotReady.OUTDATED));
    Instant soon = view.asOf().plus(MEMORY.dividedBy(2));
    if (view.asOf().isBefore(until)) {
      return new Verdict.Progressing(
          "the operator has not got to the newest spec yet", until.isBefore(soon) ? until : soon);
    }
    return draft(
            server,
            view,
            "StatusOutdated",
            "the operator has not got to the newest spec",
            "status of generation " + server.observedGeneration() + ", spec of generation "
                + server.meta().generation(),
            view.threshold(McpServerNotReady.ERROR))
        .failingUntil(soon);
  }

  static Verdict noStatus(McpServerFacts server, View view) {
    Instant created = server.meta().createdAt();
    if (created != null) {
      Instant until = created.plus(view.threshold(McpServerNotReady.START));
      if (view.asOf().isBefore(until)) {
        return new Verdict.Progressing("new, the operator has not got to it yet", until);
      }
    }
    return draft(
            server,
            view,
            "NeverReconciled",
            "no status: the operator has not got to it",
            "no status",
            view.threshold(Threshold.HOLD))
        .failing();
  }

  static Verdict pending(McpServerFacts server, View view) {
    return draft(
            server,
            view,
            "Pending",
            "Pending: the operator makes no progress",
            "phase " + server.phase(),
            view.threshold(Threshold.HOLD))
        .failing();
  }

  private static FindingDraft draft(
      McpServerFacts server, View view, String reason, String title, String seen, Duration hold) {
    return Finding.draft(reason, title, seen + "; " + Operator.of(view).words(), hold)
        .remedy(
            "Check that the operator runs: `kubectl get pods -n mcp-runtime`.",
            "Compare ClusterRole mcp-runtime-operator-role with the one of your release; a missing"
                + " permission stops the operator silently.")
        .saw(server.ref(), McpServerNotReady.PHASE, server.phase())
        .explainedBy(Operator.CAUSES);
  }
}
