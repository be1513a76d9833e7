package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.util.List;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
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

  static final String PHASE = "status.phase";

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

  @Override
  public List<Memo> remember(McpServerFacts server, View view) {
    return NotReconciled.memos(server, view);
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
    if (NotReconciled.outdated(server)) {
      return NotReconciled.outdatedStatus(server, view);
    }
    return switch (server.phase()) {
      case "Ready" -> Verdict.ok();
      case "Error" -> error(server, view);
      case "PartiallyReady" -> PartialReadiness.judge(server, view);
      case "" -> NotReconciled.noStatus(server, view);
      case "Pending" -> NotReconciled.pending(server, view);
      default -> unknownPhase(server, view);
    };
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
}
