package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.correlator.engine.Thing.deployment;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.Thing.replicaSet;
import static org.mcpruntime.watcher.correlator.engine.Thing.server;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/**
 * What is written fits in a record of 1 MiB whatever anybody writes into an object: a record that a topic does not take would
 * end the service.
 */
class OutputSizeTest {

  private static final String LONG = "x".repeat(300_000);

  private final ClusterScript cluster = ClusterScript.seen(Catalog.all().toArray(new Check<?>[0]));

  @Test
  void keepsIncidentsSmallWhateverTheObjectsHold() throws IOException {
    // Given: one whose registry, image, message, team and events are as long as the API takes them.
    Thing top = server("cart").with("\"teamID\":\"" + LONG + "\"", "\"phase\":\"" + LONG + "\"");
    Thing cart = deployment("cart").ownedBy(top);
    Thing set = replicaSet("cart-5c9", cart);
    cluster.until("02:01:00").added(top).added(cart).added(set);
    // When
    for (int i = 0; i < 40; i++) {
      Thing pulling = pod("cart-" + i)
          .ownedBy(set)
          .pulling(LONG + ".local/" + LONG + ":1", "failed to pull: 401 Unauthorized " + LONG);
      cluster.added(pulling);
    }
    cluster.until("02:30:00");
    // Then
    List<Incident> told = cluster.incidents();
    assertThat(told)
        .extracting(Incident::getCheck)
        .contains("pod-image-pull", "mcpserver-not-ready")
        .doesNotContain(CheckFailed.ID);
    for (Incident incident : told) {
      assertThat(Incident.getEncoder().encode(incident).remaining()).isLessThan(64 * 1024);
    }
    assertLargest(StoreName.MEMBERS, 64 * 1024);
    assertLargest(StoreName.LIVES, 64 * 1024);
    // A memo names the image, the facts hold the object's texts once: both are smaller than the
    // object.
    assertLargest(StoreName.SUBJECTS, 610_000);
    assertLargest(StoreName.FACTS, 910_000);
  }

  private void assertLargest(StoreName name, int bytes) {
    cluster.stored(name).scan("prod/", (key, value) -> assertThat(key.length() + value.length)
        .as(name + " " + key)
        .isLessThan(bytes));
  }

  @Test
  void keepsAStatusWithinTheSizeOfItsTick() throws Exception {
    // Given: more kinds than any cluster has, all of them not seen since a jump.
    for (int i = 0; i < 5_000; i++) {
      cluster.synced(new KindRef("group-" + i, "Kind" + i));
    }
    cluster.tick().at("02:10:00");
    for (int i = 0; i < 5_000; i++) {
      cluster.stalled(new KindRef("group-" + i, "Kind" + i), "02:00:00");
    }
    // When
    cluster.tick();
    // Then
    ClusterEvent tick = cluster.log().get(cluster.log().size() - 1).body().decode();
    assertThat(tick.getOperation()).isEqualTo(Operation.TICK);
    WatcherStatus status = cluster.status();
    assertThat(status.getBlind()).hasSize(5_000);
    assertThat(WatcherStatus.getEncoder().encode(status).remaining())
        .isLessThan(ClusterEvent.getEncoder().encode(tick).remaining());
  }

  @Test
  void keepsThePolicySmall() throws IOException {
    // When
    WatcherStatus policy = cluster.written().stream()
        .filter(each -> each.key().startsWith("prod/policy/"))
        .map(each -> (WatcherStatus) Objects.requireNonNull(each.value()))
        .findFirst()
        .orElseThrow();
    // Then
    assertThat(policy.getRules()).contains("pod-image-pull");
    assertThat(WatcherStatus.getEncoder().encode(policy).remaining()).isLessThan(64 * 1024);
  }
}
