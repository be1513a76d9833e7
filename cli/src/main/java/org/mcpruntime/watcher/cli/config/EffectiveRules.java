package org.mcpruntime.watcher.cli.config;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;

/** The standard rules with the durations that the configuration changes. */
public final class EffectiveRules {

  private EffectiveRules() {}

  public static Rules of(Config config) {
    Rules standard = Rules.standard(Catalog.all());
    Map<String, Duration> thresholds = new TreeMap<>(standard.thresholds());
    for (Check<?> check : standard.checks()) {
      CheckSpec spec = check.spec();
      Keys.thresholds(spec)
          .forEach((name, key) -> thresholds.put(spec.id() + "." + name, config.get(key)));
    }
    return new Rules(standard.checks(), thresholds);
  }
}
