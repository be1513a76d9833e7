package org.mcpruntime.watcher.correlator.replay;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;

/** Reads the effective rules that a policy entry holds. */
final class RulesText {

  private static final String VERSION = " version ";

  private RulesText() {}

  /** The rules of that text; empty when this program has not all of its checks, or has them in another version. */
  static Optional<Rules> read(String text, List<Check<?>> known) {
    Set<String> versions = new HashSet<>();
    Map<String, Duration> thresholds = new HashMap<>();
    for (String line : text.lines().toList()) {
      int space = line.lastIndexOf(' ');
      if (line.contains(VERSION)) {
        versions.add(line);
      } else if (space > 0) {
        try {
          thresholds.put(line.substring(0, space), Duration.parse(line.substring(space + 1)));
        } catch (DateTimeParseException e) {
          return Optional.empty();
        }
      }
    }
    List<Check<?>> checks = new ArrayList<>();
    for (Check<?> check : known) {
      if (versions.contains(check.spec().id() + VERSION + check.spec().version())) {
        checks.add(check);
      }
    }
    Rules rules = new Rules(checks, thresholds);
    return rules.text().equals(text) ? Optional.of(rules) : Optional.empty();
  }
}
