package org.mcpruntime.watcher.checks.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.MissingPart.NotReady;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.McpServerFacts;

/** What is said of a server that is PartiallyReady: one finding for all parts that are missing. */
final class PartialReadiness {

  private static final int STEPS = 3;

  private PartialReadiness() {}

  static Verdict judge(McpServerFacts server, View view) {
    McpServerParts parts = new McpServerParts(server, view);
    if (parts.lacksPods() && !view.sight(Kinds.DEPLOYMENT).seen()) {
      return Verdict.cannotSee(Kinds.DEPLOYMENT, view.sight(Kinds.DEPLOYMENT));
    }
    List<Verdict.Progressing> moving = new ArrayList<>();
    List<NotReady> notReady = new ArrayList<>();
    for (MissingPart part : parts.explained()) {
      if (part instanceof MissingPart.Moving moves) {
        moving.add(moves.verdict());
      } else if (part instanceof NotReady missing) {
        notReady.add(missing);
      }
    }
    if (!moving.isEmpty()) {
      return new Verdict.Progressing(moving.get(0).why(), earliest(moving));
    }
    return notReady.isEmpty() ? nothingMissing(server, view) : missing(server, notReady, view);
  }

  /** When to look again: at the first end of patience; null when a change must come anyway. */
  private static @Nullable Instant earliest(List<Verdict.Progressing> moving) {
    return moving.stream()
        .map(Verdict.Progressing::lookAgainAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Verdict missing(McpServerFacts server, List<NotReady> parts, View view) {
    List<Finding> findings = parts.stream().map(NotReady::finding).toList();
    return Finding.draft(
            findings.get(0).reason(),
            "PartiallyReady: " + title(parts),
            String.join("; ", findings.stream().map(Finding::message).toList()),
            view.threshold(Threshold.HOLD))
        .remedy(findings.stream()
            .flatMap(finding -> finding.remediation().stream())
            .distinct()
            .limit(STEPS)
            .toList())
        .saw(server.ref(), McpServerNotReady.PHASE, server.phase())
        .saw(findings.stream().flatMap(finding -> finding.evidence().stream()).toList())
        .floor(findings.stream().map(Finding::floor).reduce(Severity.INFO, Severity::atLeast))
        .explainedBy(
            findings.stream().flatMap(finding -> finding.causes().stream()).toList())
        .failing();
  }

  private static String title(List<NotReady> parts) {
    return parts.size() == 1
        ? parts.get(0).finding().title()
        : parts.get(0).words() + ", " + parts.get(1).words()
            + (parts.size() > 2 ? " and more" : "");
  }

  private static Verdict nothingMissing(McpServerFacts server, View view) {
    return Finding.draft(
            "NothingMissing",
            "PartiallyReady: no required part is missing",
            "PartiallyReady, though every part that the spec requires is reported ready",
            view.threshold(Threshold.HOLD))
        .remedy(McpServerNotReady.SPEC.remediation())
        .saw(server.ref(), McpServerNotReady.PHASE, server.phase())
        .floor(Severity.INFO)
        .failing();
  }
}
