package org.mcpruntime.watcher.collector;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.collector.publish.LedgerStatus;
import org.mcpruntime.watcher.collector.publish.StateReader;
import org.mcpruntime.watcher.schemas.serde.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects one cluster: reads it through the Kubernetes API and publishes what it saw, exactly once and in order. Runs from
 * {@link #start} until {@link #close}, through outages of the API and of Kafka; it ends by itself only when another
 * collector has taken the cluster over, or when it cannot work as configured. See DESIGN.md of this module.
 */
public final class Collector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration FENCED_LOOK = Duration.ofMillis(500);

  /** How long a fenced collector looks for its successor's first transaction, which holds a tick at the latest. */
  private static final Duration SUCCESSOR_WAIT = Duration.ofSeconds(15);

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final CollectorConfig config;
  private final KubeAccess access;
  private final Clock clock;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable ClusterSession session;
  private volatile CollectorStatus status;

  private Collector(CollectorConfig config, KubeAccess access, Clock clock) {
    this.config = config;
    this.access = access;
    this.clock = clock;
    this.status = new CollectorStatus(
        config.cluster(), Phase.STARTING, null, null, 0, 0, 0, null, null, List.of());
    this.thread = new Thread(this::run, "collector-" + config.cluster());
  }

  /**
   * Begins to collect, and returns at once: {@link #status} tells how far it is.
   *
   * @param access stays the caller's to close, after the collector
   * @param clock stamps the records; may be moved by hand, see {@link #nudge}
   */
  public static Collector start(CollectorConfig config, KubeAccess access, Clock clock) {
    Collector collector = new Collector(config, access, clock);
    collector.thread.start();
    return collector;
  }

  /** What it does, and what it has committed. */
  public CollectorStatus status() {
    return status;
  }

  /** The clock has moved: a TICK that is due is written at once. */
  public void nudge() {
    ClusterSession current = session;
    if (current != null) {
      current.nudge();
    }
  }

  /** Stops reading, commits what was read, and ends within ten seconds or little more. */
  @Override
  public void close() {
    stop.countDown();
    nudge();
    try {
      thread.join(CLOSE_WAIT.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(CLOSE_WAIT.toMillis());
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (stop.getCount() > 0) {
        if (!session()) {
          return;
        }
      }
      show(Phase.STOPPED, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      show(Phase.STOPPED, null);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("cluster", config.cluster())
          .setCause(e)
          .log("the collector ends: a defect of its own");
      show(Phase.FAILED, "a defect of its own: " + e.getClass().getSimpleName());
    }
  }

  /** Returns whether there may be another session. */
  private boolean session() throws InterruptedException {
    ClusterSession current =
        new ClusterSession(config, access.api(), clock, () -> stop.getCount() == 0, this::show);
    session = current;
    try {
      current.run();
      return true;
    } catch (ClusterSession.ImpossibleException e) {
      LOG.atError()
          .addKeyValue("cluster", config.cluster())
          .addKeyValue("reason", e.getMessage())
          .log("the collector ends");
      show(Phase.FAILED, e.getMessage());
      return false;
    } catch (KafkaException e) {
      if (e instanceof RegistryException registry && !registry.isOutage()) {
        LOG.atError()
            .addKeyValue("cluster", config.cluster())
            .addKeyValue("reason", e.getMessage())
            .log("the collector ends: the registry refuses its schemas");
        show(Phase.FAILED, e.getMessage());
        return false;
      }
      if (fenced(e) && !staysLeader(status.epoch())) {
        LOG.atError()
            .addKeyValue("cluster", config.cluster())
            .addKeyValue("epoch", status.epoch())
            .log("another collector has taken this cluster over");
        show(Phase.FENCED, "another collector has taken this cluster over");
        return false;
      }
      LOG.atWarn()
          .addKeyValue("cluster", config.cluster())
          .addKeyValue("reason", e.toString())
          .log("publishing failed; beginning again from what is committed");
      show(Phase.RETRYING, e.getMessage());
      pause(RETRY);
      return true;
    } finally {
      session = null;
    }
  }

  /**
   * The coordinator fences an owner also when its transaction took too long, as after a pause of the machine. Then no
   * successor shows itself, and it may go on.
   */
  private boolean staysLeader(long epoch) throws InterruptedException {
    StateReader reader =
        new StateReader(config.cluster(), config.topics(), config.partitions(), config.kafka());
    long end = System.nanoTime() + SUCCESSOR_WAIT.toNanos();
    while (stop.getCount() > 0 && System.nanoTime() - end < 0) {
      try {
        if (reader.leaderEpoch() > epoch) {
          return false;
        }
      } catch (KafkaException e) {
        LOG.atDebug().addKeyValue("cluster", config.cluster()).setCause(e).log("no answer yet");
      }
      pause(FENCED_LOOK);
    }
    return true;
  }

  private static boolean fenced(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether it was told to stop meanwhile. */
  private boolean pause(Duration duration) throws InterruptedException {
    return stop.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void show(Phase phase, @Nullable String reason) {
    CollectorStatus before = status;
    status = new CollectorStatus(
        config.cluster(),
        phase,
        reason,
        before.clusterUid(),
        before.epoch(),
        before.sequence(),
        before.tick(),
        before.tickAt(),
        before.time(),
        before.kinds());
  }

  private void show(
      Phase phase, @Nullable String reason, @Nullable String uid, @Nullable LedgerStatus at) {
    if (at == null) {
      show(phase, reason);
      return;
    }
    status = new CollectorStatus(
        config.cluster(),
        phase,
        reason,
        uid,
        at.epoch(),
        at.sequence(),
        at.tick(),
        at.tickAt(),
        at.time(),
        at.kinds());
  }
}
