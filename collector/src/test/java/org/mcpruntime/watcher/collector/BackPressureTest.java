package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;
import org.mcpruntime.watcher.testbed.kube.WatchEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A broker that is slow, or refuses: readers wait, nothing is left out, nothing is told before it is accepted. */
class BackPressureTest {
  private static final int USUAL_MAX_MESSAGE = 4 << 20;
  private static final int SMALL_MAX_MESSAGE = 20_000;
  private static final int BYTES_PER_SECOND = 200_000;
  private static final String LARGE = "large";

  private final Random random = new Random(1);
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
  void keepsTheOrderOfEachObjectWhileTheBrokerIsSlow() throws Exception {
    // Given
    rig.startSettled();
    throttle();
    Map<String, List<String>> written = new TreeMap<>();

    // When
    for (int i = 0; i < 600; i++) {
      String name = "p" + random.nextInt(10);
      write(name, 1000);
      written
          .computeIfAbsent(name, key -> new ArrayList<>())
          .add(Long.toString(rig.store.resourceVersion()));
    }
    rig.awaitCaughtUp();

    // Then
    Map<String, List<String>> told = new TreeMap<>();
    for (ConsumerRecord<String, ClusterEvent> record : rig.log()) {
      ClusterEvent event = record.value();
      if (event.getName() != null && "Pod".equals(String.valueOf(event.getKind()))) {
        told.computeIfAbsent(String.valueOf(event.getName()), key -> new ArrayList<>())
            .add(String.valueOf(event.getResourceVersion()));
      }
    }
    told.remove(LARGE);
    assertThat(told).isEqualTo(written);
    rig.assertSound();
  }

  @Test
  void dropsNothingWhenMoreComesThanItsQueueHolds() throws Exception {
    // Given: the queue holds a thousand inputs
    rig.startSettled();
    throttle();

    // When
    for (int i = 0; i < 3000; i++) {
      rig.createPod("p" + i);
    }
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD))
        .filteredOn(change -> !change.endsWith(" " + LARGE))
        .hasSize(3000)
        .doesNotHaveDuplicates()
        .allMatch(change -> change.startsWith("ADDED WATCH p"));
    assertThat(rig.ofOperation(Operation.GAP)).isEmpty();
    rig.assertSound();
  }

  @Test
  void tellsARecordThatTheBrokerRefusedAtFirst() throws Exception {
    // Given
    rig.startSettled();
    rig.bed.refuseAbove(rig.topics.events(), SMALL_MAX_MESSAGE);

    // When: one of several fails
    rig.createPod("before");
    write("large", 60_000);
    rig.createPod("after");
    rig.awaitStatus(status -> status.phase() == Phase.RETRYING);
    rig.bed.refuseAbove(rig.topics.events(), USUAL_MAX_MESSAGE);
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD))
        .containsExactly("ADDED WATCH before", "ADDED WATCH large", "ADDED WATCH after");
    rig.assertSound();
  }

  @Test
  void endsAListOnlyWhenTheBrokerHasAllOfIt() throws Exception {
    // Given
    rig.createPod("small");
    write("large", 60_000);
    rig.bed.refuseAbove(rig.topics.events(), SMALL_MAX_MESSAGE);

    // When
    rig.start();
    rig.awaitStatus(status -> status.phase() == Phase.RETRYING);

    // Then
    assertThat(rig.collector().status().kinds())
        .filteredOn(kind -> kind.kind().equals(POD))
        .noneMatch(kind -> kind.state() == CoverageState.SYNCED);
    assertThat(podEnds()).isEmpty();

    // When
    rig.bed.refuseAbove(rig.topics.events(), USUAL_MAX_MESSAGE);
    rig.awaitStatus(CollectorStatus::isSettled);

    // Then
    assertThat(podEnds()).hasSize(1).allMatch(end -> end.getObjectCount() == 2);
    rig.assertSound();
  }

  @Test
  void reducesAnOversizedObjectAndGoesOn() {
    // Given
    rig.startSettled();
    int size = 1_500_000;

    // When
    rig.api
        .faults()
        .add(Target.changes(ResourceTypes.POD, WatchEvent.Operation.ADDED), Fault.huge(size), 1);
    ObjectNode pod = KubeObjects.named("shop", "huge");
    ((ObjectNode) pod.get("metadata")).putObject("labels").put("app", "cart");
    ObjectNode status = pod.putObject("status");
    status.put("phase", "Running");
    status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
    rig.store.create(ResourceTypes.POD, pod);
    rig.createPod("next");
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD)).containsExactly("ADDED WATCH huge", "ADDED WATCH next");
    ClusterEvent event = rig.ofOperation(Operation.ADDED).get(0);
    assertThat(event.getTruncated()).isTrue();
    assertThat(event.getOriginalSize()).isGreaterThan(size);
    assertThat(event.getObject().getByteLength()).isLessThanOrEqualTo(1 << 20);
    JsonNode object = JsonMapper.shared().readTree(String.valueOf(event.getObject()));
    assertThat(object.at("/metadata/name").asString()).isEqualTo("huge");
    assertThat(object.at("/metadata/uid").asString()).isEqualTo(String.valueOf(event.getUid()));
    assertThat(object.at("/metadata/labels/app").asString()).isEqualTo("cart");
    assertThat(object.at("/status/conditions/0/type").asString()).isEqualTo("Ready");
    assertThat(rig.ofOperation(Operation.ADDED).get(1).getTruncated()).isFalse();
    rig.assertSound();
  }

  /**
   * From here on the broker holds the producer back. On a machine that is slow enough no flood is more than it takes, so a
   * record makes sure that is more than the seconds hold over which the broker looks at the rate.
   */
  private void throttle() throws Exception {
    rig.bed.throttle(producer(), BYTES_PER_SECOND);
    for (int i = 0; i < 5 && !isThrottled(); i++) {
      write(LARGE, 500_000);
      await()
          .atMost(CollectorRig.PATIENCE)
          .until(() -> isThrottled() || rig.isCaughtUp(rig.collector().status()));
    }
    assertThat(isThrottled()).isTrue();
  }

  /** Whether the broker held the producer back, as the client's own metrics tell. */
  private boolean isThrottled() throws Exception {
    ObjectName metrics =
        new ObjectName("kafka.producer:type=producer-metrics,client-id=" + producer());
    return (double) ManagementFactory.getPlatformMBeanServer()
            .getAttribute(metrics, "produce-throttle-time-max")
        > 0;
  }

  private String producer() {
    return rig.topics.collectorTransactionalId(CollectorRig.CLUSTER);
  }

  private List<ClusterEvent> podEnds() {
    return rig.ofOperation(Operation.SNAPSHOT_END).stream()
        .filter(event -> "Pod".equals(String.valueOf(event.getKind())))
        .toList();
  }

  /** A text that cannot be compressed to less than half. */
  static String noise(Random random, int length) {
    byte[] noise = new byte[length / 2];
    random.nextBytes(noise);
    return HexFormat.of().formatHex(noise);
  }

  /** Creates or changes a pod; what it holds cannot be compressed. */
  private void write(String name, int bytes) {
    ObjectNode pod = rig.store
        .get(ResourceTypes.POD, "shop", name)
        .orElseGet(() -> KubeObjects.named("shop", name));
    pod.putObject("status").put("message", noise(random, bytes));
    if (pod.at("/metadata/uid").isMissingNode()) {
      rig.store.create(ResourceTypes.POD, pod);
    } else {
      rig.store.update(ResourceTypes.POD, pod);
    }
  }
}
