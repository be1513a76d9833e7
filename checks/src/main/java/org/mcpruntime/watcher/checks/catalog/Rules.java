package org.mcpruntime.watcher.checks.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.check.Threshold;

/**
 * Which checks run, and with which durations. The standard rules are what the checks declare; a rules file changes
 * single values.
 *
 * @param checks enabled checks, in catalogue order
 * @param thresholds effective durations: {@code <check id>.<threshold>} to value, complete for every enabled check
 */
public record Rules(List<Check<?>> checks, Map<String, Duration> thresholds) {

  public Rules {
    checks = List.copyOf(checks);
    thresholds = Map.copyOf(thresholds);
  }

  /** Every check with the durations it declares. */
  public static Rules standard(List<Check<?>> checks) {
    Map<String, Duration> thresholds = new TreeMap<>();
    for (Check<?> check : checks) {
      CheckSpec spec = check.spec();
      thresholds.put(key(spec.id(), Threshold.HOLD), spec.hold());
      thresholds.put(key(spec.id(), Threshold.SETTLE), spec.settle());
      for (Threshold threshold : spec.thresholds()) {
        thresholds.put(key(spec.id(), threshold.name()), threshold.standard());
      }
    }
    return new Rules(checks, thresholds);
  }

  public Duration threshold(String checkId, String name) {
    Duration value = thresholds.get(key(checkId, name));
    if (value == null) {
      throw new IllegalArgumentException("check " + checkId + " declares no threshold " + name);
    }
    return value;
  }

  /** Whether something has to be remembered for as long as {@code <check id>.<threshold>} says. */
  public boolean isRemembered(String threshold) {
    return checks.stream().map(Check::spec).noneMatch(spec -> spec.thresholds().stream()
        .anyMatch(each -> !each.remembered() && key(spec.id(), each.name()).equals(threshold)));
  }

  /** The effective rules, one line each, sorted: what the policy entries of {@code mcp.watcher.status} hold. */
  public String text() {
    StringBuilder text = new StringBuilder();
    checks.stream()
        .flatMap(Rules::specs)
        .map(spec -> spec.id() + " version " + spec.version())
        .sorted()
        .forEach(line -> text.append(line).append('\n'));
    new TreeMap<>(thresholds)
        .forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    return text.toString();
  }

  private static Stream<CheckSpec> specs(Check<?> check) {
    return Stream.concat(Stream.of(check.spec()), check.groups().stream().map(GroupCheck::spec));
  }

  /** Twelve hex digits over {@link #text()} and the version of the facts. */
  public String hash(int factsVersion) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest((text() + "facts version " + factsVersion).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String key(String checkId, String threshold) {
    return checkId + "." + threshold;
  }
}
