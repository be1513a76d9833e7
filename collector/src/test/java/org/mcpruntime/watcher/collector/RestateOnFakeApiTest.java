package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.EVENT;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.Faults;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;
import org.mcpruntime.watcher.testbed.kube.WatchEvent;
import tools.jackson.databind.node.ObjectNode;

/** The periodic list against an API server whose watch leaves changes out, and in the middle of changes. */
final class RestateOnFakeApiTest {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private CollectorRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new CollectorRig()
        .withPacing(CollectorRig.QUICK.withSnapshots(PERIOD, PERIOD, Duration.ofMillis(5)));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void leavesOutObjectsThatOnlySayWhoLeads() {
    // Given: one of them in the first list
    rig.withKinds(KindSpec.builtIn("", "Namespace"), KindSpec.builtIn("", "ConfigMap"));
    rig.store.create(ResourceTypes.CONFIG_MAP, election("old"));
    rig.store.create(ResourceTypes.CONFIG_MAP, KubeObjects.named("shop", "settings"));
    rig.startSettled();

    // When: another one comes, both change, one ends, and lists go on beside the watch
    rig.store.create(ResourceTypes.CONFIG_MAP, election("new"));
    for (int i = 0; i < 5; i++) {
      rig.store.touch(ResourceTypes.CONFIG_MAP, "shop", "old");
      rig.store.touch(ResourceTypes.CONFIG_MAP, "shop", "new");
    }
    rig.store.touch(ResourceTypes.CONFIG_MAP, "shop", "settings");
    assertThat(rig.store.delete(ResourceTypes.CONFIG_MAP, "shop", "new")).isTrue();
    rig.awaitCaughtUp();
    restates(CollectorRig.CONFIG_MAP, 2);

    // Then
    assertThat(rig.changes(CollectorRig.CONFIG_MAP)).containsExactly("MODIFIED WATCH settings");
    assertThat(rig.table().keySet())
        .contains("test/core/ConfigMap/shop/settings")
        .noneMatch(key -> key.endsWith("/old"));
  }

  private static ObjectNode election(String name) {
    ObjectNode object = KubeObjects.named("shop", name);
    ((ObjectNode) object.get("metadata"))
        .putObject("annotations")
        .put("control-plane.alpha.kubernetes.io/leader", "{\"holderIdentity\":\"" + name + "\"}");
    return object;
  }

  @Test
  void repairsWhatTheWatchLeftOut() {
    // Given
    rig.createPod("changes");
    rig.createPod("goes");
    rig.createPod("is-replaced");
    rig.createPod("stays");
    rig.startSettled();

    // When
    Faults.Entry lost =
        rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.lost(), Faults.ALWAYS);
    rig.updatePod("changes", "Running");
    rig.deletePod("goes");
    rig.deletePod("is-replaced");
    rig.createPod("is-replaced");
    rig.createPod("comes");
    Awaitility.await().atMost(PATIENCE).until(() -> lost.hits() >= 5);
    lost.remove();
    rig.awaitStatus(status -> CollectorRig.kind(status, POD).counts().repairs() == 5);

    // Then
    assertThat(rig.changes(POD))
        .containsExactlyInAnyOrder(
            "MODIFIED REPAIR changes",
            "DELETED REPAIR goes",
            "DELETED REPAIR is-replaced",
            "ADDED REPAIR is-replaced",
            "ADDED REPAIR comes");
    assertThat(rig.ofOperation(Operation.GAP)).isEmpty();
    rig.assertSound();

    // When: the next list finds nothing more
    restates(POD, 1);

