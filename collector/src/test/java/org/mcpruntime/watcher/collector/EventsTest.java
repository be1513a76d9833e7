package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.EVENT;
import static org.mcpruntime.watcher.collector.CollectorRig.NEW_EVENT;
import static org.mcpruntime.watcher.collector.CollectorRig.NEW_EVENTS;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events that repeat are objects that change; nothing about them depends on their age. */
class EventsTest {
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
  void tellsEachRepetitionOfAnEvent() {
    // Given
    rig.startSettled();

    // When: one counts, as older clients do; the other has a series, as newer ones do
    rig.store.create(ResourceTypes.EVENT, event("cart.1").put("count", 1));
    for (int count = 2; count <= 7; count++) {
      ObjectNode repeated = stored("cart.1").put("count", count);
      rig.store.update(ResourceTypes.EVENT, repeated);
    }
    rig.store.create(ResourceTypes.EVENT, event("cart.2"));
    for (int count = 2; count <= 4; count++) {
      ObjectNode repeated = stored("cart.2");
      repeated
          .putObject("series")
          .put("count", count)
          .put("lastObservedTime", "2026-01-01T00:00:0" + count + ".000000Z");
      rig.store.update(ResourceTypes.EVENT, repeated);
    }
    rig.awaitCaughtUp();

    // Then
    assertThat(told("cart.1").stream().map(event -> event.path("count").asInt()))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 7).boxed().toList());
    assertThat(told("cart.2").stream().map(event -> event.at("/series/count").asInt(1)))
        .containsExactly(1, 2, 3, 4);
    rig.assertSound();
  }

  @Test
  void tellsOldEventsThatCameWhileItWasDown() {
    // Given
    rig.startSettled();
    rig.stop();

    // When: by its times the Event is long over
    ObjectNode old = event("cart.1").put("count", 3);
    old.put("firstTimestamp", "2020-01-01T00:00:00Z").put("lastTimestamp", "2020-01-01T00:05:00Z");
    rig.store.create(ResourceTypes.EVENT, old);
    rig.startSettled();
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(EVENT)).containsExactly("ADDED WATCH cart.1");
    rig.assertSound();
  }

  @Test
  void keepsAPositionForEachOfTwoGroupsWithTheSameKind() throws Exception {
    // Given: Event of the core group, and Event of events.k8s.io
    rig.close();
    rig = new CollectorRig()
        .withKinds(new KindSpec(EVENT, false, false), new KindSpec(NEW_EVENT, false, false));
    rig.api.serve(NEW_EVENTS);
    rig.startSettled();

    // When
    rig.store.create(ResourceTypes.EVENT, event("cart.1"));
    rig.store.create(NEW_EVENTS, event("cart.1"));
    rig.store.create(NEW_EVENTS, event("cart.2"));
    rig.awaitCaughtUp();
    rig.stop();
    rig.api.requests().clear();
    rig.startSettled();
    rig.store.create(ResourceTypes.EVENT, event("cart.3"));
    rig.awaitCaughtUp();

    // Then
    assertThat(position("test/kind/core/Event"))
        .isEqualTo(Long.toString(rig.store.lastChange(ResourceTypes.EVENT)));
    assertThat(position("test/kind/events.k8s.io/Event"))
        .isEqualTo(Long.toString(rig.store.lastChange(NEW_EVENTS)));
    assertThat(rig.api.requests().of(NEW_EVENTS)).allMatch(request -> request.isWatch());
    assertThat(rig.log().stream()
            .filter(record -> record.value().getName() != null)
            .map(ConsumerRecord::key))
        .containsExactlyInAnyOrder(
            "test/core/Event/shop/cart.1",
            "test/events.k8s.io/Event/shop/cart.1",
            "test/events.k8s.io/Event/shop/cart.2",
            "test/core/Event/shop/cart.3");
    rig.assertSound();
  }

  /** What the state table holds: the newest entry under a key. */
  private String position(String key) {
    List<ConsumerRecord<String, CollectorState>> entries =
        rig
            .bed
            .read(rig.topics.collectorState(), CollectorRig.CLUSTER, CollectorState.class)
            .stream()
            .filter(record -> record.key().equals(key))
            .toList();
    return Objects.requireNonNull(entries.get(entries.size() - 1).value().getResourceVersion());
  }

  /** What the log tells of one Event, version by version. */
  private List<JsonNode> told(String name) {
    return rig.log().stream()
        .map(ConsumerRecord::value)
        .filter(event -> name.equals(String.valueOf(event.getName())))
        .map(ClusterEvent::getObject)
        .map(object -> JsonMapper.shared().readTree(String.valueOf(object)))
        .toList();
  }

  private ObjectNode stored(String name) {
    return rig.store.get(ResourceTypes.EVENT, "shop", name).orElseThrow();
  }

  private static ObjectNode event(String name) {
    ObjectNode event = KubeObjects.named("shop", name);
    event.putObject("involvedObject").put("kind", "Pod").put("name", "cart");
    return event.put("reason", "BackOff").put("type", "Warning");
  }
}
