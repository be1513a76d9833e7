package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;

/**
 * Whatever befalls the instances and the broker in the middle of their work, readers get what one engine in memory says
 * of the same log: every record once, in order, with its time.
 */
class ExactlyOnceTest {

  /** Over three partitions, two of them with several clusters. */
  private static final List<String> CLUSTERS = List.of("a", "b", "c", "d", "e", "f");

  @RegisterExtension
  static final LiveLog log = new LiveLog();

  private static List<LogRecord> records;

  private final long seed = Long.getLong("watcher.seed", new Random().nextInt(1_000_000));
  private final Random random = new Random(seed);

  @BeforeAll
  static void make() {
    records = LiveLog.interleaved(CLUSTERS, ExactlyOnceTest::history);
    assertThat(CLUSTERS.stream()
            .map(cluster -> ClusterPartitioner.partition(cluster, LocalLog.PARTITIONS)))
        .contains(0, 1, 2);
  }

  @BeforeEach
  void write() throws Exception {
    log.write(records);
  }

  @Test
  void losesAndRepeatsNothingWhenItIsKilledAtAnyMoment() throws Exception {
    // Given: killed with its state left behind, and killed with its state lost
    for (int kill = 0; kill < 3; kill++) {
      try (CorrelatorProcess process = CorrelatorProcess.start(log, "killed", LiveLog.FACTS)) {
        // When: as often as not in the middle of a transaction
        long until = written() + 1 + random.nextInt(expected() / 6);
        await().atMost(LiveLog.LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> {
          process.requireAlive();
          return written() >= until;
        });
      }
      if (kill % 2 == 1) {
        LiveLog.delete(log.state("killed"));
      }
    }
    try (Correlator last = start("killed")) {
      log.awaitEvaluated(records);
      assertThat(last.status().failed()).isFalse();
    }
    // Then
    log.assertPublishedIsWhatTheEngineSays("-Dwatcher.seed=" + seed);
  }

  @Test
  void losesAndRepeatsNothingFromOneInstanceToThreeAndBack() throws Exception {
    // When: work is handed over while it is being done
    try (Correlator third = start("third")) {
      try (Correlator first = start("first")) {
        awaitWritten(expected() / 6);
        try (Correlator second = start("second")) {
          awaitWritten(expected() / 3);
          // Then
          assertThat(List.of(first, second, third))
              .noneMatch(each -> each.status().failed());
        }
      }
      log.awaitEvaluated(records);
    }
    log.assertPublishedIsWhatTheEngineSays("-Dwatcher.seed=" + seed);
  }

  @Test
  void losesAndRepeatsNothingWhenTheBrokerGoesAndComesBack() throws Exception {
    // Given
    try (Correlator correlator = start("steady")) {
      awaitWritten(expected() / 6);
      // When
      log.kafka().restartKafka();
      // Then
      log.awaitEvaluated(records);
      assertThat(correlator.status().failed()).isFalse();
    }
    log.assertPublishedIsWhatTheEngineSays("-Dwatcher.seed=" + seed);
  }

  @Test
  void losesAndRepeatsNothingWhenTheMachineIsPausedForLongerThanATransactionMayTake()
      throws Exception {
    // Given
    try (Correlator correlator = start("paused")) {
      awaitWritten(expected() / 6);
      // When
      SlowDeserializer.pause(Duration.ofSeconds(8));
      // Then
      log.awaitEvaluated(records);
      assertThat(correlator.status().failed()).isFalse();
    }
    log.assertPublishedIsWhatTheEngineSays("-Dwatcher.seed=" + seed);
  }

  private static Correlator start(String instance) {
    return Correlator.start(
        LiveLog.config(log.topics(), log.slow(), log.state(instance), LiveLog.FACTS)
            .withInstance(instance));
  }

  /** Status records that the whole history leads to. */
  private static int expected() {
    return (int)
        records.stream().filter(record -> record.key().contains("/-/Tick/")).count();
  }

  private static void awaitWritten(long statuses) {
    await().atMost(LiveLog.LIMIT).until(() -> written() >= statuses);
  }

  private static long written() throws Exception {
    return log.kafka().written(log.topics().watcherStatus());
  }

  private static ClusterScript history(String cluster) {
    Thing cart = Thing.deployment("cart");
    Thing set = Thing.replicaSet("cart-5c9", cart);
    ClusterScript script = new ClusterScript(cluster, LiveLog.engine()).listed(cart, set);
    for (int round = 0; round < 8; round++) {
      for (int pod = 0; pod < 5; pod++) {
        script.added(Thing.pod("cart-" + pod).ownedBy(set).sad());
      }
      script.passes(Duration.ofMinutes(2));
      for (int pod = 0; pod < 5; pod++) {
        script.modified(Thing.pod("cart-" + pod).ownedBy(set).running());
      }
      script.passes(Duration.ofMinutes(3));
    }
    return script;
  }
}
