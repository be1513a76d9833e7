package org.mcpruntime.watcher.correlator;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.ClusterSight;
import org.mcpruntime.watcher.correlator.engine.EngineCounts;
import org.mcpruntime.watcher.correlator.history.KafkaHistory;
import org.mcpruntime.watcher.correlator.streams.Changelogs;
import org.mcpruntime.watcher.correlator.streams.CorrelatorTopology;
import org.mcpruntime.watcher.correlator.streams.EngineProbe;
import org.mcpruntime.watcher.correlator.streams.LifeProgress;
import org.mcpruntime.watcher.correlator.streams.RestoreProgress;
import org.mcpruntime.watcher.correlator.streams.TopologySettings;
import org.mcpruntime.watcher.schemas.serde.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: incidents from the events log, exactly once. Thread-safe. */
public final class Correlator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Correlator.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

  private final CorrelatorConfig config;
  private final KafkaStreams streams;
  private final EngineProbe probe;
  private final RestoreProgress restore = new RestoreProgress();
  private volatile @Nullable String failure;

  private Correlator(CorrelatorConfig config) {
    this.config = config;
    probe = new EngineProbe();
    streams = new KafkaStreams(
        CorrelatorTopology.build(
            new TopologySettings(config.topics(), config.engine(), config.kafka()),
            cluster -> KafkaHistory.open(config.topics(), cluster, config.kafka()),
            probe),
        config.streams());
    streams.setUncaughtExceptionHandler(this::decide);
    streams.setGlobalStateRestoreListener(restore);
  }

  /**
   * Starts it and comes back as soon as Kafka has answered, or has not in some seconds; {@link #status} tells how it goes. Its
   * topics must exist.
   */
  public static Correlator start(CorrelatorConfig config) {
    Changelogs.create(
        config.topics(), config.engine().factsVersion(), config.kafka(), config.replication());
    Correlator correlator = new Correlator(config);
    correlator.streams.start();
    return correlator;
  }

  public CorrelatorStatus status() {
    SortedMap<String, LifeProgress> comingToLife = new TreeMap<>(probe.comingToLife());
    SortedMap<String, ClusterSight> clusters = new TreeMap<>(probe.sights());
    clusters.keySet().removeAll(comingToLife.keySet());
    return new CorrelatorStatus(
        state(),
        failure == null ? probe.blocked() : failure,
        comingToLife,
        clusters,
        new TreeMap<>(probe.taken()),
        lag(),
        new CorrelatorStatus.Restore(restore.left(), restore.total(), restore.records()),
        silence(),
        counts());
  }

  /** Ends it; work that is not committed is done again by whoever goes on. */
  @Override
  public void close() {
    close(CLOSE_LIMIT);
  }

  /** @param limit how long to wait for the end */
  void close(Duration limit) {
    probe.stop();
    CloseOptions options = CloseOptions.timeout(limit)
        .withGroupMembershipOperation(
            config.instance() == null
                ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP);
    if (!streams.close(options)) {
      LOG.atWarn().addKeyValue("limit", limit).log("The correlator has not ended in time");
    }
  }

  private CorrelatorStatus.State state() {
    if (failure != null) {
      return CorrelatorStatus.State.FAILED;
    }
    boolean blocked = probe.blocked() != null;
    return switch (streams.state()) {
      case CREATED -> CorrelatorStatus.State.STARTING;
      case RUNNING -> blocked ? CorrelatorStatus.State.BLOCKED : CorrelatorStatus.State.RUNNING;
      case REBALANCING ->
        blocked ? CorrelatorStatus.State.BLOCKED : CorrelatorStatus.State.REBALANCING;
      case PENDING_ERROR, ERROR -> CorrelatorStatus.State.FAILED;
      case PENDING_SHUTDOWN, NOT_RUNNING -> CorrelatorStatus.State.STOPPED;
    };
  }

  private CorrelatorStatus.Counts counts() {
    EngineCounts counts = probe.counts();
    return new CorrelatorStatus.Counts(
        counts.records(),
        counts.known(),
        counts.unchanged(),
        counts.evaluations(),
        counts.incidents(),
        counts.defects(),
        probe.deadLetters());
  }

  private SortedMap<Integer, Long> lag() {
    SortedMap<Integer, Long> lag = new TreeMap<>();
    consumers("records-lag", (metric, records) -> {
      if (metric.tags().containsKey("partition")) {
        lag.merge(
            Integer.valueOf(metric.tags().getOrDefault("partition", "")),
            (long) (double) records,
            Math::max);
      }
    });
    return lag;
  }

  private Duration silence() {
    long[] seconds = {0};
    consumers(
        "last-poll-seconds-ago",
        (metric, ago) -> seconds[0] = Math.max(seconds[0], (long) (double) ago));
    return Duration.ofSeconds(seconds[0]);
  }

  /** What the consumers of the events topic say of themselves; not those that restore state. */
  private void consumers(String name, BiConsumer<MetricName, Double> told) {
    for (Map.Entry<MetricName, ? extends Metric> entry : streams.metrics().entrySet()) {
      MetricName metric = entry.getKey();
      if (metric.name().equals(name)
          && !metric.tags().getOrDefault("client-id", "").contains("restore")
          && entry.getValue().metricValue() instanceof Double value
          && !Double.isNaN(value)) {
        told.accept(metric, value);
      }
    }
  }

  /** What may pass is tried again by a new thread; the rest ends the service, since going on would lose something. */
  private StreamThreadExceptionResponse decide(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof StreamsException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    // Kafka has given up a transaction that took too long, since the machine was paused: nothing of
    // it was kept.
    boolean late = cause instanceof InvalidTxnStateException;
    if (late || cause instanceof RegistryException || cause instanceof RetriableException) {
      LOG.atWarn().setCause(cause).log("A stream thread ended and is replaced");
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    failure = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    LOG.atError().setCause(thrown).log("The correlator ends");
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }
}
