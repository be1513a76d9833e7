package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.EVENT;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;
import static org.mcpruntime.watcher.collector.CollectorRig.SERVER;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.Faults;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;
import org.mcpruntime.watcher.testbed.kube.WatchEvent;
import tools.jackson.databind.node.ObjectNode;

class FaultTest {
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
  void relistsAfterAnExpiredEventInTheStream() {
    // Given
    rig.createPod("stays");
    rig.createPod("goes");
    rig.startSettled();

    // When: the watch says nothing for a while, then 410 with HTTP status 200
    Faults.Entry silent =
        rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.silent(), 1);
    rig.createPod("comes");
    rig.deletePod("goes");
    Faults.Entry expired =
        rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.expiredEvent(), 1);
    Awaitility.await().atMost(CollectorRig.PATIENCE).until(() -> expired.hits() == 1);
    silent.remove();
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD))
        .containsExactlyInAnyOrder("ADDED RELIST_DIFF comes", "DELETED ABSENT goes");
    assertThat(rig.ofOperation(Operation.GAP)).hasSize(1);
    rig.assertSound();
  }

  @Test
  void relistsAfterTheStatusGone() {
    // Given
    rig.createPod("stays");
    rig.startSettled();

    // When: the watch breaks, and the next one is answered with 410
    rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.gone(), 1);
    rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.cutBetweenLines(), 1);
    Awaitility.await()
        .atMost(CollectorRig.PATIENCE)
        .until(() -> rig.ofOperation(Operation.GAP).size() == 1);
    rig.createPod("comes");
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD)).containsExactly("ADDED WATCH comes");
    rig.assertSound();
  }

  static Stream<Named<Fault>> cuts() {
    return Stream.of(
        Named.of("between lines", Fault.cutBetweenLines()),
        Named.of("in the middle of a line", Fault.cutMidLine()));
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void losesNothingWhenAConnectionIsCut(Fault cut) {
    // Given
    rig.startSettled();
    Faults.Entry entry = rig.api.faults().add(Target.watches(ResourceTypes.POD), cut, 3);

    // When
    for (int i = 0; i < 20; i++) {
      rig.createPod("p" + i);
    }
    rig.awaitCaughtUp();

    // Then
    assertThat(entry.hits()).isPositive();
    assertThat(rig.changes(POD))
        .hasSize(20)
        .doesNotHaveDuplicates()
        .allMatch(text -> text.startsWith("ADDED WATCH"));
    assertThat(rig.deadLetters()).isEmpty();
    rig.assertSound();
  }

  @Test
  void setsAnUndecodableLineAsideAndGoesOn() {
    // Given
    rig.startSettled();
    String position = CollectorRig.kind(rig.collector().status(), POD).resourceVersion();

    // When
    rig.api
        .faults()
        .add(Target.changes(ResourceTypes.POD, WatchEvent.Operation.ADDED), Fault.garbage(), 1);
    rig.createPod("cart");
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD)).containsExactly("ADDED WATCH cart");
    List<DeadLetter> letters = rig.deadLetters();
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).getKind()).isEqualTo("Pod");
    assertThat(letters.get(0).getResourceVersion()).isNotNull();
    assertThat(Long.parseLong(letters.get(0).getResourceVersion()))
        .isGreaterThanOrEqualTo(Long.parseLong(position));
    assertThat(letters.get(0).getPayload()).isNull();
    assertThat(letters.get(0).getSha256()).hasSize(64);
    rig.assertSound();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("Forbidden", Fault.forbidden()),
        Arguments.of("Unauthorized", Fault.unauthorized()),
        Arguments.of("NotFound", Fault.notFound()),
        Arguments.of("ServerError", Fault.internalError()));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isBlindForARefusedKindWhileOthersGoOn(String reason, Fault refusal) {
    // Given
    Faults.Entry entry =
        rig.api.faults().add(Target.of(ResourceTypes.DEPLOYMENT), refusal, Faults.ALWAYS);

    // When
    rig.start();
    long settled = rig.awaitStatus(CollectorStatus::isSettled).tick();
    rig.awaitStatus(status -> status.tick() > settled);
    rig.createPod("cart");
    rig.awaitStatus(status -> !rig.changes(POD).isEmpty());
    KindStatus blind =
        CollectorRig.kind(rig.collector().status(), new KindId("apps", "Deployment"));
    ClusterEvent tick = lastTick();

    // Then
    assertThat(blind.state()).isEqualTo(CoverageState.BLIND);
    assertThat(blind.reason()).isEqualTo(reason);
    assertThat(CollectorRig.coverage(tick, POD))
        .extracting(KindCoverage::getState)
        .containsExactly(CoverageState.SYNCED);
    assertThat(tick.getBaseOffset()).isNotNull();

    // When: the refusal ends
    entry.remove();
    rig.awaitCaughtUp();

    // Then
    rig.assertSound();
  }

  @Test
  void ticksOnWithAllKindsBlindWhileTheApiIsUnreachable() {
    // Given
    rig.createPod("cart");
    rig.startSettled();

    // When
    rig.api.faults().unreachable();
    rig.awaitStatus(status -> status.kinds().stream()
        .allMatch(
            kind -> kind.state() == CoverageState.BLIND && "Unreachable".equals(kind.reason())));
    long tick = rig.collector().status().tick();
    rig.awaitStatus(status -> status.tick() >= tick + 3);
    ClusterEvent blind = lastTick();
    rig.deletePod("cart");
    rig.api.faults().reachable();
    rig.awaitCaughtUp();

    // Then: the watches go on where they were, nothing is listed again
    assertThat(blind.getCoverage())
        .extracting(KindCoverage::getState)
        .containsOnly(CoverageState.BLIND);
    assertThat(blind.getBaseOffset()).isNotNull();
    assertThat(rig.changes(POD)).containsExactly("DELETED WATCH cart");
    assertThat(rig.ofOperation(Operation.GAP)).isEmpty();
    rig.assertSound();
  }

  @Test
  void ticksOnAfterARestartWithoutTheApi() {
    // Given
    rig.createPod("cart");
    rig.startSettled();
    rig.stop();
    long tick = rig.collector().status().tick();

    // When
    rig.api.faults().unreachable();
    rig.start();
    rig.awaitStatus(status -> status.tick() >= tick + 3
        && status.kinds().stream().allMatch(kind -> kind.state() == CoverageState.BLIND));
    rig.api.faults().reachable();
    rig.createPod("comes");
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD)).containsExactly("ADDED WATCH comes");
    rig.assertSound();
  }

  @Test
  void abandonsAListWhosePageFails() {
    // Given: three pages, since pages of so large objects stay small; the second fails once
    for (int i = 0; i < 250; i++) {
      ObjectNode pod = KubeObjects.named("shop", "p" + i);
      pod.putObject("status").put("message", "x".repeat(44_000));
      rig.store.create(ResourceTypes.POD, pod);
    }
    Faults.Entry entry =
        rig.api.faults().add(Target.lists(ResourceTypes.POD), Fault.failedPage(2, 500), 1);

    // When
    rig.startSettled();

    // Then
    assertThat(entry.hits()).isEqualTo(1);
    List<Operation> frame = rig.log().stream()
        .map(record -> record.value())
        .filter(event -> "Pod".equals(String.valueOf(event.getKind())) && event.getName() == null)
        .map(ClusterEvent::getOperation)
        .toList();
    assertThat(frame)
        .containsExactly(
            Operation.SNAPSHOT_BEGIN, Operation.SNAPSHOT_BEGIN, Operation.SNAPSHOT_END);
    rig.assertSound();
  }

  @Test
  void waitsAsLongAsTheServerAsks() {
    // Given
    Faults.Entry entry = rig.api
        .faults()
        .add(Target.lists(ResourceTypes.POD), Fault.tooManyRequests(Duration.ofSeconds(1)), 2);
    long begin = System.nanoTime();

    // When
    rig.startSettled();

    // Then
    assertThat(entry.hits()).isEqualTo(2);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(rig.api.requests().of(ResourceTypes.POD).stream().filter(each -> !each.isWatch()))
        .hasSize(3);
  }

  @Test
  void reconnectsASilentWatch() throws Exception {
    // Given
    rig.close();
    rig = new CollectorRig()
        .withPacing(new Pacing(
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            Duration.ofMillis(800),
            Duration.ofMillis(300),
            Duration.ofMillis(200)));
    rig.startSettled();

    // When
    Faults.Entry silent =
        rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.silent(), 1);
    Awaitility.await().atMost(CollectorRig.PATIENCE).until(() -> silent.hits() == 1);
    rig.createPod("cart");
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(POD)).containsExactly("ADDED WATCH cart");
    rig.assertSound();
  }

  @Test
  void seesProgressOfAKindWithoutBookmarks() {
    // Given
    rig.startSettled();
    CollectorStatus before = rig.collector().status();

    // When
    rig.awaitStatus(status -> progress(status).isAfter(progress(before)));

    // Then
    assertThat(CollectorRig.kind(rig.collector().status(), EVENT).state())
        .isEqualTo(CoverageState.SYNCED);
  }

  @Test
  void readsAKindThatAppearsAndEndsOneThatGoes() {
    // Given
    rig.startSettled();
    assertThat(rig.collector().status().kinds()).noneMatch(kind -> kind.kind().equals(SERVER));

    // When
    rig.api.serve(ResourceTypes.MCP_SERVER);
    rig.store.create(ResourceTypes.MCP_SERVER, KubeObjects.named("shop", "crm"));
    rig.awaitKind(SERVER, CoverageState.SYNCED);
    rig.awaitCaughtUp();
    rig.api.withdraw(ResourceTypes.MCP_SERVER);
    KindStatus gone = rig.awaitKind(SERVER, CoverageState.BLIND);

    // Then: its object is known still, so it stays in the coverage
    assertThat(gone.reason()).isEqualTo("NotFound");
    assertThat(gone.objects()).isEqualTo(1);

    // When
    rig.api.serve(ResourceTypes.MCP_SERVER);
    rig.awaitKind(SERVER, CoverageState.SYNCED);
    rig.awaitCaughtUp();

    // Then
    rig.assertSound();
  }

  private static Instant progress(CollectorStatus status) {
    return Objects.requireNonNull(CollectorRig.kind(status, EVENT).lastProgress());
  }

  private ClusterEvent lastTick() {
    List<ClusterEvent> ticks = rig.ofOperation(Operation.TICK);
    return ticks.get(ticks.size() - 1);
  }
}
