package org.mcpruntime.watcher.correlator;

import java.time.Duration;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.EngineCounts;
import org.mcpruntime.watcher.correlator.streams.CorrelatorTopology;
import org.mcpruntime.watcher.correlator.streams.EngineProbe;
import org.mcpruntime.watcher.correlator.streams.StreamsSettings;
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
  private volatile @Nullable String failure;

  private Correlator(CorrelatorConfig config) {
    this.config = config;
    probe = new EngineProbe();
    streams = new KafkaStreams(
        CorrelatorTopology.build(
            new TopologySettings(config.topics(), config.engine(), config.kafka()), probe),
        StreamsSettings.of(
            config.topics().correlatorApplication(),
            config.kafka(),
            config.stateDirectory(),
            config.replication(),
            config.threads(),
            config.commitInterval(),
            config.instance()));
    streams.setUncaughtExceptionHandler(this::decide);
  }

  /** Starts it and comes back at once; {@link #status} tells how it goes. Its topics must exist. */
  public static Correlator start(CorrelatorConfig config) {
    Correlator correlator = new Correlator(config);
    correlator.streams.start();
    return correlator;
  }

  public CorrelatorStatus status() {
    String reason = failure == null ? probe.blocked() : failure;
    return new CorrelatorStatus(state(), reason, probe.evaluatedThrough(), lag(), counts());
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
    return new CorrelatorStatus.Counts(
        probe.sum(EngineCounts::records),
        probe.sum(EngineCounts::known),
        probe.sum(EngineCounts::unchanged),
        probe.sum(EngineCounts::evaluations),
        probe.sum(EngineCounts::incidents),
        probe.sum(EngineCounts::defects),
        probe.deadLetters());
  }

  /** What the consumers of the events topic say of themselves; not those that restore state. */
  private long lag() {
    return streams.metrics().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals("records-lag")
            && !entry.getKey().tags().getOrDefault("client-id", "").contains("restore"))
        .map(entry -> entry.getValue().metricValue())
        .filter(Double.class::isInstance)
        .mapToDouble(Double.class::cast)
        .filter(lag -> !Double.isNaN(lag))
        .mapToLong(lag -> (long) lag)
        .reduce(Long::sum)
        .orElse(-1);
  }

  /** What may pass is tried again by a new thread; the rest ends the service, since going on would lose something. */
  private StreamThreadExceptionResponse decide(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof StreamsException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RegistryException || cause instanceof RetriableException) {
      LOG.atWarn().setCause(cause).log("A stream thread ended and is replaced");
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    failure = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    LOG.atError().setCause(thrown).log("The correlator ends");
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }
}
