package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.SERVER;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Kinds that come, go and move to another version while the collector runs. */
class KindLifeTest {
  private static final ResourceType ALPHA = ResourceTypes.MCP_SERVER;
  private static final ResourceType STABLE =
      ResourceType.namespaced(ALPHA.group(), "v1", ALPHA.kind(), ALPHA.plural());

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
  void watchesOneOfTwoServedVersions() {
    // Given
    rig.store.create(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, definition("v1alpha1", "v1"));
    rig.store.create(ALPHA, KubeObjects.named("shop", "crm"));

    // When
    rig.startSettled();
    rig.store.create(ALPHA, KubeObjects.named("shop", "erp"));
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.api.requests().of(STABLE)).isNotEmpty();
    assertThat(rig.api.requests().of(ALPHA)).isEmpty();
    assertThat(servers()).containsExactly("SNAPSHOT crm v1", "ADDED erp v1");
    rig.assertSound();
  }

  @Test
  void tellsNothingTwiceWhenATypeMovesToAnotherVersion() {
    // Given
    rig.store.create(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, definition("v1alpha1"));
    rig.store.create(ALPHA, KubeObjects.named("shop", "crm"));
    rig.startSettled();
    assertThat(CollectorRig.kind(rig.collector().status(), SERVER).version()).isEqualTo("v1alpha1");

    // When
    rig.store.update(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, definition("v1"));
    rig.awaitStatus(status -> CollectorRig.kind(status, SERVER).version().equals("v1"));
    rig.store.create(STABLE, KubeObjects.named("shop", "erp"));
    rig.awaitCaughtUp();

    // Then
    assertThat(servers()).containsExactly("SNAPSHOT crm v1alpha1", "ADDED erp v1");
    rig.assertSound();
  }

  @Test
  void readsATypeThatAppearsAndLeavesAloneOneThatIsGone() {
    // Given
    rig.startSettled();
    assertThat(rig.api.requests().of(ALPHA)).isEmpty();

    // When
    rig.store.create(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, definition("v1alpha1"));
    rig.store.create(ALPHA, KubeObjects.named("shop", "crm"));
    rig.awaitKind(SERVER, CoverageState.SYNCED);
    rig.awaitCaughtUp();
    rig.store.delete(ALPHA, "shop", "crm");
    rig.awaitCaughtUp();
    rig.store.delete(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, "", ALPHA.definitionName());
    rig.awaitStatus(
        status -> status.kinds().stream().noneMatch(kind -> kind.kind().equals(SERVER)));

    // Then: nobody asks for it any more, though it is looked for
    rig.api.requests().clear();
    rig.awaitStatus(status ->
        rig.api.requests().matching(request -> request.path().equals("/apis")).size() >= 3);
    assertThat(rig.api.requests().of(ALPHA)).isEmpty();
    assertThat(rig.changes(SERVER)).containsExactly("DELETED WATCH crm");

    // When
    rig.store.create(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, definition("v1alpha1"));
    rig.store.create(ALPHA, KubeObjects.named("shop", "erp"));
    rig.awaitKind(SERVER, CoverageState.SYNCED);
    rig.awaitCaughtUp();

    // Then
    assertThat(rig.changes(SERVER)).hasSize(2).last().asString().endsWith("erp");
    rig.assertSound();
  }

  @Test
  void takesObjectsForDeletedWhoseDefinitionWentWhileItWasDown() {
    // Given
    KindSpec definitions = KindSpec.builtIn(
        ResourceTypes.CUSTOM_RESOURCE_DEFINITION.group(),
        ResourceTypes.CUSTOM_RESOURCE_DEFINITION.kind());
    rig.withKinds(definitions, KindSpec.custom(SERVER.group(), SERVER.kind()));
    rig.store.create(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, definition("v1alpha1"));
    rig.store.create(ALPHA, KubeObjects.named("shop", "crm"));
    rig.startSettled();
    long tick = rig.collector().status().tick();
    rig.awaitStatus(status -> status.tick() > tick + 1);
    rig.stop();

    // When
    rig.store.delete(ALPHA, "shop", "crm");
    rig.store.delete(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, "", ALPHA.definitionName());
    rig.start();
    rig.awaitStatus(status -> status.isSettled()
        && status.kinds().stream().noneMatch(kind -> kind.kind().equals(SERVER)));

    // Then
    assertThat(rig.changes(SERVER)).containsExactly("DELETED ABSENT crm");
    assertThat(rig.table()).isEmpty();
  }

  private static ObjectNode definition(String... versions) {
    ObjectNode definition = ResourceTypes.definition(ALPHA);
    ArrayNode list = (ArrayNode) definition.at("/spec/versions");
    ObjectNode template = (ObjectNode) list.remove(0);
    for (String version : versions) {
      list.add(template.deepCopy().put("name", version));
    }
    return definition;
  }

  /** Operation, name and version of each record about a server. */
  private List<String> servers() {
    return rig.log().stream()
        .map(ConsumerRecord::value)
        .filter(event -> event.getName() != null
            && event.getOperation() != Operation.UNKNOWN
            && SERVER.kind().equals(String.valueOf(event.getKind())))
        .map(KindLifeTest::brief)
        .toList();
  }

  private static String brief(ClusterEvent event) {
    return event.getOperation() + " " + event.getName() + " " + event.getVersion();
  }
}
