package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;
import static org.mcpruntime.watcher.correlator.engine.Thing.deployment;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.Thing.policy;
import static org.mcpruntime.watcher.correlator.engine.Thing.replicaSet;
import static org.mcpruntime.watcher.correlator.engine.Thing.server;
import static org.mcpruntime.watcher.correlator.engine.ToyCheck.podSad;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.Origin;

/** What changed shortly before an incident began. Hold is one minute, settle two. */
class LastChangeTest {

  private final Thing server = server("cart");
  private final Thing old = deployment("cart").image("acme/cart:1.4.2").ownedBy(server);
  private final Thing changed = deployment("cart").image("acme/cart:1.5.0").ownedBy(server);
  private final Thing set = replicaSet("cart-5c9", old);
  private final Thing sad = pod("cart-1").ownedBy(set).sad();
  private final ClusterScript cluster = ClusterScript.with(podSad()).listed(server, old, set);

  @Test
  void namesTheImageThatChanged() {
    // When
    cluster.until("02:39:00").modified(changed);
    cluster.until("02:39:10").added(sad).until("02:41:00");
    // Then
    assertThat(cluster.incident().getLastChange()).isEqualTo("image 1.4.2→1.5.0 at 02:39");
  }

  @Test
  void staysWithTheIncidentUntilItsEnd() {
    // Given
    cluster.until("02:39:00").modified(changed);
    cluster.until("02:39:10").added(sad).until("02:41:00");
    cluster.incidents();
    // When
    cluster.modified(changed.replicas(0, 2).image("acme/cart:1.5.0")).until("02:50:00");
    cluster.modified(pod("cart-1").ownedBy(set).running()).until("02:55:00");
    // Then
    assertThat(cluster.incidents())
        .hasSize(2)
        .extracting(Incident::getLastChange)
        .containsOnly("image 1.4.2→1.5.0 at 02:39");
  }

  @Test
  void looksAgainWhenItComesBack() {
    // Given
    cluster.until("02:39:00").modified(changed);
    cluster.until("02:39:10").added(sad).until("02:50:00");
    cluster.modified(pod("cart-1").ownedBy(set).running()).until("02:58:00");
    cluster.incidents();
    // When
    cluster.modified(old).until("03:00:00").modified(sad).until("03:02:00");
    // Then
    Incident again = cluster.incident();
    assertThat(again.getChange()).isEqualTo(IncidentChange.REOPENED);
    assertThat(again.getLastChange()).isEqualTo("image 1.5.0→1.4.2 at 02:58");
  }

  @Test
  void namesNothingThatIsNotShortlyBefore() {
    // Given: one change half an hour and more before, one after.
    cluster.until("02:10:00").modified(changed).until("02:40:05").added(sad);
    // When
    cluster.until("02:40:30").modified(old).until("02:42:00");
    // Then
    assertThat(cluster.incident().getLastChange()).isNull();
  }

  @Test
  void namesTheNewestOfEachSort() {
    // Given
    cluster.synced(Kinds.CONFIG_MAP).added(policy("cart", 'a')).until("02:30:00");
    // When
    cluster.modified(changed).until("02:31:00");
    cluster.modified(policy("cart", 'b')).until("02:32:00");
    cluster.modified(old.replicas(2, 3).image("acme/cart:1.5.1")).until("02:33:00");
    cluster.added(sad).until("02:34:00");
    // Then
    assertThat(cluster.incident().getLastChange())
        .isEqualTo("image 1.5.0→1.5.1 at 02:32, replicas 2→3 at 02:32, "
            + "policy aaaaaaaaaaaa→bbbbbbbbbbbb at 02:31");
  }

  @Test
  void namesWhatChangedAtTheServer() {
    // When
    cluster.until("02:10:00");
    cluster.modified(new Thing(server.ref(), server.uid(), null, "\"image\":\"acme/cart:2\"", ""));
    cluster.added(sad).until("02:12:00");
    // Then: the server had no image before.
    assertThat(cluster.incident().getLastChange()).isEqualTo("image changed at 02:10");
  }

