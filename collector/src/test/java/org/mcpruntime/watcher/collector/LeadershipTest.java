package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.collector.ChildCollector.Status;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;

class LeadershipTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Of two collectors the elder keeps the lead: when another one comes it gives the last of the partitions away. */
  private static final String CLUSTER = IntStream.iterate(0, i -> i + 1)
      .mapToObj(i -> "test-" + i)
      .filter(name -> ClusterPartitioner.partition(name, KafkaBed.PARTITIONS) == 0)
      .findFirst()
      .orElseThrow();

  @TempDir
  private Path directory;

  private CollectorRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new CollectorRig().withCluster(CLUSTER);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void leadsOnceAndStandsByAndHandsOverInOrder() {
    // Given
    Collector leader = rig.startSettled().collector();
    rig.createPod("before");

    // When: another one comes, and the one that leads leaves
    Collector other = rig.start();
    awaitPhase(other, Phase.STANDBY);
    awaitPhase(leader, Phase.RUNNING);
    assertThat(other.status().kinds()).isEmpty();
    rig.api.requests().clear();
    rig.createPod("between");
    leader.close();
    awaitPhase(other, Phase.RUNNING);
    rig.createPod("after");
    await().atMost(PATIENCE).until(() -> rig.changes(POD).contains("ADDED WATCH after"));

    // Then: nothing was listed again
    assertThat(leader.status().phase()).isEqualTo(Phase.STOPPED);
    assertThat(rig.api.requests().of(ResourceTypes.POD)).allMatch(each -> each.isWatch());
    assertThat(rig.changes(POD))
        .endsWith("ADDED WATCH between", "ADDED WATCH after")
        .doesNotHaveDuplicates();
    rig.assertSound();
  }

  @Test
  void takesOverFromAKilledLeader() throws Exception {
    // Given
    try (ChildCollector child = ChildCollector.start(rig, directory, "child")) {
      child.await(Status::settled);
      awaitPhase(rig.start(), Phase.STANDBY);

      // When
      child.kill();
      rig.createPod("after");
      awaitPhase(rig.collector(), Phase.RUNNING);
    }
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD)).endsWith("ADDED WATCH after").doesNotHaveDuplicates();
    rig.assertSound();
  }

  @Test
  void keepsWhatAPausedLeaderWritesTooLateOutOfTheLog() throws Exception {
    // Given
    try (ChildCollector zombie = ChildCollector.start(rig, directory, "zombie")) {
      zombie.await(Status::settled);
      awaitPhase(rig.start(), Phase.STANDBY);
      zombie.await(Status::settled);
      Status before = zombie.status();

      // When: it sleeps, another leads, and it wakes up with changes to tell
      zombie.signal("STOP");
      awaitPhase(rig.collector(), Phase.RUNNING);
      rig.createPod("asleep");
      long epoch = rig.collector().status().epoch();
      zombie.signal("CONT");
      for (int i = 0; i < 20; i++) {
        rig.createPod("awake-" + i);
      }
      zombie.await(status -> status.phase() != before.phase() || status.epoch() != before.epoch());
      rig.createPod("after");
      await().atMost(PATIENCE).until(() -> rig.changes(POD).contains("ADDED WATCH after"));

      // Then: whoever leads by now, the sleeper told nothing under its old epoch
      List<String> expected = new ArrayList<>(List.of("ADDED WATCH asleep"));
      for (int i = 0; i < 20; i++) {
        expected.add("ADDED WATCH awake-" + i);
      }
      expected.add("ADDED WATCH after");
      assertThat(rig.changes(POD)).containsExactlyElementsOf(expected);
      assertThat(rig.log().stream()
              .map(record -> record.value())
              .filter(event -> name(event).startsWith("awake") || name(event).equals("asleep"))
              .map(ClusterEvent::getEpoch))
          .allMatch(told -> told >= epoch);
      rig.assertSound();
    }
  }

  @Test
  void takesOverAtOnceUnderTheSameInstanceName() {
    // Given
    Collector first = rig.start("one");
    awaitPhase(first, Phase.RUNNING);

    // When: it is started anew while the group still takes the old one for alive
    Collector second = rig.start("one");
    awaitPhase(second, Phase.RUNNING);

    // Then
    awaitPhase(first, Phase.FAILED);
    assertThat(first.status().reason()).contains("collector.instance");
    rig.createPod("cart");
    rig.awaitCaughtUp();
    rig.assertSound();
  }

  @Test
  void takesTheLeadWhileTheApiIsAway() {
    // Given: a cluster that is known, whose API is gone
    rig.startSettled();
    rig.stop();
    rig.api.close();

    // When
    Collector blind = rig.start();

    // Then
    awaitPhase(blind, Phase.RUNNING);
    await().atMost(PATIENCE).until(() -> blind.status().tickAt() != null);
  }

  private static void awaitPhase(Collector collector, Phase phase) {
    await().atMost(PATIENCE).until(() -> collector.status().phase() == phase);
  }

  private static String name(ClusterEvent event) {
    return String.valueOf(event.getName());
  }
}
