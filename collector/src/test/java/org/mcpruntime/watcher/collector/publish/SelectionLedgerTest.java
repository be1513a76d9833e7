package org.mcpruntime.watcher.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.EVENT;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.POD;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.START;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.pod;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.collector.api.Selection;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/** Kinds that are read namespace by namespace, by selectors, or no more. */
final class SelectionLedgerTest {
  private static final Scope SHOP = new Scope(POD.kind(), "shop");
  private static final Scope BANK = new Scope(POD.kind(), "bank");
  private static final Instant LATER = START.plusSeconds(60);

  private final LedgerRig rig = new LedgerRig(pods("shop", "bank"), Committed.nothing(), START);

  @Test
  void listsEachNamespaceByItself() {
    // When
    rig.list(SHOP, "10", pod("a", "u1", 1)).list(BANK, "20", in("bank", "b", "u2", 2));

    // Then
    List<Outgoing.Event> news = rig.news();
    assertThat(news)
        .extracting(each -> String.valueOf(each.event().getNamespace()))
        .containsExactly("shop", "shop", "shop", "bank", "bank", "bank");
    assertThat(news.stream()
            .filter(each -> each.event().getOperation() == Operation.SNAPSHOT_END)
            .map(each -> each.event().getObjectCount()))
        .containsExactly(1L, 1L);
    assertThat(rig.ledger.positions()).isEqualTo(Map.of(SHOP, "10", BANK, "20"));
    rig.ledger.writeState(rig.all::add);
    assertThat(rig.all)
        .extracting(Outgoing::key)
        .contains("prod/kind/core/Pod/shop", "prod/kind/core/Pod/bank");
  }

  @Test
  void deletesOnlyWhatItsOwnNamespaceLacks() {
    // Given
    rig.list(SHOP, "10", pod("a", "u1", 1))
        .list(BANK, "20", in("bank", "b", "u2", 2))
        .news();

    // When
    rig.list(BANK, "30");

    // Then
    assertThat(rig.told())
        .containsExactly("SNAPSHOT_BEGIN", "DELETED ABSENT b@2 REMOVE", "GAP", "SNAPSHOT_END");
  }

  @Test
  void tellsAKindAsBadAsItsWorstNamespace() {
    // Given
    rig.list(SHOP, "10", pod("a", "u1", 1)).after(Duration.ofSeconds(1));
    CoverageState half = rig.coverage(POD).getState();
    Long halfBase = rig.tick().getBaseOffset();
    rig.list(BANK, "20", in("bank", "b", "u2", 2)).after(Duration.ofSeconds(1));

    // When
    KindStatus both = rig.status(POD);
    Long base = rig.tick().getBaseOffset();
    rig.apply(new Input.Blind(BANK, "Forbidden"));
    KindStatus blind = rig.status(POD);

    // Then
    assertThat(half).isEqualTo(CoverageState.SYNCING);
    assertThat(halfBase).isNull();
    assertThat(base).isEqualTo(100);
    assertThat(both.state()).isEqualTo(CoverageState.SYNCED);
    assertThat(both.objects()).isEqualTo(2);
    assertThat(both.lastProgress()).isEqualTo(START);
    assertThat(both.resourceVersion()).isNull();
    assertThat(blind.state()).isEqualTo(CoverageState.BLIND);
    assertThat(blind.reason()).isEqualTo("Forbidden");
    assertThat(blind.since()).isEqualTo(START.plusSeconds(2));
  }

  @Test
  void neverTellsANamespaceAsDeletedThatIsNoLongerCollected() {
    // Given
    rig.list(SHOP, "10", pod("a", "u1", 1)).list(BANK, "20", in("bank", "b", "u2", 2));

    // When
    LedgerRig next = rig.restarted(pods("shop"), LATER);
    next.list(SHOP, "30", pod("a", "u1", 1));

    // Then
    assertThat(next.told())
        .containsExactly("SNAPSHOT_BEGIN", "SNAPSHOT LIST a@1 UNTOUCHED", "GAP", "SNAPSHOT_END");
    KindStatus pods = next.status(POD);
    assertThat(pods.state()).isEqualTo(CoverageState.BLIND);
    assertThat(pods.reason()).isEqualTo("NotCollected");
    assertThat(pods.objects()).isEqualTo(2);
  }

