package org.mcpruntime.watcher.checks.assess;

import java.util.List;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Severity;

/**
 * What is said about a workload, folded from its failing members.
 *
 * @param finding the member's finding that speaks for all
 * @param message with the member count where members are pods: {@code 2 of 2 pods: …}
 * @param members names of failing members, of a cause group with their namespaces; sorted, at most 20; empty when the anchor
 *     itself is the subject
 * @param memberCount how many members fail; 0 when the anchor itself is the subject
 */
public record Assessment(
    Finding finding,
    Severity severity,
    Reading reading,
    String message,
    List<String> members,
    int memberCount) {

  public Assessment {
    members = List.copyOf(members);
  }
}
