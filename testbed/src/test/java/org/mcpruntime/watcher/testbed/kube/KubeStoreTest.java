package org.mcpruntime.watcher.testbed.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.CONFIG_MAP;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.DEPLOYMENT;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.MCP_SERVER;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.NODE;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.POD;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.testbed.kube.StoreException.Reason;
import tools.jackson.databind.node.ObjectNode;

class KubeStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.250Z");

  private final KubeStore store = KubeStore.inMemory(InstantSource.fixed(NOW));

  @Test
  void createSetsWhatTheServerSets() {
    // When
    ObjectNode created = store.create(DEPLOYMENT, Objects.deployment("shop", "cart", 2));

    // Then
    ObjectNode metadata = (ObjectNode) created.get("metadata");
    assertThat(metadata.get("creationTimestamp").asString()).isEqualTo("2026-11-23T10:00:00Z");
    assertThat(metadata.get("generation").asInt()).isEqualTo(1);
    assertThat(metadata.get("resourceVersion").asString()).isEqualTo("1");
    assertThat(metadata.get("uid").asString())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");
    assertThat(store.get(DEPLOYMENT, "shop", "cart")).contains(created);
  }

  @Test
  void createNamesByPrefix() {
    // Given
    ObjectNode pod = Objects.pod("shop", "unused");
    ((ObjectNode) pod.get("metadata")).remove("name");
    ((ObjectNode) pod.get("metadata")).put("generateName", "cart-");

    // When
    String first = store.create(POD, pod).at("/metadata/name").asString();
    String second = store.create(POD, pod).at("/metadata/name").asString();

    // Then
    assertThat(List.of(first, second)).allMatch(name -> name.matches("cart-[a-z0-9]{5}"));
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void createRefusesWhatIsThereOrIncomplete() {
    // Given
    store.create(POD, Objects.pod("shop", "a"));

    // Then
    assertRefused(Reason.ALREADY_EXISTS, () -> store.create(POD, Objects.pod("shop", "a")));
    assertRefused(Reason.INVALID, () -> store.create(POD, Objects.pod("", "a")));
    assertRefused(Reason.INVALID, () -> store.create(NODE, Objects.pod("shop", "a")));
    assertThat(store.resourceVersion()).isEqualTo(1);
  }

  @Test
  void updateCountsChangesOfTheSpecOnly() {
    // Given
    ObjectNode object = store.create(DEPLOYMENT, Objects.deployment("shop", "cart", 2));

    // When
    object.putObject("status").put("replicas", 2);
    ObjectNode status = store.update(DEPLOYMENT, object);
    ((ObjectNode) status.get("spec")).put("replicas", 3);
    ObjectNode scaled = store.update(DEPLOYMENT, status);

    // Then
    assertThat(status.at("/metadata/generation").asInt()).isEqualTo(1);
    assertThat(status.at("/metadata/resourceVersion").asString()).isEqualTo("2");
    assertThat(scaled.at("/metadata/generation").asInt()).isEqualTo(2);
    assertThat(scaled.at("/metadata/uid")).isEqualTo(object.at("/metadata/uid"));
  }

  @Test
  void updateWithoutAChangeWritesNothing() {
    // Given
    store.create(DEPLOYMENT, Objects.deployment("shop", "cart", 2));
    ObjectNode same = Objects.deployment("shop", "cart", 2);
    ObjectNode spec = (ObjectNode) same.get("spec");
    spec.put("replicas", 2L);
    spec.set("paused", spec.remove("paused"));

    // When
    store.update(DEPLOYMENT, same);

    // Then
    assertThat(store.resourceVersion()).isEqualTo(1);
  }

  @Test
  void updateRefusesAnOldVersionAnotherUidAndAMissingObject() {
    // Given
    ObjectNode old = store.create(CONFIG_MAP, Objects.configMap("shop", "settings", "1"));
    store.update(CONFIG_MAP, Objects.configMap("shop", "settings", "2"));
    ObjectNode stranger = Objects.configMap("shop", "settings", "3");
    ((ObjectNode) stranger.get("metadata")).put("uid", "another");

    // Then
    assertRefused(Reason.CONFLICT, () -> store.update(CONFIG_MAP, old));
    assertRefused(Reason.CONFLICT, () -> store.update(CONFIG_MAP, stranger));
    assertRefused(
        Reason.NOT_FOUND, () -> store.update(CONFIG_MAP, Objects.configMap("shop", "absent", "1")));
  }

  @Test
  void copiesDoNotReachTheStore() {
    // Given
    ObjectNode given = Objects.deployment("shop", "cart", 2);
    ObjectNode created = store.create(DEPLOYMENT, given);

    // When
    ((ObjectNode) given.get("spec")).put("replicas", 7);
    ((ObjectNode) created.get("spec")).put("replicas", 8);

    // Then
    assertThat(store.list(DEPLOYMENT).get(0).at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(given.at("/metadata/uid").isMissingNode()).isTrue();
  }

  @Test
  void listsInOrderOfNamespaceAndName() {
    // Given
    store.create(POD, Objects.pod("b", "z"));
    store.create(POD, Objects.pod("b", "a"));
    store.create(POD, Objects.pod("a", "m"));

    // Then
    assertThat(store.list(POD)).extracting(KubeStoreTest::name).containsExactly("m", "a", "z");
    assertThat(store.list(POD, "b")).extracting(KubeStoreTest::name).containsExactly("a", "z");
  }

  @Test
  void membersStandInTheOrderOfTheRealServer() throws Exception {
    // Given
    ObjectNode deployment = Objects.deployment("shop", "cart", 2);
    ObjectNode shuffled = ObjectShape.JSON.createObjectNode();
    shuffled.putObject("status").put("replicas", 0);
    shuffled.set("spec", deployment.get("spec"));
    shuffled.set("metadata", deployment.get("metadata"));
    ObjectNode server = ObjectShape.JSON.createObjectNode();
    server.putObject("spec").put("port", 8088).put("image", "registry.local/crm:1");
    server.putObject("metadata").put("name", "crm").put("namespace", "team");

    // When
    store.create(DEPLOYMENT, shuffled);
    store.create(MCP_SERVER, server);

    // Then
    assertThat(text(store.watch(DEPLOYMENT, 0).poll(1, Duration.ZERO).get(0)))
        .startsWith(
            "{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\",\"metadata\":{\"name\":\"cart\",\"namespace\":\"shop\",\"uid\":")
        .contains("},\"spec\":{")
        .endsWith(",\"status\":{\"replicas\":0}}");
    assertThat(text(store.watch(MCP_SERVER, 0).poll(1, Duration.ZERO).get(0)))
        .startsWith(
            "{\"apiVersion\":\"mcpruntime.org/v1alpha1\",\"kind\":\"MCPServer\",\"metadata\":{\"creationTimestamp\":")
        .endsWith(",\"spec\":{\"image\":\"registry.local/crm:1\",\"port\":8088}}");
  }

  @Test
  void watchTellsEveryChangeOnceAndInOrder() throws Exception {
    // Given
    store.create(POD, Objects.pod("shop", "a"));
    StoreWatch watch = store.watch(POD, store.resourceVersion());
    ObjectNode pod = store.create(POD, Objects.pod("shop", "b"));
    store.create(NODE, Objects.node("n"));
    pod.putObject("status").put("phase", "Running");

    // When
    store.update(POD, pod);
    store.delete(POD, "shop", "b");
    List<WatchEvent> changes = watch.poll(10, Duration.ZERO);

    // Then
    assertThat(changes)
        .extracting(change -> change.operation() + " " + change.resourceVersion())
        .containsExactly("ADDED 2", "MODIFIED 4", "DELETED 5");
    WatchEvent deletion = changes.get(2);
    assertThat(deletion.tree().at("/metadata/resourceVersion").asString()).isEqualTo("5");
    assertThat(deletion.tree().at("/status/phase").asString()).isEqualTo("Running");
    assertThat(watch.poll(10, Duration.ZERO)).isEmpty();
  }

  @Test
  void touchMovesTheVersionAndNothingElse() throws Exception {
    // Given
    ObjectNode server = KubeObjects.named("team", "crm");
    ((ObjectNode) server.get("metadata"))
        .putObject("annotations")
        .put("last", "{\"resourceVersion\":\"1\"}");
    ObjectNode before = store.create(MCP_SERVER, server);
    for (int i = 0; i < 9; i++) {
      store.create(NODE, Objects.node("n" + i));
    }

    // When
    boolean touched = store.touch(MCP_SERVER, "team", "crm");

    // Then
    ObjectNode after = store.get(MCP_SERVER, "team", "crm").orElseThrow();
    assertThat(touched).isTrue();
    assertThat(store.touch(MCP_SERVER, "team", "none")).isFalse();
    assertThat(store.watch(MCP_SERVER, 1).poll(9, Duration.ZERO))
        .extracting(change -> change.operation() + " " + change.resourceVersion())
        .containsExactly("MODIFIED 11");
    assertThat(after.at("/metadata/resourceVersion").asString()).isEqualTo("11");
    ((ObjectNode) after.get("metadata")).put("resourceVersion", "1");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void watchPositionCoversOtherTypesOnceEverythingIsRead() throws Exception {
    // Given
    StoreWatch watch = store.watch(POD, 0);
    store.create(POD, Objects.pod("shop", "a"));
    store.create(POD, Objects.pod("shop", "b"));
    store.create(NODE, Objects.node("n"));

    // When
    watch.poll(1, Duration.ZERO);
    long halfway = watch.position();
    watch.poll(1, Duration.ZERO);

    // Then
    assertThat(halfway).isEqualTo(1);
    assertThat(watch.position()).isEqualTo(3);
  }

  @Test
  void oldPositionsExpireByCompactionAndByNumber() throws Exception {
    // Given
    KubeStore small = KubeStore.inMemory(InstantSource.fixed(NOW), new HistoryLimits(3, 1 << 20));
    StoreWatch slow = small.watch(POD, 0);
    for (int i = 0; i < 5; i++) {
      small.create(POD, Objects.pod("shop", "p" + i));
    }
    store.create(POD, Objects.pod("shop", "a"));
    store.create(POD, Objects.pod("shop", "b"));

    // When
    store.compact(POD);

    // Then
    assertThatThrownBy(() -> slow.poll(1, Duration.ZERO)).isInstanceOf(ExpiredException.class);
    assertThatThrownBy(() -> small.watch(POD, 1)).isInstanceOf(ExpiredException.class);
    assertThat(small.watch(POD, 2).poll(9, Duration.ZERO)).hasSize(3);
    assertThatThrownBy(() -> store.watch(POD, 1))
        .isInstanceOf(ExpiredException.class)
        .hasMessage("too old resource version: 1 (2)");
    assertThat(store.watch(POD, 2).poll(9, Duration.ZERO)).isEmpty();
    assertThat(store.watch(NODE, 0).poll(9, Duration.ZERO)).isEmpty();
  }

  @Test
  void aWaitingWatchIsWokenByAChange() throws Exception {
    // Given
    StoreWatch watch = store.watch(POD, 0);
    List<WatchEvent> seen = new ArrayList<>();
    Thread reader = new Thread(() -> {
      try {
        seen.addAll(watch.poll(1, Duration.ofSeconds(30)));
      } catch (ExpiredException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    reader.start();

    // When
    store.create(POD, Objects.pod("shop", "a"));
    reader.join(Duration.ofSeconds(20).toMillis());

    // Then
    assertThat(seen).hasSize(1);
  }

  @Test
  void lastChangeIsPerType() {
    // When
    store.create(POD, Objects.pod("shop", "a"));
    store.create(NODE, Objects.node("n"));

    // Then
    assertThat(store.lastChange(POD)).isEqualTo(1);
    assertThat(store.lastChange(NODE)).isEqualTo(2);
    assertThat(store.lastChange(DEPLOYMENT)).isZero();
  }

  private static void assertRefused(Reason reason, Runnable write) {
    assertThatThrownBy(write::run)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static String name(ObjectNode object) {
    return object.at("/metadata/name").asString();
  }

  private static String text(WatchEvent change) {
    return StandardCharsets.UTF_8.decode(change.json()).toString();
  }
}
