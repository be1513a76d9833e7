package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.CLUSTER;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a record says of itself: key, partition, identity, times, and whether it is a change. */
class RecordTest {
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
  void putsAllRecordsOfAnObjectUnderOneKeyOfItsOwn() {
    // Given
    rig.startSettled();

    // When: names that many separators would confuse, and one name in several kinds
    create(ResourceTypes.POD, "a-b", "c");
    create(ResourceTypes.POD, "a", "b-c");
    create(ResourceTypes.POD, "a.b", "c");
    create(ResourceTypes.POD, "a", "b.c");
    create(ResourceTypes.DEPLOYMENT, "a", "b-c");
    rig.store.touch(ResourceTypes.POD, "a", "b-c");
    rig.store.delete(ResourceTypes.POD, "a", "b-c");
    create(ResourceTypes.POD, "a", "b-c");
    rig.awaitCaughtUp();

    // Then
    List<ConsumerRecord<String, ClusterEvent>> changes = rig.log().stream()
        .filter(record -> record.value().getOperation() != Operation.SNAPSHOT
            && record.value().getName() != null)
        .toList();
    assertThat(changes.stream()
            .filter(record -> record.key().startsWith("test/core/Pod/"))
            .map(record -> record.key() + " " + record.value().getOperation()))
        .containsExactly(
            "test/core/Pod/a-b/c ADDED",
            "test/core/Pod/a/b-c ADDED",
            "test/core/Pod/a.b/c ADDED",
            "test/core/Pod/a/b.c ADDED",
            "test/core/Pod/a/b-c MODIFIED",
            "test/core/Pod/a/b-c DELETED",
            "test/core/Pod/a/b-c ADDED");
    assertThat(changes).extracting(ConsumerRecord::key).contains("test/apps/Deployment/a/b-c");
    assertThat(rig.log())
        .allMatch(record ->
            record.partition() == ClusterPartitioner.partition(CLUSTER, KafkaBed.PARTITIONS));
    rig.assertSound();
  }

  @Test
  void tellsWhatItFindsAtFirstAsASnapshotAndNotAsAChange() {
    // Given
    rig.createPod("was-there");

    // When
    rig.startSettled();
    rig.createPod("comes");
    rig.awaitCaughtUp();

    // Then
    List<ClusterEvent> pods = rig.log().stream()
        .map(ConsumerRecord::value)
        .filter(event -> "Pod".equals(String.valueOf(event.getKind())))
        .toList();
    assertThat(pods)
        .extracting(ClusterEvent::getOperation)
        .containsExactly(
            Operation.SNAPSHOT_BEGIN, Operation.SNAPSHOT, Operation.SNAPSHOT_END, Operation.ADDED);
    Set<String> ids = new TreeSet<>();
    pods.subList(0, 3).forEach(event -> ids.add(String.valueOf(event.getSnapshotId())));
    assertThat(ids).hasSize(1).doesNotContain("null");
    assertThat((Object) pods.get(3).getSnapshotId()).isNull();
  }

  @Test
  void tellsWhenItWasSeenAndWhenTheServerSaysItCameToBe() {
    // Given
    Instant before = Instant.now().minus(Duration.ofSeconds(1));
    rig.startSettled();

    // When
    rig.createPod("cart");
    rig.awaitCaughtUp();

    // Then
    ClusterEvent added = rig.ofOperation(Operation.ADDED).get(0);
    assertThat(added.getObservedAt()).isBetween(before, Instant.now());
    assertThat(object(added).at("/metadata/creationTimestamp").asString())
        .isEqualTo(rig.store
            .get(ResourceTypes.POD, "shop", "cart")
            .orElseThrow()
            .at("/metadata/creationTimestamp")
            .asString());
    assertThat(String.valueOf(added.getCluster())).isEqualTo(CLUSTER);
    rig.assertSound();
  }

  @Test
  void asksTheServerNothingForAChange() throws Exception {
    // Given
    rig.close();
    rig = new CollectorRig().withPacing(Pacing.defaults());
    rig.startSettled();
    rig.api.requests().clear();

    // When
    for (int i = 0; i < 300; i++) {
      rig.createPod("p" + i);
      rig.updatePod("p" + i, "Running");
    }
    rig.awaitCaughtUp();

    // Then: at most the watches that end and begin again, and a look at which kinds there are
    assertThat(rig.changes(POD)).hasSize(600);
    assertThat(rig.api.requests().all())
        .allMatch(request ->
            request.isWatch() || request.path().equals("/api") || request.path().equals("/apis"))
        .hasSizeLessThan(30);
  }

  @Test
  void tellsEachObjectAsItselfWhileKindsAreReadTogether() throws Exception {
    // Given
    rig.api.serve(ResourceTypes.MCP_SERVER);
    rig.startSettled();
    List<ResourceType> types = List.of(
        ResourceTypes.POD, ResourceTypes.DEPLOYMENT, ResourceTypes.EVENT, ResourceTypes.MCP_SERVER);

    // When
    ExecutorService writers = Executors.newFixedThreadPool(types.size());
    for (ResourceType type : types) {
      writers.execute(() -> {
        for (int i = 0; i < 200; i++) {
          create(type, "shop", "o" + i);
          rig.store.touch(type, "shop", "o" + i / 2);
        }
      });
    }
    writers.shutdown();
    assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    rig.awaitCaughtUp();

    // Then
    List<ConsumerRecord<String, ClusterEvent>> changes = rig.log().stream()
        .filter(record -> record.value().getOperation() == Operation.ADDED
            || record.value().getOperation() == Operation.MODIFIED)
        .toList();
    assertThat(changes).hasSize(types.size() * 400);
    for (ConsumerRecord<String, ClusterEvent> record : changes) {
      ClusterEvent event = record.value();
      JsonNode object = object(event);
      JsonNode metadata = object.get("metadata");
      assertThat(List.of(
              object.path("kind").asString(),
              metadata.path("name").asString(),
              metadata.path("uid").asString(),
              metadata.path("resourceVersion").asString()))
          .isEqualTo(List.of(
              String.valueOf(event.getKind()),
              String.valueOf(event.getName()),
              String.valueOf(event.getUid()),
              String.valueOf(event.getResourceVersion())));
      assertThat(new String(record.headers().lastHeader("uid").value(), StandardCharsets.UTF_8))
          .isEqualTo(String.valueOf(event.getUid()));
    }
    rig.assertSound();
  }

  @Test
  void leavesOutKindsThatOnlyChurn() {
    assertThat(KindSpec.defaults())
        .extracting(KindSpec::id)
        .doesNotContain(
            new KindId("coordination.k8s.io", "Lease"),
            new KindId("", "Endpoints"),
            new KindId("events.k8s.io", "Event"))
        .doesNotHaveDuplicates();
  }

  private void create(ResourceType type, String namespace, String name) {
    ObjectNode object = KubeObjects.named(namespace, name);
    rig.store.create(type, object);
  }

  private static JsonNode object(ClusterEvent event) {
    return JsonMapper.shared().readTree(String.valueOf(event.getObject()));
  }
}
