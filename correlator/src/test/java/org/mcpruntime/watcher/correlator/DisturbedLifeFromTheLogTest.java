package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mcpruntime.watcher.correlator.engine.LogRecord;

/** What disturbs a correlator while it comes to life from a long log. */
class DisturbedLifeFromTheLogTest {

  @RegisterExtension
  static final LiveLog log = new LiveLog();

  /** Of two clusters in two partitions, and so many that coming to life takes several steps. */
  private static List<LogRecord> many;

  @BeforeAll
  static void make() {
    many = LiveLog.interleaved(List.of("a", "b"), cluster -> LiveLog.comesAndGoes(cluster, 150));
  }

  @Test
  void losesAndRepeatsNothingWhenItIsKilledWhileItComesToLifeAndAgain() throws Exception {
    // Given
    evaluateHalfOfMany();
    String facts =
        log.topics().correlatorApplication() + "-objects-v" + LiveLog.NEXT_FACTS + "-changelog";
    // When: with its state left behind, and with its state lost
    long before = 0;
    for (int kill = 0; kill < 3; kill++) {
      try (CorrelatorProcess process = CorrelatorProcess.start(log, "killed", LiveLog.NEXT_FACTS)) {
        long until = before + 1 + 20L * kill;
        await().atMost(LiveLog.LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> {
          process.requireAlive();
          return exists(facts) && log.kafka().written(facts) >= until;
        });
      }
      before = log.kafka().written(facts);
      if (kill == 1) {
        LiveLog.delete(log.state("killed"));
      }
    }
    log.evaluate(log.config("killed", LiveLog.NEXT_FACTS), many);
    // Then
    assertThat(log.incidents()).isEqualTo(log.said(many.size() / 4));
  }

  @Test
  void losesAndRepeatsNothingWhenWorkIsHandedOverWhileItComesToLife() throws Exception {
    // Given
    evaluateHalfOfMany();
    // When
    try (Correlator second = slow("second")) {
      await().atMost(LiveLog.LIMIT).until(() -> isReading(second));
      try (Correlator third = slow("third")) {
        await()
            .atMost(LiveLog.LIMIT)
            .until(() -> !third.status().comingToLife().isEmpty()
                || !third.status().clusters().isEmpty());
        assertThat(List.of(second, third)).noneMatch(each -> each.status().failed());
        third.close(Duration.ZERO);
      }
      log.awaitEvaluated(many);
    }
    // Then
    assertThat(log.incidents()).isEqualTo(log.said(many.size() / 4));
  }

  @Test
  void losesAndRepeatsNothingWhenTheBrokerGoesAndComesBackWhileItComesToLife() throws Exception {
    // Given
    evaluateHalfOfMany();
    try (Correlator next = slow("new")) {
      await().atMost(LiveLog.LIMIT).until(() -> isReading(next));
      // When
      log.kafka().restartKafka();
      // Then
      log.awaitEvaluated(many);
      assertThat(next.status().failed()).isFalse();
    }
    assertThat(log.incidents()).isEqualTo(log.said(many.size() / 4));
  }

  private static boolean isReading(Correlator correlator) {
    return correlator.status().comingToLife().values().stream()
        .anyMatch(each -> each.began() != null && each.left() < each.total());
  }

  private static Correlator slow(String instance) {
    return Correlator.start(
        LiveLog.config(log.topics(), log.slow(), log.state(instance), LiveLog.NEXT_FACTS));
  }

  private static void evaluateHalfOfMany() throws Exception {
    List<LogRecord> first = many.subList(0, many.size() / 4 * 2);
    log.write(first);
    log.evaluate(log.config("old", LiveLog.FACTS), first);
    log.write(many.subList(first.size(), many.size()));
  }

  private static boolean exists(String topic) throws Exception {
    return log.kafka().admin().listTopics().names().get().contains(topic);
  }
}
