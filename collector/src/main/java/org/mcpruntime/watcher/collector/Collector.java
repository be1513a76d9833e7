package org.mcpruntime.watcher.collector;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.collector.publish.LedgerStatus;
import org.mcpruntime.watcher.schemas.serde.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects one cluster: reads it through the Kubernetes API and publishes what it saw, exactly once and in order. Of
 * several for one cluster one leads and the others stand by. Runs from {@link #start} until {@link #close}, through
 * outages of the API and of Kafka; it ends by itself only when it cannot work as configured. See DESIGN.md of this module.
 */
public final class Collector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** A collector that slept while another took the lead must not fence it again before it knows. */
  private static final Duration FENCED_RETRY = Leadership.HEARTBEAT.plus(RETRY);

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final CollectorConfig config;
  private final KubeAccess access;
  private final Clock clock;
  private final Thread thread;
  private final TrafficMeter traffic = new TrafficMeter();
  private final SightLog sight;
  private final Leadership leadership;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable ClusterSession session;
  private volatile CollectorStatus status;

  private Collector(CollectorConfig config, KubeAccess access, Clock clock) {
    this.config = config;
    this.access = access;
    this.clock = clock;
    this.status = CollectorStatus.of(config.cluster(), Phase.STARTING, null, clock.instant());
    this.sight = new SightLog(config.cluster());
    this.leadership = new Leadership(config, this::nudge);
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

  /** What went through it, and what waits. */
  public Traffic traffic() {
    return traffic.read(config.redactor());
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
    leadership.start();
    try (leadership) {
      boolean goesOn = true;
      while (goesOn && stop.getCount() > 0) {
        goesOn = turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.atError()
          .addKeyValue("cluster", config.cluster())
          .setCause(e)
          .log("the collector ends: a defect of its own");
      show(Phase.FAILED, "a defect of its own: " + e.getClass().getSimpleName());
    }
    if (status.phase() != Phase.FAILED) {
      show(Phase.STOPPED, null);
    }
  }

  /** One session, or a wait for the lead; returns whether there may be another. */
  private boolean turn() throws InterruptedException {
    Leadership.Standing standing = leadership.standing();
    if (standing instanceof Leadership.Standing.Leads leads && leadership.begin(leads.term())) {
      try {
        return session(leads.term());
      } finally {
        leadership.end();
      }
    }
    if (standing instanceof Leadership.Standing.Impossible impossible) {
      return failed(impossible.reason());
    }
    if (standing instanceof Leadership.Standing.Standby && status.phase() != Phase.STANDBY) {
      LOG.atInfo().addKeyValue("cluster", config.cluster()).log("another collector leads");
      status = CollectorStatus.of(
          config.cluster(), Phase.STANDBY, "another collector leads", clock.instant());
    } else if (standing instanceof Leadership.Standing.Joining joining) {
      status =
          CollectorStatus.of(config.cluster(), Phase.STARTING, joining.reason(), status.since());
    }
    leadership.await(LOOK);
    return true;
  }

  private boolean session(long term) throws InterruptedException {
    ClusterSession current = new ClusterSession(
        config,
        access.api(),
        clock,
        traffic,
        () -> stop.getCount() == 0 || !leadership.holds(term),
        this::show);
    session = current;
    status = CollectorStatus.of(config.cluster(), Phase.STARTING, status.reason(), clock.instant());
    LOG.atInfo()
        .addKeyValue("cluster", config.cluster())
        .addKeyValue("term", term)
        .log("leads");
    try {
      current.run();
      return true;
    } catch (ClusterSession.ImpossibleException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (KafkaException e) {
      if (e instanceof RegistryException registry && !registry.isOutage()) {
        return failed(String.valueOf(e.getMessage()));
      }
      LOG.atWarn()
          .addKeyValue("cluster", config.cluster())
          .addKeyValue("reason", e.toString())
          .log("publishing failed; beginning again from what is committed");
      show(Phase.RETRYING, e.getMessage());
      leadership.end();
      Duration wait = fenced(e) ? FENCED_RETRY : RETRY;
      return !stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      session = null;
    }
  }

  private boolean failed(String reason) {
    LOG.atError()
        .addKeyValue("cluster", config.cluster())
        .addKeyValue("reason", reason)
        .log("the collector ends");
    show(Phase.FAILED, reason);
    return false;
  }

  /**
   * Fenced by another collector, or by the coordinator because a transaction took too long, as after a pause of the
   * machine. Which of them the group tells, after the next heartbeat.
   */
  private static boolean fenced(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
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
        before.since(),
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
    if (at.tick() != status.tick()) {
      sight.look(at.kinds());
    }
    status = new CollectorStatus(
        config.cluster(),
        phase,
        reason,
        uid,
        at.epoch(),
        at.sequence(),
        at.tick(),
        status.since(),
        at.tickAt(),
        at.time(),
        at.kinds());
  }
}
