package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Finding;
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
            Duration.ofHours(1)))
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
    if (view.asOf().isBefore(until)) {
      return new Verdict.Progressing("the operator has not got to the newest spec yet", until);
    }
    return operatorIsAway(
        server,
        view,
        "StatusOutdated",
        "the operator has not got to the newest spec",
        "status of generation " + server.observedGeneration() + ", spec of generation "
            + server.meta().generation(),
        view.threshold(ERROR));
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
        view.threshold(Threshold.HOLD));
  }

  /** What is not known is not healthy. */
  private static Verdict unknownPhase(McpServerFacts server, View view) {
    return finding(
        server,
        "UnknownPhase",
        null,
        "phase is not one that we know",
        "phase " + server.phase(),
        SPEC.remediation(),
        List.of(),
        Severity.WARNING,
        view.threshold(Threshold.HOLD),
        List.of());
  }

  private static Verdict operatorIsAway(
      McpServerFacts server, View view, String reason, String title, String seen, Duration hold) {
    return finding(
        server,
        reason,
        null,
        title,
        seen + "; " + Operator.of(view).words(),
        List.of(
            "Check that the operator runs: `kubectl get pods -n mcp-runtime`.",
            "Compare ClusterRole mcp-runtime-operator-role with the one of your release; a missing"
                + " permission stops the operator silently."),
        List.of(),
        Severity.WARNING,
        hold,
        Operator.CAUSES);
  }

  private static Verdict error(McpServerFacts server, View view) {
    McpServerError why = McpServerError.of(server.message());
    return finding(
        server,
        "Error",
        why.id(),
        why.title(server.message()),
        server.message().isEmpty() ? "phase Error without a message" : server.message(),
        why.remediation(server.ref().name()),
        List.of(new Evidence(server.ref(), "status.message", server.message())),
        why.passing() ? Severity.INFO : Severity.WARNING,
        view.threshold(why.passing() ? PASSING : ERROR),
        List.of());
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
    if (missing.isEmpty()) {
      return finding(
          server,
          "NothingMissing",
          null,
          "PartiallyReady: no required part is missing",
          "PartiallyReady, though every part that the spec requires is reported ready",
          SPEC.remediation(),
          List.of(),
          Severity.INFO,
          view.threshold(Threshold.HOLD),
          List.of());
    }
    return finding(
        server,
        missing.get(0).reason(),
        null,
        "PartiallyReady: " + title(missing),
        String.join("; ", missing.stream().map(MissingPart::why).toList()),
        missing.stream()
            .flatMap(part -> part.remediation().stream())
            .distinct()
            .limit(3)
            .toList(),
        missing.stream().flatMap(part -> part.evidence().stream()).toList(),
        missing.stream()
            .map(MissingPart::floor)
            .max(Comparator.naturalOrder())
            .orElse(Severity.INFO),
        view.threshold(Threshold.HOLD),
        missing.stream().flatMap(part -> part.causes().stream()).toList());
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

  private static Verdict finding(
      McpServerFacts server,
      String reason,
      @Nullable String causeClass,
      String title,
      String message,
      List<String> remediation,
      List<Evidence> evidence,
      Severity floor,
      Duration hold,
      List<Cause> causes) {
    List<Evidence> all = new ArrayList<>();
    all.add(new Evidence(server.ref(), "status.phase", server.phase()));
    all.addAll(evidence);
    return Verdict.failing(new Finding(
        "",
        reason,
        causeClass,
        title,
        message,
        remediation,
        all,
        null,
        floor,
        hold,
        "",
        1,
        causes));
  }
}