    // Then
    assertThat(CollectorRig.kind(rig.collector().status(), POD).counts().repairs())
        .isEqualTo(5);
    assertRestatesOnly();
  }

  @Test
  void findsTheAdditionOfALostObjectOnlyOnceWhenTheWatchTellsLater() {
    // Given
    rig.startSettled();

    // When: an addition is lost, its later change is not
    Faults.Entry lost = rig.api
        .faults()
        .add(Target.changes(ResourceTypes.POD, WatchEvent.Operation.ADDED), Fault.lost(), 1);
    rig.createPod("cart");
    Awaitility.await().atMost(PATIENCE).until(() -> lost.hits() == 1);
    rig.awaitStatus(status -> CollectorRig.kind(status, POD).counts().repairs() == 1);
    rig.updatePod("cart", "Running");
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD)).containsExactly("ADDED REPAIR cart", "MODIFIED WATCH cart");
    rig.assertSound();
  }

  @Test
  void restatesInTheMiddleOfChanges() throws Exception {
    // Given: lists of several pages
    for (int i = 0; i < 350; i++) {
      rig.createPod("p" + i);
    }
    rig.startSettled();

    // When: pods come, change and go while they are listed three times
    KindStatus before = CollectorRig.kind(rig.collector().status(), POD);
    Thread churn = new Thread(this::churn, "churn");
    churn.start();
    try {
      restates(POD, 3);
    } finally {
      churn.interrupt();
      churn.join();
    }
    rig.awaitCaughtUp();

    // Then
    KindStatus after = CollectorRig.kind(rig.collector().status(), POD);
    assertThat(after.counts().restated() - before.counts().restated()).isGreaterThan(350);
    assertThat(after.counts().repairs()).isZero();
    assertThat(after.counts().relists()).isZero();
    assertThat(rig.changes(POD)).noneMatch(change -> change.contains("REPAIR"));
    rig.assertSound();
    assertRestatesOnly();
  }

  @Test
  void restatesKindsWithoutBookmarksToo() {
    // Given
    rig.store.create(ResourceTypes.EVENT, KubeObjects.named("shop", "cart.17a"));
    rig.startSettled();

    // When
    restates(EVENT, 2);

    // Then: the server was asked each time, and nothing of it is a change
    assertThat(rig.api.requests().of(ResourceTypes.EVENT))
        .filteredOn(request -> !request.isWatch())
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(rig.changes(EVENT)).isEmpty();
    assertRestatesOnly();
    rig.assertSound();
  }

  private void restates(KindId kind, int times) {
    for (int i = 0; i < times; i++) {
      Instant newest = CollectorRig.kind(rig.collector().status(), kind).lastSnapshotAt();
      rig.awaitStatus(status -> {
        Instant at = CollectorRig.kind(status, kind).lastSnapshotAt();
        return at != null && newest != null && at.isAfter(newest);
      });
    }
  }

  private void churn() {
    int i = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        int n = i++ % 350;
        rig.updatePod("p" + n, "Phase" + i);
        if (i % 3 == 0) {
          rig.deletePod("p" + n);
          rig.createPod("p" + n);
        }
        Thread.sleep(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What a reader relies on: after the first list a SNAPSHOT tells the version that the reader knows, and at an END each
   * live object of the kind has been mentioned since its BEGIN.
   */
  private void assertRestatesOnly() {
    Map<String, Map<String, String>> live = new HashMap<>();
    Map<String, @Nullable Set<String>> mentioned = new HashMap<>();
    Set<String> listed = new HashSet<>();
    for (ConsumerRecord<String, ClusterEvent> record : rig.log()) {
      ClusterEvent event = record.value();
      if (event.getKind() == null) {
        continue;
      }
      String kind = event.getGroup() + "/" + event.getKind();
      Map<String, String> known = live.computeIfAbsent(kind, unknown -> new HashMap<>());
      String version = event.getUid() + " " + event.getResourceVersion();
      Set<String> since = mentioned.get(kind);
      switch (event.getOperation()) {
        case SNAPSHOT_BEGIN -> mentioned.put(kind, new HashSet<>());
        case SNAPSHOT_END -> {
          listed.add(kind);
          assertThat(since).as("mentioned of " + kind).containsAll(known.keySet());
          assertThat(event.getObjectCount()).isEqualTo(known.size());
          mentioned.remove(kind);
        }
        case DELETED -> known.remove(record.key());
        case SNAPSHOT -> {
          if (listed.contains(kind)) {
            assertThat(known).containsEntry(record.key(), version);
          }
          known.put(record.key(), version);
        }
        case ADDED, MODIFIED -> known.put(record.key(), version);
        default -> {}
      }
      if (since != null && event.getName() != null) {
        since.add(record.key());
      }
    }
  }
}