  @Test
  void saysBetweenWhichTimesWhatChangedUnseen() {
    // Given: nothing is told for half an hour, then a list finds the difference.
    cluster.until("02:10:00").at("02:40:00");
    // When
    cluster.found(changed, Origin.RELIST_DIFF).tick();
    cluster.until("02:41:00").added(sad).until("02:43:00");
    // Then
    assertThat(cluster.incident().getLastChange())
        .isEqualTo("image 1.4.2→1.5.0 between 02:10 and 02:40");
  }

  @Test
  void saysBetweenWhichTimesAGapLies() {
    // Given
    cluster.until("02:40:00");
    // When: the gap is told behind the differences.
    cluster.found(changed, Origin.RELIST_DIFF);
    cluster.gap(Kinds.DEPLOYMENT, "02:37:00", "02:40:00");
    cluster.until("02:41:00").added(sad).until("02:43:00");
    // Then
    assertThat(cluster.incident().getLastChange())
        .isEqualTo("image 1.4.2→1.5.0 between 02:37 and 02:40");
  }

  @Test
  void saysNothingOfAChangeWhoseTimeNobodyKnows() {
    // Given
    cluster.until("02:40:00");
    // When
    cluster.found(changed, Origin.REPAIR);
    cluster.until("02:41:00").added(sad).until("02:43:00");
    // Then
    assertThat(cluster.incident().getLastChange()).isNull();
  }

  @Test
  void takesTheFirstSightOfAWorkloadForNoChange() {
    // When
    cluster.until("02:10:00").deleted(old).added(changed.uid("another"));
    cluster.added(set).added(sad).until("02:12:00");
    // Then
    assertThat(cluster.incidents())
        .allSatisfy(each -> assertThat(each.getLastChange()).isNull());
  }

  @Test
  void namesTheDateOfAnotherDay() {
    // Given
    cluster.until("23:59:55").modified(changed).passes(Duration.ofSeconds(5));
    // When
    cluster.added(sad).passes(Duration.ofMinutes(2));
    // Then
    assertThat(cluster.incidents())
        .extracting(Incident::getLastChange)
        .containsExactly("image 1.4.2→1.5.0 at 2026-11-23 23:59");
  }

  @Test
  void remembersAcrossARestart() {
    // Given
    cluster.until("02:39:00").modified(changed).restart();
    // When
    cluster.until("02:39:10").added(sad).restart().until("02:41:00");
    // Then
    assertThat(cluster.incident().getLastChange()).isEqualTo("image 1.4.2→1.5.0 at 02:39");
  }

  @Test
  void namesTheImageThoughAnAutoscalerScalesOnAndOn() {
    // When
    cluster.until("02:30:00").modified(changed);
    for (int round = 0; round < 20; round++) {
      cluster.passes(Duration.ofMinutes(1));
      cluster.modified(old.replicas(2, 3 + round % 2).image("acme/cart:1.5.0"));
    }
    cluster.added(sad).until("02:55:00");
    // Then
    assertThat(cluster.incident().getLastChange())
        .isEqualTo("replicas 3→4 at 02:50, image 1.4.2→1.5.0 at 02:30");
  }

  @Test
  void keepsNoMoreThanAFewChangesOfEachSort() {
    // When
    cluster.until("02:10:00");
    for (int round = 0; round < 50; round++) {
      cluster.modified(old.replicas(1, 3 + round).image("acme/cart:" + round / 10));
    }
    // Then
    byte[] stored = Objects.requireNonNull(
        cluster.stored(StoreName.FACTS).get("prod/" + old.ref().text()));
    assertThat(StoredObject.read(stored).changes())
        .extracting(each -> each.change().text())
        .containsExactly(
            "image 0→1",
            "image 1→2",
            "image 2→3",
            "image 3→4",
            "replicas 48→49",
            "replicas 49→50",
            "replicas 50→51",
            "replicas 51→52");
    assertThat(cluster.now()).isEqualTo(clock("02:10:00"));
  }
}
