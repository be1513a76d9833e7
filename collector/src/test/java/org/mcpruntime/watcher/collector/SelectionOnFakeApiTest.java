package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.api.Selection;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.Faults;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.RequestLog;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;
import tools.jackson.databind.node.ObjectNode;

/** Namespaces and selectors of a kind, as the API server sees and serves them. */
final class SelectionOnFakeApiTest {
  private static final Duration PERIOD = Duration.ofSeconds(1);

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
  void readsNamespaceByNamespace() {
    // Given
    pod("shop", "cart", "web");
    pod("bank", "till", "web");
    pod("other", "unseen", "web");
    rig.withKinds(pods(new Selection(List.of("shop", "bank"), null, null)));

    // When
    rig.startSettled();
    pod("shop", "more", "web");
    pod("other", "unseen-too", "web");
    rig.awaitStatus(status -> !rig.changes(POD).isEmpty());

    // Then
    assertThat(rig.table().keySet())
        .containsExactly(
            "test/core/Pod/bank/till", "test/core/Pod/shop/cart", "test/core/Pod/shop/more");
    assertThat(rig.ofOperation(Operation.SNAPSHOT_END))
        .extracting(end -> String.valueOf(end.getNamespace()))
        .containsExactlyInAnyOrder("shop", "bank");
    assertThat(rig.api.requests().matching(request -> request.path().endsWith("/pods")))
        .extracting(RequestLog.Request::path)
        .containsOnly("/api/v1/namespaces/shop/pods", "/api/v1/namespaces/bank/pods");
  }

  @Test
  void losesOneNamespaceAndKeepsTheOther() {
    // Given
    pod("shop", "cart", "web");
    pod("bank", "till", "web");
    rig.withKinds(pods(new Selection(List.of("shop", "bank"), null, null))).startSettled();
    rig.stop();

    // When
    rig.withKinds(pods(new Selection(List.of("shop"), null, null))).start();
    rig.awaitKind(POD, CoverageState.BLIND);
    pod("shop", "more", "web");
    rig.awaitStatus(status -> !rig.changes(POD).isEmpty());

    // Then
    assertThat(rig.changes(POD)).containsExactly("ADDED WATCH more");
    assertThat(CollectorRig.kind(rig.collector().status(), POD).reason()).isEqualTo("NotCollected");
    assertThat(rig.table()).containsKey("test/core/Pod/bank/till");
  }

  @Test
  void followsWhatASelectorSelects() {
    // Given
    pod("shop", "cart", "web");
    pod("shop", "job", "batch");
    rig.withKinds(pods(new Selection(List.of(), "app=web", null))).startSettled();

    // When: one leaves the selection, one joins it
    label("cart", "batch");
    label("job", "web");
    rig.awaitStatus(status -> rig.changes(POD).size() == 2);

    // Then
    assertThat(rig.changes(POD)).containsExactlyInAnyOrder("DELETED WATCH cart", "ADDED WATCH job");
    assertThat(rig.table().keySet()).containsExactly("test/core/Pod/shop/job");
  }

  @Test
  void repairsWithinItsSelectionOnly() {
    // Given
    pod("shop", "cart", "web");
    pod("shop", "till", "web");
    rig.withPacing(CollectorRig.QUICK.withSnapshots(PERIOD, PERIOD, Duration.ofMillis(5)))
        .withKinds(pods(new Selection(List.of("shop"), "app=web", "metadata.name!=till")))
        .startSettled();

    // When: it leaves the selection, and the watch does not say so
    Faults.Entry lost =
        rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.lost(), Faults.ALWAYS);
    label("cart", "batch");
    Awaitility.await().atMost(CollectorRig.PATIENCE).until(() -> lost.hits() >= 1);
    lost.remove();
    rig.awaitStatus(status -> CollectorRig.kind(status, POD).counts().repairs() > 0);

    // Then
    assertThat(rig.changes(POD)).containsExactly("DELETED REPAIR cart");
    assertThat(rig.table()).isEmpty();
  }

  @Test
  void isBlindForAClusterWideKindInANamespace() {
    // Given
    rig.withKinds(KindSpec.builtIn("", "Namespace")
        .withSelection(new Selection(List.of("shop"), null, null)));

    // When
    rig.start();

    // Then
    assertThat(rig.awaitKind(KindSpec.builtIn("", "Namespace").id(), CoverageState.BLIND)
            .reason())
        .isEqualTo("NotNamespaced");
  }

  private static KindSpec pods(Selection selection) {
    return KindSpec.builtIn("", "Pod").withSelection(selection);
  }

  private void pod(String namespace, String name, String app) {
    ObjectNode pod = KubeObjects.named(namespace, name);
    pod.withObject("metadata").putObject("labels").put("app", app);
    rig.store.create(ResourceTypes.POD, pod);
  }

  private void label(String name, String app) {
    ObjectNode pod = rig.store.get(ResourceTypes.POD, "shop", name).orElseThrow();
    pod.withObject("metadata").withObject("labels").put("app", app);
    rig.store.update(ResourceTypes.POD, pod);
  }
}
