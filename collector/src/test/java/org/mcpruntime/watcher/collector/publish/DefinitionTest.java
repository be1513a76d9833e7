package org.mcpruntime.watcher.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.DEFINITION;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.SERVER;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.START;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.pod;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.kind.Errand;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.collector.kind.Input.ChangeType;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/** A kind that lives by its CustomResourceDefinition. */
final class DefinitionTest {
  private static final List<KindSpec> SPECS = List.of(
      KindSpec.builtIn("apiextensions.k8s.io", "CustomResourceDefinition"),
      KindSpec.custom("mcpruntime.org", "MCPServer"));
  private static final String NAME = "mcpservers.mcpruntime.org";

  private final LedgerRig rig = new LedgerRig(SPECS, Committed.nothing(), START);

  @BeforeEach
  void collect() {
    rig.apply(new Input.Served(SERVER, "v1alpha1", "mcpservers"))
        .list(DEFINITION, "10", definition(5))
        .list(SERVER, "11", pod("a", "u1", 6), pod("b", "u2", 7))
        .tick();
    rig.news();
  }

  @Test
  void takesObjectsForDeletedWithTheirDefinition() {
    // When
    rig.apply(
        new Input.Change(DEFINITION, ChangeType.DELETED, definition(20)),
        new Input.NotServed(SERVER));
    rig.news();
    rig.tick();

    // Then
    assertThat(rig.told())
        .containsExactlyInAnyOrder(
            "DELETED ABSENT a@6 REMOVE", "DELETED ABSENT b@7 REMOVE", "TICK");
    assertThat(rig.ledger.status().kinds())
        .extracting(KindStatus::kind)
        .containsExactly(DEFINITION.kind());
    assertThat(rig.ledger.positions()).containsOnlyKeys(DEFINITION);
    assertThat(rig.tick().getBaseOffset()).isEqualTo(100);
  }

  @Test
  void takesObjectsForDeletedWhoseDefinitionWentWhileNobodyLooked() {
    // When
    LedgerRig next = rig.restarted(SPECS, START.plusSeconds(60));
    next.apply(new Input.NotServed(SERVER)).tick();
    List<String> before = next.told();
    next.list(DEFINITION, "30").tick();

    // Then
    assertThat(before).containsExactly("TICK");
    assertThat(next.told())
        .contains("DELETED ABSENT a@6 REMOVE", "DELETED ABSENT b@7 REMOVE", "TICK");
  }

  @Test
  void keepsObjectsWhileTheDefinitionIsThere() {
    // When: discovery does not know the kind for some seconds after the API server starts
    rig.apply(new Input.NotServed(SERVER)).tick();

    // Then
    assertThat(rig.told()).containsExactly("TICK");
    assertThat(rig.coverage(SERVER).getState()).isEqualTo(CoverageState.BLIND);
    assertThat(rig.coverage(SERVER).getObjects()).isEqualTo(2);
  }

  @Test
  void keepsObjectsWhileDefinitionsCannotBeSeen() {
    // When
    rig.apply(
        new Input.Change(DEFINITION, ChangeType.DELETED, definition(20)),
        new Input.Blind(DEFINITION, "Unreachable"),
        new Input.NotServed(SERVER));
    rig.news();
    rig.tick();

    // Then
    assertThat(rig.told()).containsExactly("TICK");
  }

  @Test
  void listsTheKindAnewWhenItIsBack() {
    // Given
    rig.apply(
            new Input.Change(DEFINITION, ChangeType.DELETED, definition(20)),
            new Input.NotServed(SERVER))
        .tick();
    rig.news();

    // When
    rig.apply(new Input.Served(SERVER, "v1", "mcpservers")).list(SERVER, "40", pod("a", "u9", 35));

    // Then
    assertThat(rig.told())
        .containsExactly("SNAPSHOT_BEGIN", "ADDED RELIST_DIFF a@35 PUT", "GAP", "SNAPSHOT_END");
    assertThat(rig.coverage(SERVER).getState()).isEqualTo(CoverageState.SYNCED);
  }

  @Test
  void takesNothingFromAWatchThatGoesOnWhereTheKindHadEnded() {
    // Given
    rig.apply(
            new Input.Change(DEFINITION, ChangeType.DELETED, definition(20)),
            new Input.NotServed(SERVER))
        .tick();
    rig.news();

    // When: the kind is back, and its reader still holds the position from before
    rig.apply(
        new Input.Served(SERVER, "v1", "mcpservers"),
        new Input.WatchOpened(SERVER, "v1"),
        new Input.Change(SERVER, ChangeType.DELETED, pod("a", "u1", 18)),
        new Input.Bookmark(SERVER, "30"),
        new Input.WatchHeld(SERVER));

    // Then
    assertThat(rig.told()).isEmpty();
    assertThat(rig.ledger.errands())
        .containsExactly(new Errand.Relist(SERVER, "DefinitionDeleted"));
    assertThat(rig.ledger.positions()).containsOnlyKeys(DEFINITION);
    assertThat(rig.coverage(SERVER).getState()).isEqualTo(CoverageState.BLIND);
  }

  private static RedactedObject definition(int version) {
    RedactedObject like = pod(NAME, "crd", version);
    return new RedactedObject(
        like.json(),
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "",
        NAME,
        "crd",
        like.resourceVersion(),
        like.originalSizeBytes(),
        false,
        List.of());
  }
}
