package org.mcpruntime.watcher.collector;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.collector.api.ApiResult;
import org.mcpruntime.watcher.collector.api.KubeApi;
import org.mcpruntime.watcher.collector.kind.Errand;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.collector.kind.InputQueue;
import org.mcpruntime.watcher.collector.kind.KindReaders;
import org.mcpruntime.watcher.collector.publish.ClockGuard;
import org.mcpruntime.watcher.collector.publish.ClusterLedger;
import org.mcpruntime.watcher.collector.publish.Committed;
import org.mcpruntime.watcher.collector.publish.LedgerStatus;
import org.mcpruntime.watcher.collector.publish.Outgoing;
import org.mcpruntime.watcher.collector.publish.StateReader;
import org.mcpruntime.watcher.collector.publish.TransactionalPublisher;

/**
 * One spell of collecting: from what the topics hold to the first thing that goes wrong with Kafka, or to the end. Whatever
 * the trouble, the next spell begins like a fresh process, so there is one way to recover and every start tests it.
 *
 * <p>Order: fence earlier owners, read what is committed, learn the cluster's uid, then read the cluster. One thread, the
 * publisher's.
 */
final class ClusterSession {
  /** A transaction takes what waits, for at most this long after its first record. */
  private static final Duration LONGEST_DRAIN = Duration.ofMillis(20);

  private static final long MOST_BYTES = 1 << 20;

  private static final int QUEUE_INPUTS = 1024;
  private static final long QUEUE_BYTES = 8 << 20;

  /** How far the clock may be ahead of the API server's. */
  private static final Duration MOST_AHEAD = Duration.ofSeconds(60);

  /** How long a clock that moves by other means than time passing may go unnoticed. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

  private static final Duration HELD_WAIT = Duration.ofMillis(100);

  /** Takes what others may know. */
  interface Board {
    void show(
        Phase phase, @Nullable String reason, @Nullable String uid, @Nullable LedgerStatus at);
  }

  /** Nothing that time heals. */
  static final class ImpossibleException extends RuntimeException {
    ImpossibleException(String message) {
      super(message);
    }
  }

  private final CollectorConfig config;
  private final KubeApi api;
  private final Clock clock;
  private final TrafficMeter traffic;
  private final BooleanSupplier stopping;
  private final Board board;
  private final InputQueue queue;
  private volatile @Nullable String otherCluster;

  ClusterSession(
      CollectorConfig config,
      KubeApi api,
      Clock clock,
      TrafficMeter traffic,
      BooleanSupplier stopping,
      Board board) {
    this.config = config;
    this.api = api;
    this.clock = clock;
    this.stopping = stopping;
    this.board = board;
    this.traffic = traffic;
    this.queue = new InputQueue(QUEUE_INPUTS, QUEUE_BYTES);
    traffic.watch(queue);
  }

  /** Has the publisher look at the clock now; from any thread. */
  void nudge() {
    queue.nudge();
  }

  /** Returns when it is told to stop; what was read by then is committed. */
  void run() throws InterruptedException {
    StateReader reader =
        new StateReader(config.cluster(), config.topics(), config.partitions(), config.kafka());
    verify(reader.verifyTopics());
    try (TransactionalPublisher publisher = new TransactionalPublisher(
        config.cluster(), config.topics(), config.partitions(), config.kafka())) {
      Committed committed = reader.read();
      ApiResult<String> found = clusterUid(committed.clusterUid());
      if (found == null) {
        return;
      }
      String uid = uid(found, committed.clusterUid());
      ClockGuard guard = new ClockGuard(api, MOST_AHEAD);
      if (!untilClockIsRight(guard)) {
        return;
      }
      ClusterLedger ledger = new ClusterLedger(
          config.cluster(),
          uid,
          config.kinds(),
          config.tickInterval(),
          config.pacing(),
          committed,
          clock.instant());
      board.show(Phase.STARTING, null, uid, ledger.status());
      Spell spell;
      try (KindReaders readers = new KindReaders(
          config.cluster(),
          uid,
          found instanceof ApiResult.Answer<String>,
          api,
          config.kinds(),
          config.redactor(),
          queue,
          config.pacing(),
          ledger.positions(),
          this::otherCluster)) {
        spell = new Spell(publisher, ledger, guard, uid, readers::send);
        readers.start();
        spell.run();
      }
      spell.drain();
    }
  }

  private void verify(List<StateReader.TopicProblem> problems) {
    for (StateReader.TopicProblem problem : problems) {
      if (problem.found() != 0) {
        throw new ImpossibleException("topic " + problem.topic() + " has " + problem.found()
            + " partitions, not " + problem.expected());
      }
    }
    if (!problems.isEmpty()) {
      throw new UnknownTopicOrPartitionException(
          "topic " + problems.get(0).topic() + " does not exist");
    }
  }

