package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcpruntime.watcher.collector.CollectorRig.PATIENCE;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.testbed.kube.Change;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;

/** The periodic list: reads everything again, changes nothing, and finds what the server never told. */
class RepairTest {
  private CollectorRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new CollectorRig()
        .withPacing(CollectorRig.QUICK.withSnapshots(
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(10)));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void findsAndCountsWhatTheServerNeverDelivered() {
    // Given
    for (String name : List.of("deleted", "changed", "stays")) {
      rig.createPod(name);
    }
    rig.startSettled();

    // When
    for (Change.Operation operation : Change.Operation.values()) {
      rig.api.faults().add(Target.changes(ResourceTypes.POD, operation), Fault.lost(), 1);
    }
    rig.deletePod("deleted");
    rig.updatePod("changed", "Running");
    rig.createPod("added");

    // Then
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rig.changes(POD))
        .containsExactlyInAnyOrder(
            "DELETED REPAIR deleted", "MODIFIED REPAIR changed", "ADDED REPAIR added"));
    assertThat(CollectorRig.kind(rig.collector().status(), POD).counts().repairs())
        .isEqualTo(3);
    rig.assertSound();
  }

  @Test
  void listsAgainForRealAndTellsNoneOfItAsAChange() {
    // Given
    rig.createPod("one");
    rig.createPod("two");
    rig.startSettled();

    // When
    await().atMost(PATIENCE).until(() -> snapshotsOfPods() >= 3);

    // Then
    assertThat(rig.api.requests().of(ResourceTypes.POD))
        .filteredOn(request -> !request.isWatch())
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(rig.changes(POD)).isEmpty();
    assertThat(rig.ofOperation(Operation.GAP)).isEmpty();
    assertThat(rig.log().stream()
            .map(ConsumerRecord::value)
            .filter(event -> "one".equals(String.valueOf(event.getName())))
            .map(ClusterEvent::getResourceVersion)
            .map(String::valueOf)
            .distinct())
        .hasSize(1);
    rig.assertSound();
  }

  private long snapshotsOfPods() {
    return rig.ofOperation(Operation.SNAPSHOT_END).stream()
        .filter(end -> "Pod".equals(String.valueOf(end.getKind())))
        .count();
  }
}
