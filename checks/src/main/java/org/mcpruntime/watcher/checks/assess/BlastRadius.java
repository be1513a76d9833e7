package org.mcpruntime.watcher.checks.assess;

import java.util.List;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Impact;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * Whom one common root hits at one time.
 *
 * @param members {@code namespace/name} of workloads, sorted, at most 20
 * @param workloads how many workloads
 * @param namespaces their namespaces, sorted, at most 10
 * @param namespaceCount how many namespaces
 * @param severity of the worst incident among them
 * @param impact of the one that is hit hardest
 * @param examples what some of them say, at least one and at most 10
 */
public record BlastRadius(
    List<String> members,
    int workloads,
    List<String> namespaces,
    int namespaceCount,
    Severity severity,
    Impact impact,
    List<Evidence> examples) {

  /** Namespaces that are named. */
  public static final int NAMESPACES = 10;

  public static final int EXAMPLES = 10;

  public BlastRadius {
    members = List.copyOf(members);
    namespaces = List.copyOf(namespaces);
    examples = List.copyOf(examples);
  }

  /** {@code namespace/name}. */
  public static String place(ObjectRef workload) {
    return workload.namespace().isEmpty()
        ? workload.name()
        : workload.namespace() + "/" + workload.name();
  }

  /** What one of the workloads says. */
  public static Evidence example(ObjectRef workload, String checkId, String message) {
    return new Evidence(workload, "incident[" + checkId + "].message", message);
  }

  /** {@code 5 workloads in 2 namespaces (mcp-team-acme, mcp-team-pay)}. */
  String words() {
    int more = namespaceCount - namespaces.size();
    return workloads
        + (workloads == 1 ? " workload in " : " workloads in ")
        + namespaceCount
        + (namespaceCount == 1 ? " namespace (" : " namespaces (")
        + String.join(", ", namespaces)
        + (more > 0 ? " and " + more + " more)" : ")");
  }
}
