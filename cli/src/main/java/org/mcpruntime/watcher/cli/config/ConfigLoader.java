package org.mcpruntime.watcher.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mcpruntime.watcher.cli.config.Config.Given;

/** Merges the sources and checks every value. It never stops at the first problem. */
public final class ConfigLoader {

  /** Read by the launcher and the loader themselves: not values of keys. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of("CLUSTER_WATCHER_CONFIG", "CLUSTER_WATCHER_JAVA_OPTS", "CLUSTER_WATCHER_MAVEN_ARGS");

  private static final String KAFKA = "kafka.";

  /** What came out: a usable configuration and everything that is wrong with what was given. */
  public record Loaded(Config config, List<Problem> problems) {
    public Loaded {
      problems = List.copyOf(problems);
    }
  }

  private final List<Key<?>> keys;
  private final Set<String> names;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Given> given = new LinkedHashMap<>();

  private ConfigLoader(List<Key<?>> keys) {
    this.keys = keys;
    this.names = keys.stream().map(Key::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  public static Loaded load(ConfigSources sources) {
    return new ConfigLoader(Keys.all()).run(sources);
  }

  private Loaded run(ConfigSources sources) {
    Path file = sources.file();
    if (file != null) {
      ConfigFile.read(file, problems).forEach((key, value) -> put(key, value, file.toString()));
    }
    environment(sources.environment());
    sources.flags().forEach((key, flag) -> put(key, flag.value(), flag.spelled()));

    Map<String, Object> values = new HashMap<>();
    Map<String, String> kafka = new TreeMap<>();
    for (Key<?> key : keys) {
      Given value = given.get(key.name());
      if (value != null) {
        Optional<?> parsed = key.type().parse().apply(value.text());
        parsed.ifPresentOrElse(
            v -> values.put(key.name(), v), () -> problems.add(Problem.value(key, value.text())));
      }
    }
    given.forEach((key, value) -> {
      if (key.startsWith(KAFKA) && !names.contains(key)) {
        kafka.put(key.substring(KAFKA.length()), value.text());
      }
    });
    Config config = new Config(keys, values, given, kafka);
    problems.addAll(CrossRules.check(config));
    return new Loaded(config, problems);
  }

  private void put(String key, String value, String origin) {
    if (!names.contains(key) && !isKafka(key)) {
      problems.add(unknown(key));
      return;
    }
    given.put(key, new Given(key, value, origin));
  }

  private boolean isKafka(String key) {
    return key.startsWith(KAFKA) && KafkaKeys.known().contains(key.substring(KAFKA.length()));
  }

  private Problem unknown(String key) {
    if (key.startsWith(KAFKA) && KafkaKeys.isOurs(key.substring(KAFKA.length()))) {
      return new Problem(
          key, "is set by Cluster Watcher, since its guarantees rest on it; remove it");
    }
    Set<String> known = new LinkedHashSet<>(names);
    KafkaKeys.known().forEach(name -> known.add(KAFKA + name));
    return new Problem(key, "unknown key" + Nearest.hintHoweverFar(key, known));
  }

  private void environment(Map<String, String> environment) {
    Map<String, String> byVariable = new HashMap<>();
    keys.forEach(key -> byVariable.put(key.variable(), key.name()));
    KafkaKeys.known()
        .forEach(name -> byVariable.putIfAbsent(Key.variable(KAFKA + name), KAFKA + name));
    new TreeMap<>(environment).forEach((variable, value) -> {
      if (!variable.startsWith(Key.ENVIRONMENT_PREFIX) || OTHER_VARIABLES.contains(variable)) {
        return;
      }
      String key = byVariable.get(variable);
      if (key == null) {
        problems.add(new Problem(
            variable, "unknown variable" + Nearest.hintHoweverFar(variable, byVariable.keySet())));
      } else {
        put(key, value, "environment " + variable);
      }
    });
  }
}
