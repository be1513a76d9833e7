package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;

class CollectorTest {
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
  void publishesTheFirstListAsASnapshot() {
    // Given
    for (int i = 0; i < 230; i++) {
      rig.createPod("p" + i);
    }

    // When
    rig.startSettled();

    // Then
    List<ClusterEvent> pods = rig.log().stream()
        .map(ConsumerRecord::value)
        .filter(event -> "Pod".equals(String.valueOf(event.getKind())))
        .toList();
    assertThat(pods).hasSize(232);
    assertThat(pods.get(0).getOperation()).isEqualTo(Operation.SNAPSHOT_BEGIN);
    assertThat(pods.subList(1, 231))
        .extracting(ClusterEvent::getOperation)
        .containsOnly(Operation.SNAPSHOT);
    assertThat(pods.get(231).getOperation()).isEqualTo(Operation.SNAPSHOT_END);
    assertThat(pods.get(231).getObjectCount()).isEqualTo(230);
    rig.assertSound();
  }

  @Test
  void publishesChangesInOrderWithHeadersAndTheObject() {
    // Given
    rig.startSettled();

    // When
    rig.createPod("cart");
    rig.updatePod("cart", "Running");
    rig.deletePod("cart");
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD))
        .containsExactly("ADDED WATCH cart", "MODIFIED WATCH cart", "DELETED WATCH cart");
    ConsumerRecord<String, ClusterEvent> modified = rig.log().stream()
        .filter(record -> record.value().getOperation() == Operation.MODIFIED)
        .findFirst()
        .orElseThrow();
    assertThat(modified.key()).isEqualTo("test/core/Pod/shop/cart");
    assertThat(header(modified, "operation")).isEqualTo("MODIFIED");
    assertThat(header(modified, "kind")).isEqualTo("Pod");
    assertThat(header(modified, "namespace")).isEqualTo("shop");
    assertThat(header(modified, "uid"))
        .isEqualTo(String.valueOf(modified.value().getUid()));
    assertThat(header(modified, "resourceVersion"))
        .isEqualTo(String.valueOf(modified.value().getResourceVersion()));
    assertThat(String.valueOf(modified.value().getObject()))
        .startsWith("{")
        .contains("\"phase\":\"Running\"");
    rig.assertSound();
  }

  @Test
  void asksOnlyForWhatItMayHave() {
    // When
    rig.createPod("cart");
    rig.startSettled();
    rig.deletePod("cart");
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.api.requests().all()).isNotEmpty().allMatch(each -> each.method()
        .equals("GET"));
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
