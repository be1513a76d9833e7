package org.mcpruntime.watcher.checks.check;

import java.time.Duration;
import java.util.List;
import org.mcpruntime.watcher.checks.facts.KindRef;

/**
 * Everything about a check except its judgement. The runner, the docs page, the CLI and the console read this.
 *
 * @param id kebab-case
 * @param version raised when the same facts may be judged differently; not part of any key
 * @param title what is wrong when it fires, a few words
 * @param description when it fires, why that matters, what it does not cover
 * @param subject the kind it judges
 * @param relations what else it reads
 * @param foldsIntoWorkload findings on pods become members of one incident at the top controller below the MCPServer;
 *     otherwise the subject itself is the anchor
 * @param hold how long a finding must be true before an incident opens, unless the finding says otherwise
 * @param settle how long it must be false before the incident resolves
 * @param thresholds further durations that a rules file may change; hold and settle are always among the changeable
 * @param remediation what a person should do when no finding says better
 */
public record CheckSpec(
    String id,
    int version,
    String title,
    String description,
    KindRef subject,
    List<Relation> relations,
    boolean foldsIntoWorkload,
    Duration hold,
    Duration settle,
    List<Threshold> thresholds,
    List<String> remediation) {

  public CheckSpec {
    relations = List.copyOf(relations);
    thresholds = List.copyOf(thresholds);
    remediation = List.copyOf(remediation);
  }
}
