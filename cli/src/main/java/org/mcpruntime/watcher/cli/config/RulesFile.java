package org.mcpruntime.watcher.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.cli.CannotRun;

/**
 * Other rules than those in force, as a file writes them: durations under the keys of the configuration, such as {@code
 * checks.pod-image-pull.hold}, and {@code checks.pod-image-pull.enabled}.
 */
public final class RulesFile {

  private static final String PREFIX = "checks.";
  private static final String ENABLED = ".enabled";

  private RulesFile() {}

  /** The rules of now with what the file changes; or the end of the command, with all that is wrong with it. */
  public static Rules read(Path file, Rules now) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> values = ConfigFile.read(file, problems);
    Map<String, Duration> thresholds = new TreeMap<>(now.thresholds());
    Map<String, Boolean> enabled = new LinkedHashMap<>();
    values.forEach((key, value) -> {
      String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
      if (key.startsWith(PREFIX) && now.thresholds().containsKey(name)) {
        Optional<Duration> duration = Durations.parse(value).filter(read -> !read.isNegative());
        duration.ifPresent(read -> thresholds.put(name, read));
        if (duration.isEmpty()) {
          problems.add(new Problem(key, "must be a duration, was \"" + value + "\" (example: 5m)"));
        }
      } else if (isSwitch(key, now)) {
        if (value.equals("true") || value.equals("false")) {
          enabled.put(name.substring(0, name.length() - ENABLED.length()), value.equals("true"));
        } else {
          problems.add(
              new Problem(key, "must be true or false, was \"" + value + "\" (example: false)"));
        }
      } else {
        problems.add(unknown(key, now));
      }
    });
    if (values.isEmpty() && problems.isEmpty()) {
      problems.add(new Problem(
          file.toString(), "changes nothing (example: checks.pod-image-pull.hold: 5m)"));
    }
    if (!problems.isEmpty()) {
      throw CannotRun.of(problems);
    }
    List<Check<?>> checks = new ArrayList<>(now.checks());
    checks.removeIf(check -> Boolean.FALSE.equals(enabled.get(check.spec().id())));
    thresholds
        .keySet()
        .removeIf(name -> Boolean.FALSE.equals(enabled.get(name.substring(0, name.indexOf('.')))));
    return new Rules(checks, thresholds);
  }

  private static boolean isSwitch(String key, Rules now) {
    return now.checks().stream()
        .anyMatch(check -> key.equals(PREFIX + check.spec().id() + ENABLED));
  }

  private static Problem unknown(String key, Rules now) {
    TreeSet<String> known = new TreeSet<>();
    now.thresholds().keySet().forEach(name -> known.add(PREFIX + name));
    now.checks().forEach(check -> known.add(PREFIX + check.spec().id() + ENABLED));
    String hint = Nearest.hint(key, known);
    return new Problem(
        key,
        "is no key of rules"
            + (hint.isEmpty() ? " (example: checks.pod-image-pull.hold: 5m)" : hint));
  }
}
