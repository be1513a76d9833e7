package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.FindingDraft;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.HelperObjects;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.McpServerFacts;

/**
 * An MCPServer is not what its spec asks for: its operator reports Error, has not got to it, or sees only some parts ready
 * for a long time. The finding names the required parts that are missing and why, since the status does not. Parts that
 * the spec does not use are not counted, and a rollout that moves is waited for. Not covered: a server that is Ready
 * and yet does not serve; other checks look at pods, Services and routes.
 */
public final class McpServerNotReady implements Check<McpServerFacts> {

  public static final String ID = "mcpserver-not-ready";

  static final String ERROR = "error";
  static final String PASSING = "passing";
  static final String OUTDATED = "outdated";
  static final String START = "start";
  static final String STALLED = "stalled";

  /** How long it is remembered since when a status is outdated; it is looked at again before that is over. */
  private static final Duration MEMORY = Duration.ofMinutes(30);

  private static final String PHASE = "status.phase";

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "MCPServer not ready",
      "Fires when an MCPServer is in phase Error, when its operator does not get to it, or when it stays PartiallyReady,"
          + " and names the required parts that are missing and why. Quiet while a rollout moves and when scaled to"
          + " zero. A server that is Ready and does not serve is not covered.",
      Kinds.MCP_SERVER,
      List.of(
          Relation.mayHave(Kinds.DEPLOYMENT),
          Relation.aside(Kinds.DEPLOYMENT),
          Relation.mayHave(Kinds.SERVICE),
          Relation.mayHave(Kinds.INGRESS),
          Relation.mayHave(Kinds.CONFIG_MAP)),
      false,
      Duration.ofMinutes(15),
      Duration.ofMinutes(2),
      List.of(
          new Threshold(
              ERROR, Duration.ofMinutes(2), "hold of an Error, and of an outdated status"),
          new Threshold(
              PASSING, Duration.ofMinutes(10), "hold of an Error that usually passes by itself"),
          new Threshold(
              OUTDATED, Duration.ofMinutes(5), "how long a status may belong to an older spec"),
          new Threshold(
              START,
              Duration.ofMinutes(1),
              "how long a new server may have no status, and a rollout without a pod may rest"),
          new Threshold(
              STALLED, Duration.ofMinutes(10), "how long a rollout with too few pods may rest")),
      List.of("Read status and children of the MCPServer, then the operator's log."));

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<McpServerFacts> subjectType() {
    return McpServerFacts.class;
  }

  /** Since when the status belongs to an older spec: no field tells. */
  @Override
  public List<Memo> remember(McpServerFacts server, View view) {
    return outdated(server)
        ? List.of(new Memo(
            memoName(server),
            view.remembered(memoName(server)).orElse(view.asOf().toString()),
            MEMORY))
        : List.of();
  }

  @Override
  public Verdict evaluate(McpServerFacts server, View view) {
    if (server.meta().deleting()) {
      return Verdict.notApplicable("being deleted");
    }
    if (HelperObjects.isSmokeServer(server.ref())) {
      return Verdict.notApplicable("made by a diagnosis tool for minutes");
    }
    if (server.replicas() == 0 && !server.phase().equals("Error")) {
      return Verdict.notApplicable("scaled to zero");
    }
    if (outdated(server)) {
      return outdatedStatus(server, view);
    }
    return switch (server.phase()) {
      case "Ready" -> Verdict.ok();
      case "Error" -> error(server, view);
      case "PartiallyReady" -> partiallyReady(server, view);
      case "", "Pending" -> notReconciled(server, view);
      default -> unknownPhase(server, view);
    };
  }

  private static boolean outdated(McpServerFacts server) {
    return server.observedGeneration() > 0
        && server.observedGeneration() < server.meta().generation();
  }

  private static String memoName(McpServerFacts server) {
    return "outdated " + server.meta().generation();
  }

  private static Verdict outdatedStatus(McpServerFacts server, View view) {
    Instant since = view.remembered(memoName(server)).map(Instant::parse).orElse(view.asOf());
    Instant until = since.plus(view.threshold(OUTDATED));
    Instant soon = view.asOf().plus(MEMORY.dividedBy(2));
    if (view.asOf().isBefore(until)) {
      return new Verdict.Progressing(
          "the operator has not got to the newest spec yet", until.isBefore(soon) ? until : soon);
    }
    return operatorIsAway(
            server,
            view,
            "StatusOutdated",
            "the operator has not got to the newest spec",
            "status of generation " + server.observedGeneration() + ", spec of generation "
                + server.meta().generation(),
            view.threshold(ERROR))
        .failingUntil(soon);
  }

  private static Verdict notReconciled(McpServerFacts server, View view) {
    Instant created = server.meta().createdAt();
    if (server.phase().isEmpty() && created != null) {
      Instant until = created.plus(view.threshold(START));
      if (view.asOf().isBefore(until)) {
        return new Verdict.Progressing("new, the operator has not got to it yet", until);
      }
    }
    return operatorIsAway(
            server,
            view,
            server.phase().isEmpty() ? "NeverReconciled" : "Pending",
            server.phase().isEmpty()
                ? "no status: the operator has not got to it"
                : "Pending: the operator makes no progress",
            server.phase().isEmpty() ? "no status" : "phase " + server.phase(),
            view.threshold(Threshold.HOLD))
        .failing();
  }

  /** What is not known is not healthy. */
  private static Verdict unknownPhase(McpServerFacts server, View view) {
    return Finding.draft(
            "UnknownPhase",
            "phase is not one that we know",
            "phase " + server.phase(),
            view.threshold(Threshold.HOLD))
        .remedy(SPEC.remediation())
        .saw(server.ref(), PHASE, server.phase())
        .failing();
  }

  private static FindingDraft operatorIsAway(
      McpServerFacts server, View view, String reason, String title, String seen, Duration hold) {
    return Finding.draft(reason, title, seen + "; " + Operator.of(view).words(), hold)
        .remedy(
            "Check that the operator runs: `kubectl get pods -n mcp-runtime`.",
            "Compare ClusterRole mcp-runtime-operator-role with the one of your release; a missing"
                + " permission stops the operator silently.")
        .saw(server.ref(), PHASE, server.phase())
        .explainedBy(Operator.CAUSES);
  }

  private static Verdict error(McpServerFacts server, View view) {
    McpServerError why = McpServerError.of(server.message());
    return Finding.draft(
            "Error",
            why.title(server.message()),
            server.message().isEmpty() ? "phase Error without a message" : server.message(),
            view.threshold(why.passing() ? PASSING : ERROR))
        .causeClass(why.id())
        .remedy(why.remediation(server.ref().name()))
        .saw(server.ref(), PHASE, server.phase())
        .saw(server.ref(), "status.message", server.message())
        .floor(why.passing() ? Severity.INFO : Severity.WARNING)
        .failing();
  }

  private static Verdict partiallyReady(McpServerFacts server, View view) {
    McpServerParts parts =
        new McpServerParts(server, view, view.threshold(START), view.threshold(STALLED));
    if (!parts.unseen().isEmpty()) {
      return new Verdict.CannotSee(parts.unseen());
    }
    List<MissingPart> missing = parts.missing();
    Optional<MissingPart> moving = missing.stream().filter(MissingPart::moving).findFirst();
    if (moving.isPresent()) {
      return new Verdict.Progressing(moving.get().why(), earliest(missing));
    }
    return missing.isEmpty() ? nothingMissing(server, view) : missing(server, missing, view);
  }

  private static Verdict missing(McpServerFacts server, List<MissingPart> missing, View view) {
    return Finding.draft(
            missing.get(0).reason(),
            "PartiallyReady: " + title(missing),
            String.join("; ", missing.stream().map(MissingPart::why).toList()),
            view.threshold(Threshold.HOLD))
        .remedy(missing.stream()
            .flatMap(part -> part.remediation().stream())
            .distinct()
            .limit(3)
            .toList())
        .saw(server.ref(), PHASE, server.phase())
        .saw(missing.stream().flatMap(part -> part.evidence().stream()).toList())
        .floor(missing.stream().map(MissingPart::floor).reduce(Severity.INFO, Severity::atLeast))
        .explainedBy(missing.stream().flatMap(part -> part.causes().stream()).toList())
        .failing();
  }

  private static Verdict nothingMissing(McpServerFacts server, View view) {
    return Finding.draft(
            "NothingMissing",
            "PartiallyReady: no required part is missing",
            "PartiallyReady, though every part that the spec requires is reported ready",
            view.threshold(Threshold.HOLD))
        .remedy(SPEC.remediation())
        .saw(server.ref(), PHASE, server.phase())
        .floor(Severity.INFO)
        .failing();
  }

  private static String title(List<MissingPart> missing) {
    if (missing.size() == 1) {
      return missing.get(0).alone();
    }
    return missing.get(0).words() + ", " + missing.get(1).words()
        + (missing.size() > 2 ? " and more" : "");
  }

  /** When to look again: at the first end of patience; null when a change must come anyway. */
  private static @Nullable Instant earliest(List<MissingPart> parts) {
    Optional<Instant> first = parts.stream()
        .map(MissingPart::movesUntil)
        .filter(until -> until != null && !until.equals(Instant.MAX))
        .min(Comparator.naturalOrder());
    return first.orElse(null);
  }
}
