package org.mcpruntime.watcher.cli.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.cli.Version;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.EffectiveRules;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.RedactionKeys;
import org.mcpruntime.watcher.cli.config.ServiceKeys;
import org.mcpruntime.watcher.collector.CollectorConfig;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.correlator.CorrelatorConfig;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;

/** The part of the configuration that each service gets. */
public final class ServiceConfigs {

  private ServiceConfigs() {}

  public static CollectorConfig collector(Config config, String cluster, Connection connection) {
    return CollectorConfig.of(
            cluster, connection.topics(), config.get(Keys.TOPICS_PARTITIONS), clients(connection))
        .withRedactor(RedactionKeys.redactor(config))
        .withKinds(ServiceKeys.kinds(config))
        .withTickInterval(config.get(ServiceKeys.TICK_INTERVAL))
        .withPacing(pacing(config))
        .withInstance(config.find(ServiceKeys.COLLECTOR_INSTANCE).orElse(null));
  }

  private static Pacing pacing(Config config) {
    Duration interval = config.get(ServiceKeys.SNAPSHOT_INTERVAL);
    Pacing usual = Pacing.defaults();
    Duration longest = usual.longestSnapshotInterval();
    return usual.withSnapshots(
        interval, interval.compareTo(longest) > 0 ? interval : longest, usual.restatePause());
  }

  /**
   * What the correlator has to know.
   *
   * @param replication of the topics that keep the state
   */
  public static CorrelatorConfig correlator(
      Config config, Connection connection, Path stateDirectory, int replication) {
    return new CorrelatorConfig(
        connection.topics(),
        clients(connection),
        (short) replication,
        stateDirectory,
        engine(config),
        config.get(ServiceKeys.THREADS),
        config.get(ServiceKeys.COMMIT_INTERVAL),
        config.find(ServiceKeys.INSTANCE).orElse(null));
  }

  /** How incidents are judged. */
  public static EngineSettings engine(Config config) {
    return new EngineSettings(
        EffectiveRules.of(config),
        FactsCodec.VERSION,
        config.get(ServiceKeys.HORIZON),
        EngineSettings.DEFAULT_RUNBOOK_BASE,
        Version.NUMBER);
  }

  /** Settings of the clients and serializers of a service. */
  public static Map<String, String> clients(Connection connection) {
    Map<String, String> settings = new TreeMap<>(connection.kafka());
    settings.putAll(connection.registry());
    return settings;
  }
}
