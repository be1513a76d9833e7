package org.mcpruntime.watcher.cli.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.testbed.kube.FakeKubeApi;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.sim.DemoClock;
import org.mcpruntime.watcher.testbed.sim.Scenario;
import org.mcpruntime.watcher.testbed.sim.SimulatedCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.BooleanNode;

/**
 * The simulated cluster behind its API. In a new data directory it stands in the past and has to live through it once.
 * How far it came is kept with its objects, so that a killed past goes on where it was and nothing is played twice.
 */
final class DemoCluster implements AutoCloseable {

  static final String DESCRIPTION = "k3s, 3 nodes, 9 MCPServers";

  private static final Logger LOG = LoggerFactory.getLogger(DemoCluster.class);
  private static final Duration PAST = Duration.ofMinutes(20);
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Duration PULSE = Duration.ofMillis(100);

  private static final long SEED = 1;

  /** There from the first start until the past is played to its end. */
  private static final String PAST_PLAYS = "up/past-plays";

  private final KubeStore store;
  private final DemoClock clock;
  private final SimulatedCluster cluster;
  private final FakeKubeApi api;
  private final Path kubeconfig;
  private final boolean past;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread pulse = new Thread(this::live, "simulated-cluster");

  private DemoCluster(
      KubeStore store,
      DemoClock clock,
      SimulatedCluster cluster,
      FakeKubeApi api,
      Path kubeconfig,
      boolean past) {
    this.store = store;
    this.clock = clock;
    this.cluster = cluster;
    this.api = api;
    this.kubeconfig = kubeconfig;
    this.past = past;
  }

  /**
   * Opens it on its data, or begins it.
   *
   * @throws IOException when the port is in use
   */
  static DemoCluster open(DataDirectory data, int port, String name, InstantSource present)
      throws IOException {
    DemoClock clock = DemoClock.at(present.instant().minus(PAST), present);
    KubeStore store = KubeStore.open(data.cluster(), clock);
    FakeKubeApi api;
    try {
      api = FakeKubeApi.start(store, FakeKubeApi.Options.onPort(port).withClusterName(name));
    } catch (UncheckedIOException e) {
      store.close();
      throw new IOException("simulated API: port " + port + " on 127.0.0.1 is in use", e);
    }
    Optional<Instant> position = SimulatedCluster.position(store);
    if (position.isEmpty()) {
      store.note(PAST_PLAYS, BooleanNode.TRUE);
    }
    boolean past = store.note(PAST_PLAYS).isPresent();
    if (past) {
      position.ifPresent(clock::set);
    } else {
      clock.goLive();
    }
    SimulatedCluster cluster = SimulatedCluster.open(store, clock, Scenario.demo(), SEED);
    api.writeKubeconfig(data.kubeconfig());
    return new DemoCluster(store, clock, cluster, api, data.kubeconfig(), past);
  }

  KubeTarget target() {
    return KubeTarget.fromFile(kubeconfig, null);
  }

  Clock clock() {
    return clock;
  }

  /** Whether there is a past that has to be played. */
  boolean hasPast() {
    return past;
  }

  /** Lives through the past; afterwards the clock follows the present. */
  void playPast(InstantSource present, Collector collector, Consumer<Instant> progress)
      throws InterruptedException {
    CommitBarrier barrier = new CommitBarrier(store, clock, collector, TICK);
    new HistoryPlayer(clock::set, new Life(), barrier, TICK)
        .play(clock.instant(), present, progress);
    store.note(PAST_PLAYS, null);
    clock.goLive();
    collector.nudge();
  }

  /** From now on acts by itself. */
  void goOn() {
    pulse.setDaemon(true);
    pulse.start();
  }

  private void live() {
    try {
      while (!closing.await(PULSE.toMillis(), TimeUnit.MILLISECONDS)) {
        cluster.runUntil(clock.instant());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("the simulated cluster stands still: a defect of its own");
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      pulse.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    api.close();
    cluster.close();
    store.close();
  }

  /** The simulator as the player sees it. */
  private final class Life implements HistoryPlayer.Actor {
    @Override
    public Instant nextActionAt() {
      return cluster.nextActionAt();
    }

    @Override
    public void runUntil(Instant time) {
      cluster.runUntil(time);
    }
  }
}
