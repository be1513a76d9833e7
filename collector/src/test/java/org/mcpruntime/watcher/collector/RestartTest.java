package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;

class RestartTest {
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
  void resumesFromTheCommittedPositionAndRepeatsNothing() {
    // Given
    rig.createPod("cart");
    rig.startSettled();
    rig.updatePod("cart", "Running");
    rig.awaitCaughtUp();
    rig.stop();
    int before = rig.log().size();
    rig.api.requests().clear();

    // When
    rig.createPod("checkout");
    rig.deletePod("cart");
    rig.startSettled();
    rig.awaitCaughtUp();

    // Then: nothing is listed again, and only what changed is told
    assertThat(rig.api.requests().of(ResourceTypes.POD)).allMatch(each -> each.isWatch());
    assertThat(rig.log().stream()
            .skip(before)
            .map(record -> record.value())
            .filter(event -> event.getOperation() != Operation.TICK)
            .map(event -> event.getOperation() + " " + event.getOrigin() + " " + event.getName()))
        .containsExactly("ADDED WATCH checkout", "DELETED WATCH cart");
    assertThat(rig.collector().status().epoch()).isEqualTo(2);
    rig.assertSound();
  }

  @Test
  void continuesTickNumbersAcrossRestarts() {
    // Given
    rig.startSettled();
    rig.stop();
    long last = rig.collector().status().tick();

    // When
    rig.startSettled();
    rig.awaitStatus(status -> status.tick() > last + 1);

    // Then
    List<Long> ticks =
        rig.ofOperation(Operation.TICK).stream().map(ClusterEvent::getTick).toList();
    for (int i = 0; i < ticks.size(); i++) {
      assertThat(ticks.get(i)).isEqualTo(i + 1);
    }
  }

  @Test
  void tellsWhatWasDeletedAndReplacedWhileItWasDown() {
    // Given
    for (String name : List.of("stays", "goes", "changes", "replaced")) {
      rig.createPod(name);
    }
    rig.startSettled();
    rig.stop();

    // When: the positions expire as well
    rig.deletePod("goes");
    rig.updatePod("changes", "Running");
    rig.deletePod("replaced");
    rig.createPod("replaced");
    rig.createPod("comes");
    rig.store.compact();
    rig.startSettled();
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD))
        .containsExactlyInAnyOrder(
            "DELETED ABSENT goes",
            "MODIFIED RELIST_DIFF changes",
            "DELETED REPLACED replaced",
            "ADDED RELIST_DIFF replaced",
            "ADDED RELIST_DIFF comes");
    ClusterEvent gap = rig.ofOperation(Operation.GAP).stream()
        .filter(event -> "Pod".equals(String.valueOf(event.getKind())))
        .findFirst()
        .orElseThrow();
    assertThat(String.valueOf(gap.getGap().getReason())).isEqualTo("Expired");
    assertThat(gap.getGap().getFrom()).isBefore(gap.getGap().getTo());
    ClusterEvent absent = rig.ofOperation(Operation.DELETED).stream()
        .filter(event -> event.getOrigin() == Origin.ABSENT)
        .findFirst()
        .orElseThrow();
    assertThat((Object) absent.getObject()).isNull();
    assertThat((Object) absent.getUid()).isNotNull();
    rig.assertSound();
  }

  @Test
  void abortsWhatADeadPredecessorLeftOpen() {
    // Given: a collector that died in the middle of a transaction
    rig.createPod("cart");
    rig.startSettled();
    rig.stop();
    Map<String, Object> settings = new HashMap<>(rig.bed.settings());
    settings.put("transactional.id", rig.topics.collectorTransactionalId(CollectorRig.CLUSTER));
    settings.put("transaction.timeout.ms", 60_000);
    KafkaProducer<String, SpecificRecord> dead =
        new KafkaProducer<>(settings, new StringSerializer(), serializer(settings));
    try {
      dead.initTransactions();
      dead.beginTransaction();
      Future<RecordMetadata> sent = dead.send(new ProducerRecord<>(
          rig.topics.events(),
          ClusterPartitioner.partition(CollectorRig.CLUSTER, KafkaBed.PARTITIONS),
          CollectorRig.CLUSTER + "/core/Pod/shop/never",
          never()));
      dead.flush();
      assertThat(sent).isDone();

      // When
      rig.startSettled();
      rig.createPod("checkout");
      rig.awaitCaughtUp();
    } finally {
      dead.close(Duration.ofSeconds(5));
    }

    // Then
    assertThat(rig.changes(POD)).containsExactly("ADDED WATCH checkout");
    assertThat(rig.bed.readWritten(rig.topics.events(), CollectorRig.CLUSTER, ClusterEvent.class))
        .anyMatch(record -> record.key().endsWith("/never"));
    rig.assertSound();
  }

  @Test
  void refusesAnotherClusterUnderAKnownName() throws Exception {
    // Given
    rig.startSettled();
    rig.stop();

    // When: the namespace kube-system has another uid
    rig.store.delete(ResourceTypes.NAMESPACE, "", "kube-system");
    rig.store.create(ResourceTypes.NAMESPACE, KubeObjects.named("", "kube-system"));
    rig.start();
    rig.awaitStatus(status -> status.phase() == Phase.FAILED);

    // Then
    assertThat(rig.collector().status().reason()).contains("belongs to the cluster with uid");
    assertThat(rig.ofOperation(Operation.DELETED)).isEmpty();
  }

  private static ClusterEvent never() {
    ClusterEvent event = new ClusterEvent();
    event.setCluster(new Utf8(CollectorRig.CLUSTER));
    event.setClusterUid(new Utf8("uid"));
    event.setGroup(new Utf8(""));
    event.setOperation(Operation.ADDED);
    event.setOrigin(Origin.WATCH);
    event.setObservedAt(Instant.EPOCH);
    event.setRedacted(List.of());
    return event;
  }

  private static AvroSerializer<SpecificRecord> serializer(Map<String, Object> settings) {
    AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
    serializer.configure(settings, false);
    return serializer;
  }
}
