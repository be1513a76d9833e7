package org.mcpruntime.watcher.cli.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.collector.api.KindId;

/** What only shows when several values are seen together. */
final class CrossRules {

  private CrossRules() {}

  static List<Problem> check(Config config) {
    List<Problem> problems = new ArrayList<>();
    Duration events = config.get(Keys.RETENTION_EVENTS);
    Duration least = events.plusDays(2);
    if (config.get(Keys.RETENTION_INCIDENTS).compareTo(least) <= 0) {
      problems.add(new Problem(
          Keys.RETENTION_INCIDENTS.name(),
          "must be more than topics.retention.events and two days (" + Durations.text(least)
              + "), was \""
              + Durations.text(config.get(Keys.RETENTION_INCIDENTS)) + "\" (example: "
              + Durations.text(least.plusDays(21)) + ")"));
    }
    if (config.isSet(Keys.REGISTRY_USER) != config.isSet(Keys.REGISTRY_PASSWORD)) {
      Key<?> missing =
          config.isSet(Keys.REGISTRY_USER) ? Keys.REGISTRY_PASSWORD : Keys.REGISTRY_USER;
      problems.add(new Problem(
          missing.name(), "must be given too: registry.user and registry.password go together"));
    }
    if (config.isSet(Keys.REGISTRY_TOKEN) && config.isSet(Keys.REGISTRY_USER)) {
      problems.add(new Problem(
          Keys.REGISTRY_TOKEN.name(),
          "must not be given together with registry.user and registry.password"));
    }
    contexts(config, problems);
    selections(config, problems);
    Duration horizon = config.get(ServiceKeys.HORIZON);
    for (Check<?> check : Catalog.all()) {
      Keys.remembered(check.spec()).stream()
          .filter(key -> config.get(key).compareTo(horizon) > 0)
          .forEach(key -> problems.add(new Problem(
              key.name(),
              "must not be longer than correlator.horizon (" + Durations.text(horizon) + "), was \""
                  + Durations.text(config.get(key)) + "\" (example: " + key.example() + ")")));
    }
    return problems;
  }

  private static void contexts(Config config, List<Problem> problems) {
    List<NamedContext> contexts = config.find(Keys.CONTEXTS).orElse(List.of());
    for (Key<?> single : List.of(Keys.CONTEXT, Keys.CLUSTER_NAME)) {
      if (!contexts.isEmpty() && config.isSet(single)) {
        problems.add(
            new Problem(single.name(), "must not be given together with " + Keys.CONTEXTS.name()));
      }
    }
    Set<String> names = new HashSet<>();
    for (NamedContext each : contexts) {
      String name = each.cluster() == null ? each.context() : each.cluster();
      if (!names.add(name)) {
        problems.add(new Problem(
            Keys.CONTEXTS.name(),
            "names " + name + " twice (example: " + Keys.CONTEXTS.example() + ")"));
      }
    }
  }

  private static void selections(Config config, List<Problem> problems) {
    Set<KindId> collected = new HashSet<>();
    ServiceKeys.kinds(config).forEach(kind -> collected.add(kind.id()));
    Set<KindId> selected = new HashSet<>();
    for (KindSelection each : config.find(ServiceKeys.KINDS_SELECT).orElse(List.of())) {
      String name = ServiceKeys.KINDS_SELECT.name();
      if (!selected.add(each.kind())) {
        problems.add(new Problem(name, "names " + each.kind() + " twice"));
      } else if (!collected.contains(each.kind())) {
        problems.add(new Problem(
            name,
            "names " + each.kind() + ", which is not collected (see " + ServiceKeys.KINDS_ADD.name()
                + ")"));
      }
    }
  }
}