  /** Asks until there is an answer, or not at all long where the uid is known; null when told to stop. */
  private @Nullable ApiResult<String> clusterUid(@Nullable String known)
      throws InterruptedException {
    while (!stopping.getAsBoolean()) {
      ApiResult<String> result = api.clusterUid();
      if (!(result instanceof ApiResult.Failed<String> failed) || known != null) {
        return result;
      }
      board.show(
          Phase.STARTING,
          "the cluster's uid cannot be read: " + failed.failure().reason(),
          null,
          null);
      TimeUnit.NANOSECONDS.sleep(config.pacing().firstRetry().toNanos());
    }
    return null;
  }

  private String uid(ApiResult<String> found, @Nullable String known) {
    if (found instanceof ApiResult.Answer<String> answer) {
      if (known != null && !known.equals(answer.value())) {
        throw otherClusterFound(answer.value(), known);
      }
      return answer.value();
    }
    if (known == null) {
      throw new IllegalStateException("neither found nor known");
    }
    return known;
  }

  private ImpossibleException otherClusterFound(String found, String known) {
    return new ImpossibleException("the name " + config.cluster()
        + " belongs to the cluster with uid " + known + ", this is " + found);
  }

  private void otherCluster(String foundUid) {
    otherCluster = foundUid;
    queue.nudge();
  }

  private boolean untilClockIsRight(ClockGuard guard) throws InterruptedException {
    while (!stopping.getAsBoolean()) {
      Optional<Duration> lead = guard.tooFarAhead(clock.instant());
      if (lead.isEmpty()) {
        return true;
      }
      board.show(Phase.HELD, ahead(lead.get()), null, null);
      TimeUnit.NANOSECONDS.sleep(HELD_WAIT.toNanos());
    }
    return false;
  }

  private static String ahead(Duration lead) {
    return "the clock is " + lead.toSeconds() + " s ahead of the API server's";
  }

  /** Reading is on; inputs become transactions. */
  private final class Spell {
    private final TransactionalPublisher publisher;
    private final ClusterLedger ledger;
    private final Consumer<Outgoing> out;
    private final ClockGuard guard;
    private final String uid;
    private final Consumer<Errand> errands;

    Spell(
        TransactionalPublisher publisher,
        ClusterLedger ledger,
        ClockGuard guard,
        String uid,
        Consumer<Errand> errands) {
      this.publisher = publisher;
      this.out = traffic.counting(publisher);
      this.ledger = ledger;
      this.guard = guard;
      this.uid = uid;
      this.errands = errands;
    }

    void run() throws InterruptedException {
      transaction(queue.poll());
      while (!stopping.getAsBoolean()) {
        Input input = queue.poll(untilTick());
        String other = otherCluster;
        if (other != null) {
          throw otherClusterFound(other, uid);
        }
        if (!clockIsRight()) {
          // Told to stop. The input was not published and will be read again from the committed
          // position.
          return;
        }
        transaction(input);
      }
    }

    /** What the readers had told before they ended. */
    void drain() throws InterruptedException {
      for (Input input = queue.poll(); input != null && clockIsRight(); input = queue.poll()) {
        transaction(input);
      }
    }

    private Duration untilTick() {
      long interval = config.tickInterval().toMillis();
      long left = interval - Math.floorMod(clock.millis(), interval);
      Duration wait = Duration.ofMillis(left);
      return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private boolean clockIsRight() throws InterruptedException {
      Optional<Duration> lead = guard.tooFarAhead(clock.instant());
      while (lead.isPresent()) {
        if (stopping.getAsBoolean()) {
          return false;
        }
        board.show(Phase.HELD, ahead(lead.get()), uid, ledger.status());
        TimeUnit.NANOSECONDS.sleep(HELD_WAIT.toNanos());
        lead = guard.tooFarAhead(clock.instant());
        if (lead.isEmpty()) {
          board.show(Phase.RUNNING, null, uid, ledger.status());
        }
      }
      return true;
    }

    /** Takes the input and what waits behind it; commits if that is worth a record. */
    private void transaction(@Nullable Input first) throws InterruptedException {
      Input input = first;
      long began = 0;
      while (input != null) {
        if (!ledger.apply(input, clock.instant(), out)) {
          commit();
          continue;
        }
        if (ledger.hasBegun()) {
          ledger.snapshotBegan(publisher.newestEventOffset());
        }
        if (input instanceof Input.ListPage || input instanceof Input.RestatePage) {
          break;
        }
        if (publisher.isOpen()) {
          long now = System.nanoTime();
          began = began == 0 ? now : began;
          if (now - began > LONGEST_DRAIN.toNanos() || publisher.bytes() > MOST_BYTES) {
            break;
          }
        }
        input = queue.poll();
      }
      Instant now = clock.instant();
      if (ledger.tickDue(now)) {
        ledger.tick(now, out);
      }
      if (publisher.isOpen()) {
        commit();
      }
    }

    private void commit() {
      ledger.writeState(out);
      long began = System.nanoTime();
      publisher.commit();
      traffic.committed(System.nanoTime() - began);
      ledger.errands().forEach(errands);
      board.show(Phase.RUNNING, null, uid, ledger.status());
    }
  }
}
