package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.Faults;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;

/** What happened while nobody told us: each change is found by the list after the gap, and the gap is told. */
class GapTest {
  private CollectorRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new CollectorRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void tellsAllSevenChangesOfAGapAndTheGap() {
    // Given
    for (String name : List.of("stays", "update-1", "update-2", "delete-1", "delete-2")) {
      rig.createPod(name);
    }
    rig.startSettled();
    String position = position();

    // When
    duringAGap(() -> {
      rig.createPod("create-1");
      rig.createPod("create-2");
      rig.createPod("create-3");
      rig.updatePod("update-1", "Running");
      rig.updatePod("update-2", "Running");
      rig.deletePod("delete-1");
      rig.deletePod("delete-2");
    });

    // Then
    assertThat(rig.changes(POD))
        .containsExactlyInAnyOrder(
            "ADDED RELIST_DIFF create-1",
            "ADDED RELIST_DIFF create-2",
            "ADDED RELIST_DIFF create-3",
            "MODIFIED RELIST_DIFF update-1",
            "MODIFIED RELIST_DIFF update-2",
            "DELETED ABSENT delete-1",
            "DELETED ABSENT delete-2");
    List<ClusterEvent> gaps = rig.ofOperation(Operation.GAP);
    assertThat(gaps).hasSize(1);
    assertThat(String.valueOf(gaps.get(0).getKind())).isEqualTo("Pod");
    assertThat(String.valueOf(gaps.get(0).getGap().getReason())).isEqualTo("Expired");
    assertThat(Long.parseLong(String.valueOf(gaps.get(0).getGap().getFromResourceVersion())))
        .isGreaterThanOrEqualTo(Long.parseLong(position));
    assertThat(gaps.get(0).getGap().getFrom()).isBefore(gaps.get(0).getGap().getTo());
    rig.assertSound();
  }

  @Test
  void tellsAMissedDeletionWithTheIdentityItKnew() {
    // Given
    String uid = rig.createPod("cart").at("/metadata/uid").asString();
    rig.updatePod("cart", "Running");
    String version = String.valueOf(rig.store.lastChange(ResourceTypes.POD));
    rig.startSettled();

    // When
    duringAGap(() -> rig.deletePod("cart"));

    // Then
    ConsumerRecord<String, ClusterEvent> deleted = only(Operation.DELETED);
    assertThat(deleted.key()).isEqualTo("test/core/Pod/shop/cart");
    assertThat(deleted.value().getOrigin()).isEqualTo(Origin.ABSENT);
    assertThat(String.valueOf(deleted.value().getUid())).isEqualTo(uid);
    assertThat(String.valueOf(deleted.value().getResourceVersion())).isEqualTo(version);
    assertThat((Object) deleted.value().getObject()).isNull();
    assertThat(rig.table()).doesNotContainKey("test/core/Pod/shop/cart");
    rig.assertSound();
  }

  @Test
  void splitsAnObjectThatWasReplacedIntoDeletionAndAddition() {
    // Given
    String old = rig.createPod("cart").at("/metadata/uid").asString();
    rig.startSettled();

    // When
    duringAGap(() -> {
      rig.deletePod("cart");
      rig.createPod("cart");
    });

    // Then
    assertThat(rig.changes(POD)).containsExactly("DELETED REPLACED cart", "ADDED RELIST_DIFF cart");
    assertThat(String.valueOf(only(Operation.DELETED).value().getUid())).isEqualTo(old);
    assertThat(String.valueOf(only(Operation.ADDED).value().getUid())).isNotEqualTo(old);
    rig.assertSound();
  }

  @Test
  void restatesWhatDidNotChangeAndTellsNoneOfItAsAChange() {
    // Given
    for (int i = 0; i < 5; i++) {
      rig.createPod("p" + i);
    }
    rig.startSettled();
    int before = rig.ofOperation(Operation.SNAPSHOT).size();

    // When
    duringAGap(() -> {});

    // Then
    assertThat(rig.changes(POD)).isEmpty();
    assertThat(rig.ofOperation(Operation.SNAPSHOT)).hasSize(before + 5);
    rig.assertSound();
  }

  @Test
  void comparesVersionsForEqualityOnlyWhenAServerLagsBehind() {
    // Given
    rig.createPod("cart");
    long then = rig.store.resourceVersion();
    rig.updatePod("cart", "Running");
    rig.createPod("checkout");
    rig.startSettled();

    // When: the list after the gap comes from a server that has not seen the last two changes
    Faults.Entry stale =
        rig.api.faults().add(Target.lists(ResourceTypes.POD), Fault.stale(then), 1);
    duringAGap(() -> {});

    // Then: what the list says is believed, and the watch from there leads back to what is
    assertThat(stale.hits()).isEqualTo(1);
    assertThat(rig.changes(POD))
        .containsExactly(
            "MODIFIED RELIST_DIFF cart",
            "DELETED ABSENT checkout",
            "MODIFIED WATCH cart",
            "ADDED WATCH checkout");
    assertThat(rig.table()).isEqualTo(rig.live());

    // Then: we never allow a server to lag
    assertThat(rig.api.requests().all())
        .filteredOn(request -> !request.isWatch())
        .noneMatch(request -> request.query().contains("resourceVersion"));
  }

  /** The watch of pods says nothing while this happens; then its position is too old. */
  private void duringAGap(Runnable changes) {
    int gaps = rig.ofOperation(Operation.GAP).size();
    Faults.Entry silent =
        rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.silent(), 1);
    Awaitility.await().atMost(CollectorRig.PATIENCE).until(() -> silent.hits() == 1);
    changes.run();
    rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.expiredEvent(), 1);
    Awaitility.await()
        .atMost(CollectorRig.PATIENCE)
        .until(() -> rig.ofOperation(Operation.GAP).size() > gaps);
    silent.remove();
    rig.awaitCaughtUp();
  }

  private String position() {
    return Objects.requireNonNull(
        CollectorRig.kind(rig.collector().status(), POD).resourceVersion());
  }

  private ConsumerRecord<String, ClusterEvent> only(Operation operation) {
    List<ConsumerRecord<String, ClusterEvent>> found = rig.log().stream()
        .filter(record -> record.value().getOperation() == operation)
        .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
