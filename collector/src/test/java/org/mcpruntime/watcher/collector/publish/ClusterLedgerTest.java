package org.mcpruntime.watcher.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.EVENT;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.POD;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.SERVER;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.START;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.pod;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.collector.kind.Input.ChangeType;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.avro.Gap;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

class ClusterLedgerTest {
  private final LedgerRig rig = new LedgerRig();

  @Test
  void publishesTheFirstListAsASnapshot() {
    // When
    rig.list(POD, "10", pod("a", "u1", 3), pod("b", "u2", 7));

    // Then
    List<Outgoing.Event> news = rig.news();
    assertThat(news)
        .extracting(Outgoing.Event::key)
        .containsExactly(
            "prod/-/SnapshotBegin/-/-",
            "prod/core/Pod/shop/a",
            "prod/core/Pod/shop/b",
            "prod/-/SnapshotEnd/-/-");
    assertThat(news).extracting(each -> each.event().getSequence()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(news).extracting(each -> each.event().getEpoch()).containsOnly(1L);
    assertThat(news)
        .extracting(each -> String.valueOf(each.event().getSnapshotId()))
        .containsOnly("1-1");
    ClusterEvent item = news.get(1).event();
    assertThat(item.getOperation()).isEqualTo(Operation.SNAPSHOT);
    assertThat(item.getOrigin()).isEqualTo(Origin.LIST);
    assertThat(item.getObservedAt()).isEqualTo(START);
    assertThat(String.valueOf(item.getVersion())).isEqualTo("v1");
    assertThat(String.valueOf(item.getNamespace())).isEqualTo("shop");
    assertThat(String.valueOf(item.getUid())).isEqualTo("u1");
    assertThat(String.valueOf(item.getResourceVersion())).isEqualTo("3");
    assertThat(String.valueOf(item.getObject())).isEqualTo("{\"metadata\":{\"name\":\"a\"}}");
    assertThat(item.getOriginalSize()).isEqualTo(35);
    assertThat(String.valueOf(item.getRedacted())).isEqualTo("[/spec/x]");
    assertThat(news.get(1).table()).isEqualTo(Outgoing.Table.PUT);
    assertThat(news.get(3).event().getObjectCount()).isEqualTo(2);
    assertThat(news.get(3).event().getOrigin()).isEqualTo(Origin.COLLECTOR);
  }

  @Test
  void publishesWatchedChangesInOrder() {
    // Given
    rig.list(POD, "10", pod("a", "u1", 3)).news();

    // When
    rig.change(ChangeType.ADDED, pod("b", "u2", 11))
        .change(ChangeType.MODIFIED, pod("a", "u1", 12))
        .change(ChangeType.DELETED, pod("b", "u2", 13));

    // Then
    assertThat(rig.told())
        .containsExactly(
            "ADDED WATCH b@11 PUT", "MODIFIED WATCH a@12 PUT", "DELETED WATCH b@13 REMOVE");
    assertThat(rig.ledger.positions()).containsEntry(POD, "13");
  }

  @Test
  void skipsAVersionThatIsPublishedAlready() {
    // Given
    rig.list(POD, "10", pod("a", "u1", 3)).news();

    // When
    rig.change(ChangeType.MODIFIED, pod("a", "u1", 3));

    // Then
    assertThat(rig.told()).isEmpty();
  }

  @Test
  void splitsAReplacedObjectIntoDeletionAndAddition() {
    // Given
    rig.list(POD, "10", pod("a", "u1", 3)).news();

    // When
    rig.change(ChangeType.ADDED, pod("a", "u2", 11));

    // Then
    assertThat(rig.told()).containsExactly("DELETED REPLACED a@3 REMOVE", "ADDED WATCH a@11 PUT");
  }

  @Test
  void publishesTheDeletionOfAnObjectItNeverSaw() {
    // Given
    rig.list(POD, "10").news();

    // When
    rig.change(ChangeType.DELETED, pod("ghost", "u9", 11));

    // Then
    assertThat(rig.told()).containsExactly("DELETED WATCH ghost@11 UNTOUCHED");
  }

  @Test
  void endsWhatWasReplacedByAnObjectThatItNeverSaw() {
    // Given
    rig.list(POD, "10", pod("a", "u1", 5)).news();

    // When
    rig.change(ChangeType.DELETED, pod("a", "u2", 11));

    // Then
    assertThat(rig.told())
        .containsExactly("DELETED REPLACED a@5 REMOVE", "DELETED WATCH a@11 UNTOUCHED");
  }

  @Test
  void publishesOnlyDifferencesOfARelistAsChanges() {
    // Given
    rig.list(
            POD,
            "10",
            pod("same", "u1", 1),
            pod("newer", "u2", 2),
            pod("gone", "u3", 3),
            pod("replaced", "u4", 4))
        .news();
    rig.after(Duration.ofMinutes(3));

    // When
    rig.list(
        POD,
        "50",
        pod("same", "u1", 1),
        pod("newer", "u2", 20),
        pod("replaced", "u5", 30),
        pod("added", "u6", 40));

    // Then
    List<Outgoing.Event> news = rig.news();
    assertThat(news.stream()
            .map(each -> each.event().getOperation() + " " + each.event().getOrigin()
                + " " + each.event().getName() + " " + each.event().getResourceVersion() + " "
                + each.table()))
        .containsExactly(
            "SNAPSHOT_BEGIN COLLECTOR null null UNTOUCHED",
            "SNAPSHOT LIST same 1 UNTOUCHED",
            "MODIFIED RELIST_DIFF newer 20 PUT",
            "DELETED REPLACED replaced 4 REMOVE",
            "ADDED RELIST_DIFF replaced 30 PUT",
            "ADDED RELIST_DIFF added 40 PUT",
            "DELETED ABSENT gone 3 REMOVE",
            "GAP COLLECTOR null null UNTOUCHED",
            "SNAPSHOT_END COLLECTOR null null UNTOUCHED");
    assertThat(news.get(8).event().getObjectCount()).isEqualTo(4);
    ClusterEvent absent = news.get(6).event();
    assertThat(String.valueOf(absent.getUid())).isEqualTo("u3");
    assertThat((Object) absent.getObject()).isNull();
    assertThat(news)
        .extracting(each -> String.valueOf(each.event().getSnapshotId()))
        .filteredOn(id -> !id.equals("null"))
        .containsOnly("1-7");
  }

  @Test
  void tellsTheGapBetweenPositionsAndTimes() {
    // Given
    rig.list(POD, "10").after(Duration.ofMinutes(1)).change(ChangeType.ADDED, pod("a", "u1", 11));
    rig.after(Duration.ofMinutes(4));

    // When
    rig.list(POD, "90", pod("a", "u1", 11));

    // Then
    Gap gap = rig.news().stream()
        .map(Outgoing.Event::event)
        .filter(event -> event.getOperation() == Operation.GAP)
        .findFirst()
        .orElseThrow()
        .getGap();
    assertThat(gap.getFrom()).isEqualTo(START.plus(Duration.ofMinutes(1)));
    assertThat(gap.getTo()).isEqualTo(START.plus(Duration.ofMinutes(5)));
    assertThat(String.valueOf(gap.getReason())).isEqualTo("Expired");
    assertThat(String.valueOf(gap.getFromResourceVersion())).isEqualTo("11");
    assertThat(String.valueOf(gap.getToResourceVersion())).isEqualTo("90");
  }

  @Test
  void abandonsAListWithoutEndAndDeletesNothing() {
    // Given
    rig.list(POD, "10", pod("a", "u1", 1), pod("b", "u2", 2)).news();

    // When: the first attempt breaks off before it mentions b, the second completes
    rig.apply(
        new Input.ListBegin(POD, "v1", "Expired"),
        new Input.ListPage(POD, List.of(pod("a", "u1", 1))),
        new Input.Blind(POD, "Unreachable"));
    List<String> first = rig.told();
    rig.list(POD, "20", pod("a", "u1", 1), pod("b", "u2", 2));

    // Then
    assertThat(first).containsExactly("SNAPSHOT_BEGIN", "SNAPSHOT LIST a@1 UNTOUCHED");
    assertThat(rig.told())
        .containsExactly(
            "SNAPSHOT_BEGIN",
            "SNAPSHOT LIST a@1 UNTOUCHED",
            "SNAPSHOT LIST b@2 UNTOUCHED",
            "GAP",
            "SNAPSHOT_END");
  }

  @Test
  void goesOnAfterARestartWithoutRepeating() {
    // Given
    rig.list(POD, "10", pod("a", "u1", 1)).change(ChangeType.MODIFIED, pod("a", "u1", 11));
    rig.tick();

    // When
    LedgerRig next = rig.restarted(START.plusSeconds(60));
    next.change(ChangeType.MODIFIED, pod("a", "u1", 12));

    // Then
    assertThat(next.ledger.positions()).containsEntry(POD, "12").hasSize(1);
    Outgoing.Event only = next.news().get(0);
    assertThat(only.event().getOperation()).isEqualTo(Operation.MODIFIED);
    assertThat(only.event().getEpoch()).isEqualTo(2);
    assertThat(only.event().getSequence()).isEqualTo(6);
    assertThat(next.tick().getTick()).isEqualTo(2);
  }

  @Test
  void listsAgainAfterARestartInTheMiddleOfARelist() {
    // Given: a relist has published a newer version, and then the process dies
    rig.list(POD, "10", pod("a", "u1", 1), pod("b", "u2", 2));
    rig.apply(
        new Input.ListBegin(POD, "v1", "Expired"),
        new Input.ListPage(POD, List.of(pod("a", "u1", 21))));

    // When
    LedgerRig next = rig.restarted(START.plusSeconds(60));

    // Then: nobody may watch from the old position, which would bring the older version of a again
    assertThat(next.ledger.positions()).isEmpty();
    next.list(POD, "30", pod("a", "u1", 21));
    assertThat(next.told())
        .containsExactly(
            "SNAPSHOT_BEGIN",
            "SNAPSHOT LIST a@21 UNTOUCHED",
            "DELETED ABSENT b@2 REMOVE",
            "GAP",
            "SNAPSHOT_END");
  }

  @Test
  void completesAFirstListThatARestartInterrupted() {
    // Given
    rig.apply(
        new Input.ListBegin(POD, "v1", "Expired"),
        new Input.ListPage(POD, List.of(pod("a", "u1", 1), pod("gone", "u3", 3))));

    // When
    LedgerRig next = rig.restarted(START.plusSeconds(60));
    next.list(POD, "30", pod("a", "u1", 1), pod("b", "u2", 2));

    // Then
    assertThat(next.told())
        .containsExactly(
            "SNAPSHOT_BEGIN",
            "SNAPSHOT LIST a@1 UNTOUCHED",
            "SNAPSHOT LIST b@2 PUT",
            "DELETED ABSENT gone@3 REMOVE",
            "SNAPSHOT_END");
  }

  @Test
  void neverLetsTimeGoBack() {
    // Given
    rig.list(POD, "10");

    // When: the clock is set back, across a restart too
    rig.after(Duration.ofMinutes(-10)).change(ChangeType.ADDED, pod("a", "u1", 11));
    LedgerRig next = rig.restarted(START.minus(Duration.ofHours(1)));
    next.change(ChangeType.ADDED, pod("b", "u2", 12));

    // Then
    assertThat(rig.news()).extracting(each -> each.event().getObservedAt()).containsOnly(START);
    assertThat(next.news()).extracting(each -> each.event().getObservedAt()).containsOnly(START);
  }

  @Test
  void ticksOnceForAJumpOfTheClock() {
    // Given
    assertThat(rig.ledger.tickDue(rig.now)).isTrue();
    rig.tick();
    assertThat(rig.ledger.tickDue(START.plusMillis(4999))).isFalse();

    // When
    rig.after(Duration.ofHours(3));
    assertThat(rig.ledger.tickDue(rig.now)).isTrue();
    ClusterEvent tick = rig.tick();

    // Then
    assertThat(tick.getTick()).isEqualTo(2);
    assertThat(tick.getObservedAt()).isEqualTo(START.plus(Duration.ofHours(3)));
    assertThat(rig.ledger.tickDue(rig.now)).isFalse();
    assertThat(rig.ledger.tickDue(rig.now.plusSeconds(5))).isTrue();
  }

  @Test
  void ticksOnTheBoundaryOfTheInterval() {
    // Given
    rig.after(Duration.ofMillis(4_200)).tick();

    // Then
    assertThat(rig.ledger.tickDue(START.plusMillis(4_999))).isFalse();
    assertThat(rig.ledger.tickDue(START.plusMillis(5_000))).isTrue();
  }

  @Test
  void coversWhatIsSeenOfEachKind() {
    // Given
    rig.apply(new Input.Served(POD, "v1", "pods"));
    KindCoverage before = rig.coverage(POD);

    // When
    rig.after(Duration.ofSeconds(1)).list(POD, "10", pod("a", "u1", 1));
    KindCoverage synced = rig.coverage(POD);
    rig.after(Duration.ofSeconds(7)).apply(new Input.Blind(POD, "Forbidden"));
    KindCoverage blind = rig.coverage(POD);
    rig.after(Duration.ofSeconds(1)).apply(new Input.WatchOpened(POD, "v1"));
    KindCoverage resuming = rig.coverage(POD);
    rig.after(Duration.ofSeconds(1)).apply(new Input.Bookmark(POD, "15"));
    KindCoverage again = rig.coverage(POD);

    // Then
    assertThat(before.getState()).isEqualTo(CoverageState.SYNCING);
    assertThat(String.valueOf(before.getReason())).isEqualTo("Listing");
    assertThat(String.valueOf(before.getVersion())).isEqualTo("v1");
    assertThat((Object) before.getResourceVersion()).isNull();
    assertThat(synced.getState()).isEqualTo(CoverageState.SYNCED);
    assertThat((Object) synced.getReason()).isNull();
    assertThat(synced.getObjects()).isEqualTo(1);
    assertThat(String.valueOf(synced.getResourceVersion())).isEqualTo("10");
    assertThat(synced.getLastProgress()).isEqualTo(START.plusSeconds(1));
    assertThat(blind.getState()).isEqualTo(CoverageState.BLIND);
    assertThat(String.valueOf(blind.getReason())).isEqualTo("Forbidden");
    assertThat(blind.getSince()).isEqualTo(START.plusSeconds(8));
    assertThat(blind.getLastProgress()).isEqualTo(START.plusSeconds(1));
    assertThat(resuming.getState()).isEqualTo(CoverageState.SYNCING);
    assertThat(String.valueOf(resuming.getReason())).isEqualTo("Resuming");
    assertThat(again.getState()).isEqualTo(CoverageState.SYNCED);
    assertThat(again.getSince()).isEqualTo(START.plusSeconds(10));
    assertThat(String.valueOf(again.getResourceVersion())).isEqualTo("15");
  }

  @Test
  void isSyncingAfterARestartUntilThereIsProgress() {
    // Given
    rig.list(POD, "10").list(EVENT, "11");

    // When
    LedgerRig next = rig.restarted(START.plusSeconds(60));
    CoverageState before = next.coverage(POD).getState();
    next.apply(new Input.WatchOpened(EVENT, "v1"), new Input.WatchHeld(EVENT));

    // Then
    assertThat(before).isEqualTo(CoverageState.SYNCING);
    assertThat(next.coverage(EVENT).getState()).isEqualTo(CoverageState.SYNCED);
    assertThat(next.coverage(POD).getState()).isEqualTo(CoverageState.SYNCING);
  }

  @Test
  void leavesOutAnOptionalKindUntilItIsServed() {
    // Given
    rig.apply(new Input.NotServed(SERVER), new Input.NotServed(POD));
    List<KindCoverage> without = rig.tick().getCoverage();

    // When
    rig.apply(
        new Input.Served(SERVER, "v1alpha1", "mcpservers"), new Input.Blind(SERVER, "Forbidden"));

    // Then
    assertThat(without)
        .extracting(each -> String.valueOf(each.getKind()))
        .containsExactly("Event", "Pod");
    assertThat(String.valueOf(rig.coverage(POD).getReason())).isEqualTo("NotFound");
    assertThat(String.valueOf(rig.coverage(SERVER).getReason())).isEqualTo("Forbidden");
  }

  @Test
  void keepsCoveringAnOptionalKindWhoseObjectsAreKnown() {
    // Given
    rig.list(SERVER, "10", pod("a", "u1", 1));

    // When
    rig.apply(new Input.NotServed(SERVER));

    // Then
    assertThat(rig.coverage(SERVER).getState()).isEqualTo(CoverageState.BLIND);
    assertThat(rig.coverage(SERVER).getObjects()).isEqualTo(1);
  }

  @Test
  void saysHowOftenItTicks() {
    assertThat(rig.tick().getTickIntervalMillis()).isEqualTo(5_000);
  }

  @Test
  void tellsTheBaseOffsetOnceEachReadableKindIsListed() {
    // Given
    Long none = rig.tick().getBaseOffset();
    rig.list(POD, "10");
    Long oneOfTwo = rig.tick().getBaseOffset();
    rig.list(EVENT, "11");

    // When
    Long both = rig.tick().getBaseOffset();
    rig.list(POD, "20");
    Long podAgain = rig.tick().getBaseOffset();
    Long afterRestart = rig.restarted(START.plusSeconds(9)).tick().getBaseOffset();

    // Then
    assertThat(none).isNull();
    assertThat(oneOfTwo).isNull();
    assertThat(both).isEqualTo(100);
    assertThat(podAgain).isEqualTo(101);
    assertThat(afterRestart).isEqualTo(101);
  }

  @Test
  void doesNotWaitForBlindKindsWithItsBaseOffset() {
    // Given
    rig.list(POD, "10").apply(new Input.Blind(EVENT, "Forbidden"));

    // Then
    assertThat(rig.tick().getBaseOffset()).isEqualTo(100);
  }

  @Test
  void writesTheEntriesOfTouchedKindsAndOfTheLeader() {
    // Given
    rig.list(POD, "10").news();
    List<Outgoing> written = new ArrayList<>();

    // When
    rig.ledger.writeState(written::add);
    List<Outgoing> again = new ArrayList<>();
    rig.ledger.writeState(again::add);

    // Then
    assertThat(written)
        .extracting(Outgoing::key)
        .containsExactly("prod/kind/core/Pod", "prod/leader");
    CollectorState pod = Objects.requireNonNull(((Outgoing.State) written.get(0)).state());
    assertThat(pod.getResourceVersion()).isEqualTo("10");
    assertThat(pod.getSnapshotId()).isEqualTo("1-1");
    assertThat(pod.getSnapshotBeginOffset()).isEqualTo(100);
    assertThat(pod.getLastProgress()).isEqualTo(START);
    CollectorState leader = Objects.requireNonNull(((Outgoing.State) written.get(1)).state());
    assertThat(leader.getClusterUid()).isEqualTo("cluster-uid");
    assertThat(leader.getEpoch()).isEqualTo(1);
    assertThat(leader.getSequence()).isEqualTo(2);
    assertThat(leader.getLastTime()).isEqualTo(START);
    assertThat(again).extracting(Outgoing::key).containsExactly("prod/leader");
  }

  @Test
  void setsAsideWhatItCannotRead() {
    // Given
    rig.list(POD, "10").news();

    // When
    rig.apply(new Input.Undecodable(POD, "10", "broken at byte 3", 42, "abc"));

    // Then
    assertThat(rig.news()).isEmpty();
    Outgoing.Dead dead = (Outgoing.Dead) rig.all.get(rig.all.size() - 1);
    assertThat(dead.key()).isEqualTo("prod/-/WatchLine/-/-");
    DeadLetter letter = dead.letter();
    assertThat(letter.getService()).isEqualTo("collector");
    assertThat(letter.getKind()).isEqualTo("Pod");
    assertThat(letter.getResourceVersion()).isEqualTo("10");
    assertThat(letter.getSizeBytes()).isEqualTo(42);
    assertThat(letter.getPayload()).isNull();
  }

  @Test
  void deletesNothingThatAnUnreadableItemMayHaveBeen() {
    // Given
    rig.list(POD, "10", pod("a", "u1", 1)).news();

    // When
    rig.apply(
        new Input.ListBegin(POD, "v1", "Expired"),
        new Input.Undecodable(POD, null, "broken", 42, "abc"),
        new Input.ListEnd(POD, "20"));

    // Then
    assertThat(rig.told()).containsExactly("SNAPSHOT_BEGIN", "GAP", "SNAPSHOT_END");
  }

  @Test
  void splitsManyDeletionsOverTransactions() {
    // Given
    RedactedObject[] pods = new RedactedObject[2 * ScopeLedger.DELETIONS_AT_ONCE + 5];
    for (int i = 0; i < pods.length; i++) {
      pods[i] = pod("p" + i, "u" + i, i + 1);
    }
    rig.list(POD, "9000", pods);
    rig.apply(new Input.ListBegin(POD, "v1", "Expired")).news();
    Input end = new Input.ListEnd(POD, "9999");

    // When
    boolean first = rig.ledger.apply(end, rig.now, rig.all::add);
    int inFirst = rig.news().size();
    boolean second = rig.ledger.apply(end, rig.now, rig.all::add);
    int inSecond = rig.news().size();
    boolean third = rig.ledger.apply(end, rig.now, rig.all::add);

    // Then
    assertThat(List.of(first, second, third)).containsExactly(false, false, true);
    assertThat(List.of(inFirst, inSecond)).containsOnly(ScopeLedger.DELETIONS_AT_ONCE);
    assertThat(rig.told()).hasSize(7).contains("GAP", "SNAPSHOT_END");
  }

  @Test
  void numbersWithoutHolesWhateverComes() {
    // Given
    Instant later = START.plusSeconds(30);
    rig.list(POD, "10", pod("a", "u1", 1))
        .apply(new Input.Blind(POD, "Unreachable"), new Input.Bookmark(POD, "11"))
        .change(ChangeType.MODIFIED, pod("a", "u1", 1))
        .change(ChangeType.MODIFIED, pod("a", "u1", 12));
    rig.tick();
    LedgerRig next = rig.restarted(later);
    next.list(POD, "20");
    next.tick();

    // Then
    List<Long> sequences = new ArrayList<>();
    rig.news().forEach(each -> sequences.add(each.event().getSequence()));
    next.news().forEach(each -> sequences.add(each.event().getSequence()));
    assertThat(sequences).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }
}