  @Test
  void goesOnWithANamespaceThatIsCollectedAgain() {
    // Given
    rig.list(SHOP, "10", pod("a", "u1", 1)).list(BANK, "20", in("bank", "b", "u2", 2));

    // When
    LedgerRig without = rig.restarted(pods("shop"), LATER);
    LedgerRig again = withAll(without, rig).restarted(pods("shop", "bank"), LATER);

    // Then
    assertThat(without.ledger.positions()).isEqualTo(Map.of(SHOP, "10"));
    assertThat(again.ledger.positions()).isEqualTo(Map.of(SHOP, "10", BANK, "20"));
  }

  @Test
  void givesUpAPositionWhoseObjectsAnotherScopeTookOver() {
    // Given: two namespaces, then all, then the two again
    rig.list(SHOP, "10", pod("a", "u1", 1)).list(BANK, "20", in("bank", "b", "u2", 2));
    LedgerRig all = rig.restarted(List.of(KindSpec.builtIn("", "Pod")), LATER);
    assertThat(all.ledger.positions()).isEmpty();
    all.list(POD, "30", pod("a", "u1", 25), in("bank", "b", "u2", 2));
    all.ledger.writeState(all.all::add);

    // When
    LedgerRig again = withAll(all, rig).restarted(pods("shop", "bank"), LATER);

    // Then: nobody may watch from there, which would tell versions before 25 after it
    assertThat(again.ledger.positions()).isEmpty();
  }

  @Test
  void tellsAKindThatIsNoLongerCollectedAsNotSeen() {
    // Given
    rig.list(SHOP, "10", pod("a", "u1", 1));

    // When
    List<KindSpec> events = List.of(new KindSpec(EVENT.kind(), false, false));
    LedgerRig next = rig.restarted(events, LATER);
    next.list(EVENT, "40");

    // Then
    KindStatus pods = next.status(POD);
    assertThat(pods.state()).isEqualTo(CoverageState.BLIND);
    assertThat(pods.reason()).isEqualTo("NotCollected");
    assertThat(pods.objects()).isEqualTo(1);
    assertThat(next.coverage(POD).getState()).isEqualTo(CoverageState.BLIND);
    assertThat(next.told()).doesNotContain("DELETED");
    assertThat(next.tick().getBaseOffset()).isNotNull();
  }

  @Test
  void listsAgainWhenTheSelectorsAreOthers() {
    // Given
    LedgerRig shop = new LedgerRig(selected("app=cart"), Committed.nothing(), START);
    shop.list(POD, "10", pod("a", "u1", 1), pod("b", "u2", 2));

    // When
    LedgerRig same = shop.restarted(selected("app=cart"), LATER);
    LedgerRig other = shop.restarted(selected("app in (cart,till)"), LATER);
    other.list(POD, "30", pod("a", "u1", 1), pod("c", "u3", 3));

    // Then
    assertThat(same.ledger.positions()).isEqualTo(Map.of(POD, "10"));
    List<Outgoing.Event> news = other.news();
    assertThat(news.stream().map(LedgerRig::text))
        .containsExactly(
            "SNAPSHOT_BEGIN",
            "SNAPSHOT LIST a@1 UNTOUCHED",
            "ADDED RELIST_DIFF c@3 PUT",
            "DELETED ABSENT b@2 REMOVE",
            "GAP",
            "SNAPSHOT_END");
    assertThat(String.valueOf(news.get(4).event().getGap().getReason()))
        .isEqualTo("SelectionChanged");
    assertThat(other.state(POD).getSelectors()).isEqualTo("labelSelector=app+in+%28cart%2Ctill%29");
  }

  /** A restart reads all that the topics hold, of earlier sessions too. */
  private static LedgerRig withAll(LedgerRig newest, LedgerRig before) {
    newest.ledger.writeState(newest.all::add);
    List<Outgoing> both = new ArrayList<>(before.all);
    both.addAll(newest.all);
    newest.all.clear();
    newest.all.addAll(both);
    return newest;
  }

  private static List<KindSpec> pods(String... namespaces) {
    return List.of(
        KindSpec.builtIn("", "Pod").withSelection(new Selection(List.of(namespaces), null, null)));
  }

  private static List<KindSpec> selected(@Nullable String labels) {
    return List.of(
        KindSpec.builtIn("", "Pod").withSelection(new Selection(List.of(), labels, null)));
  }

  private static RedactedObject in(String namespace, String name, String uid, int version) {
    RedactedObject pod = pod(name, uid, version);
    return new RedactedObject(
        pod.json(),
        "v1",
        "Pod",
        namespace,
        name,
        uid,
        pod.resourceVersion(),
        pod.originalSizeBytes(),
        false,
        List.of());
  }
}
