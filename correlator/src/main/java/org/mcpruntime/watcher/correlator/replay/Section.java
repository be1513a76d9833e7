package org.mcpruntime.watcher.correlator.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.history.Policy;

/**
 * A stretch of history that was evaluated by one build with one set of rules.
 *
 * @param from milliseconds, inclusive
 * @param to milliseconds, exclusive
 * @param rules null when this program cannot evaluate as it was done then
 * @param why it cannot; empty when it can
 */
record Section(long from, long to, @Nullable Rules rules, String why) {

  /** All of time, oldest first. */
  static List<Section> of(List<Policy> policies, EngineSettings now, List<Check<?>> known) {
    List<Section> sections = new ArrayList<>();
    long first = policies.isEmpty() ? Long.MAX_VALUE : policies.get(0).since();
    sections.add(new Section(Long.MIN_VALUE, first, null, "its rules are not kept"));
    for (int i = 0; i < policies.size(); i++) {
      Policy policy = policies.get(i);
      long to = i + 1 < policies.size() ? policies.get(i + 1).since() : Long.MAX_VALUE;
      sections.add(section(policy, to, now, known));
    }
    return sections;
  }

  private static Section section(Policy policy, long to, EngineSettings now, List<Check<?>> known) {
    if (!policy.isReadable()) {
      return new Section(policy.since(), to, null, "its rules cannot be read");
    }
    if (!now.build().equals(policy.build())) {
      String build = policy.build() == null ? "an unknown build" : "build " + policy.build();
      return new Section(policy.since(), to, null, "made by " + build + ", this is " + now.build());
    }
    Optional<Rules> rules = RulesText.read(policy.rules(), known)
        .filter(read -> read.hash(now.factsVersion()).equals(policy.rulesHash()));
    return new Section(
        policy.since(),
        to,
        rules.orElse(null),
        rules.isPresent() ? "" : "rules " + policy.rulesHash() + " are of other checks or facts");
  }
}
