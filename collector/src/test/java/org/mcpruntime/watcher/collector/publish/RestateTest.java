package org.mcpruntime.watcher.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.EVENT;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.POD;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.START;
import static org.mcpruntime.watcher.collector.publish.LedgerRig.pod;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.kind.Errand;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.collector.kind.Input.ChangeType;
import org.mcpruntime.watcher.collector.kind.ObjectName;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/** The periodic list: it restates, never changes, and finds what the watch was not told. */
final class RestateTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private LedgerRig rig = new LedgerRig();

  /** Two pods, a busy hour, and a list that is due. */
  @BeforeEach
  void listOnce() {
    rig.list(POD, "10", pod("a", "u1", 1), pod("b", "u2", 2));
    for (int i = 0; i < 20; i++) {
      rig.change(ChangeType.MODIFIED, pod("a", "u1", 11 + i));
    }
    rig.after(HOUR);
    order();
  }

  @Test
  void restatesWhatItKnowsIntoTheLogOnly() {
    // When
    begin(1);
    page(1, pod("a", "u1", 30), pod("b", "u2", 2));
    List<String> listed = rig.told();
    listedAll(1);
    bookmarks(2);

    // Then
    assertThat(listed)
        .containsExactly(
            "SNAPSHOT_BEGIN", "SNAPSHOT LIST a@30 UNTOUCHED", "SNAPSHOT LIST b@2 UNTOUCHED");
    Outgoing.Event end = rig.news().get(0);
    assertThat(end.event().getOperation()).isEqualTo(Operation.SNAPSHOT_END);
    assertThat(end.event().getObjectCount()).isEqualTo(2);
    assertThat(errands()).isEmpty();
    assertThat(rig.ledger.positions()).containsEntry(POD, "1002");
    assertThat(rig.coverage(POD).getState()).isEqualTo(CoverageState.SYNCED);
  }

  @Test
  void movesTheBaseOffsetAtItsEndOnly() {
    // Given
    rig.list(EVENT, "11");
    Long before = rig.tick().getBaseOffset();

    // When
    begin(1);
    page(1, pod("a", "u1", 30), pod("b", "u2", 2));
    Long during = rig.tick().getBaseOffset();
    listedAll(1);
    bookmarks(2);

    // Then: from the begin of the first list to that of the Events
    assertThat(before).isEqualTo(100);
    assertThat(during).isEqualTo(100);
    assertThat(rig.tick().getBaseOffset()).isEqualTo(101);
  }

  @Test
  void leavesDifferencesToTheWatch() {
    // Given
    begin(1);

    // When: the list is ahead of the watch, which then tells the same
    page(1, pod("a", "u1", 40), pod("c", "u3", 41));
    listedAll(1);
    List<String> listed = rig.told();
    rig.change(ChangeType.MODIFIED, pod("a", "u1", 40));
    rig.change(ChangeType.ADDED, pod("c", "u3", 41));
    rig.change(ChangeType.DELETED, pod("b", "u2", 42));
    bookmarks(2);

    // Then
    assertThat(listed).containsExactly("SNAPSHOT_BEGIN");
    assertThat(rig.told())
        .containsExactly(
            "MODIFIED WATCH a@40 PUT",
            "ADDED WATCH c@41 PUT",
            "DELETED WATCH b@42 REMOVE",
            "SNAPSHOT_END");
    assertThat(errands()).isEmpty();
  }

  @Test
  void raisesNoGhostOfAnObjectDeletedWhileItIsListed() {
    // Given
    begin(1);

    // When: the list still shows what the watch has told as deleted
    rig.change(ChangeType.DELETED, pod("b", "u2", 31));
    rig.news();
    page(1, pod("a", "u1", 30), pod("b", "u2", 2));
    listedAll(1);
    bookmarks(2);

    // Then
    assertThat(rig.told()).containsExactly("SNAPSHOT LIST a@30 UNTOUCHED", "SNAPSHOT_END");
    assertThat(errands()).isEmpty();
  }

  @Test
  void tellsNoOlderVersionAfterANewerOne() {
    // Given
    begin(1);

    // When: the list is behind the watch
    rig.change(ChangeType.MODIFIED, pod("a", "u1", 31));
    rig.news();
    page(1, pod("a", "u1", 30), pod("b", "u2", 2));
    listedAll(1);
    bookmarks(2);

    // Then
    assertThat(rig.told()).containsExactly("SNAPSHOT LIST b@2 UNTOUCHED", "SNAPSHOT_END");
  }

  @Test
  void readsByNameWhatNobodyMentioned() {
    // Given: objects moved between pages, so the list shows neither
    begin(1);
    page(1);
    listedAll(1);
    bookmarks(1);
    assertThat(errands()).isEmpty();

    // When
    bookmarks(1);
    List<Errand> errands = errands();
    rig.news();
    read(1, "a", pod("a", "u1", 30));
    read(1, "b", pod("b", "u2", 2));

    // Then
    assertThat(errands).hasSize(1);
    assertThat(((Errand.Read) errands.get(0)).names())
        .containsExactlyInAnyOrder(new ObjectName("shop", "a"), new ObjectName("shop", "b"));
    assertThat(rig.told())
        .containsExactly(
            "SNAPSHOT LIST a@30 UNTOUCHED", "SNAPSHOT LIST b@2 UNTOUCHED", "SNAPSHOT_END");
  }

  @Test
  void repairsWhatTheWatchWasNeverTold() {
    // Given: a changed, b deleted, c added, and d replaced, none of it watched
    begin(1);
    rig.change(ChangeType.ADDED, pod("d", "u4", 31));
    rig.news();
    page(1, pod("a", "u1", 40), pod("c", "u3", 41), pod("d", "u4", 31));
    listedAll(1);
    bookmarks(2);
    errands();

    // When
    read(1, "a", pod("a", "u1", 40));
    read(1, "b", null);
    read(1, "c", pod("c", "u3", 41));
    bookmarks(1);
    List<String> held = rig.told();
    bookmarks(1);

    // Then
    assertThat(held).isEmpty();
    List<Outgoing.Event> news = rig.news();
    assertThat(news.stream().map(LedgerRig::text))
        .containsExactlyInAnyOrder(
            "MODIFIED REPAIR a@40 PUT",
            "DELETED REPAIR b@2 REMOVE",
            "ADDED REPAIR c@41 PUT",
            "SNAPSHOT_END");
    assertThat(news.get(3).event().getObjectCount()).isEqualTo(3);
    KindStatus pods = rig.status(POD);
    assertThat(pods.counts().repairs()).isEqualTo(3);
    assertThat(pods.lastSnapshotAt()).isEqualTo(START.plus(HOUR));
  }

  @Test
  void repairsAReplacedObjectAsDeletionAndAddition() {
    // Given
    begin(1);
    page(1, pod("a", "u1", 30), pod("b", "u9", 41));
    listedAll(1);
    bookmarks(2);
    rig.news();

    // When
    read(1, "b", pod("b", "u9", 41));
    bookmarks(2);

    // Then
    assertThat(rig.told())
        .containsExactly("DELETED REPAIR b@2 REMOVE", "ADDED REPAIR b@41 PUT", "SNAPSHOT_END");
  }

  @Test
  void dropsAnAnswerThatTheWatchTellsAfterAll() {
    // Given: the reading by name was ahead of a slow watch
    begin(1);
    page(1, pod("b", "u2", 2));
    listedAll(1);
    bookmarks(2);
    read(1, "a", pod("a", "u1", 45));
    rig.news();

    // When
    rig.change(ChangeType.MODIFIED, pod("a", "u1", 44));
    rig.change(ChangeType.MODIFIED, pod("a", "u1", 45));
    bookmarks(2);

    // Then
    assertThat(rig.told())
        .containsExactly("MODIFIED WATCH a@44 PUT", "MODIFIED WATCH a@45 PUT", "SNAPSHOT_END");
  }

  @Test
  void ignoresAnAnswerAboutWhatTheWatchHasMentionedSince() {
    // Given
    begin(1);
    page(1, pod("b", "u2", 2));
    listedAll(1);
    bookmarks(2);
    rig.change(ChangeType.MODIFIED, pod("a", "u1", 44));
    rig.news();

    // When: the answer is older than what the watch has told
    read(1, "a", pod("a", "u1", 43));
    bookmarks(2);

    // Then
    assertThat(rig.told()).containsExactly("SNAPSHOT_END");
  }

  @Test
  void isVoidWhenAPageFails() {
    // Given
    begin(1);
    page(1, pod("a", "u1", 30));

    // When
    rig.apply(new Input.RestateFailed(POD, 1, "Unreachable"));
    bookmarks(4);
    rig.news();

    // Then: what is still under way is not listened to, and the next one waits
    page(1, pod("b", "u2", 2));
    listedAll(1);
    bookmarks(2);
    assertThat(rig.told()).isEmpty();
    rig.tick();
    assertThat(errands()).isEmpty();
    rig.after(Duration.ofMinutes(5)).tick();
    assertThat(errands()).containsExactly(new Errand.Restate(POD, 2));
  }

  @Test
  void isVoidWhenTheKindIsListedAnew() {
    // Given
    begin(1);
    page(1, pod("a", "u1", 30));

    // When
    rig.list(POD, "2000", pod("a", "u1", 30), pod("b", "u2", 2)).news();
    page(1, pod("b", "u2", 2));
    listedAll(1);
    bookmarks(4);

    // Then
    assertThat(rig.told()).isEmpty();
  }

  @Test
  void isVoidWhenTheKindGoesBlind() {
    // Given
    begin(1);
    page(1, pod("a", "u1", 30), pod("b", "u2", 2));
    listedAll(1);

    // When
    rig.apply(new Input.Blind(POD, "Unreachable"), new Input.WatchOpened(POD, "v1"));
    rig.news();
    bookmarks(4);

    // Then
    assertThat(rig.told()).isEmpty();
  }

  @Test
  void listsFromScratchWhenTooMuchDiffers() {
    // Given
    RedactedObject[] many = new RedactedObject[Restate.MOST_DIFFERENCES + 1];
    for (int i = 0; i < many.length; i++) {
      many[i] = pod("p" + i, "v" + i, 5000 + i);
    }
    begin(1);
    page(1, many);
    listedAll(1);

    // When
    bookmarks(2);

    // Then
    assertThat(errands()).containsExactly(new Errand.Relist(POD, "Diverged"));
    assertThat(rig.told()).doesNotContain("SNAPSHOT_END");
  }

  @Test
  void readsManyNamesInBatches() {
    // Given
    RedactedObject[] many = new RedactedObject[Restate.BATCH + 3];
    for (int i = 0; i < many.length; i++) {
      many[i] = pod("p" + i, "v" + i, 5000 + i);
    }
    begin(1);
    page(1, pod("a", "u1", 30), pod("b", "u2", 2));
    page(1, many);
    listedAll(1);
    bookmarks(2);
    rig.news();

    // When
    Errand.Read first = (Errand.Read) errands().get(0);
    first.names().forEach(name -> read(1, name.name(), null));
    Errand.Read second = (Errand.Read) errands().get(0);
    second.names().forEach(name -> read(1, name.name(), null));

    // Then
    assertThat(first.names()).hasSize(Restate.BATCH);
    assertThat(second.names()).hasSize(3).doesNotContainAnyElementsOf(first.names());
    assertThat(rig.told()).containsExactly("SNAPSHOT_END");
  }

  @Test
  void waitsLongerWhereRestatesWouldFillTheLog() {
    // Given: large pods that do not change
    rig = new LedgerRig();
    RedactedObject[] many = new RedactedObject[1000];
    for (int i = 0; i < many.length; i++) {
      many[i] = pod("p" + i, "v" + i, 5 + i);
    }
    rig.list(POD, "9000", many);

    // When
    rig.after(HOUR.multipliedBy(11)).tick();
    List<Errand> early = errands();
    rig.after(HOUR).tick();

    // Then
    assertThat(early).isEmpty();
    assertThat(errands()).containsExactly(new Errand.Restate(POD, 1));
  }

  @Test
  void isDueAcrossRestarts() {
    // Given
    begin(1);
    page(1, pod("a", "u1", 30), pod("b", "u2", 2));
    listedAll(1);
    bookmarks(2);
    for (int i = 0; i < 20; i++) {
      rig.change(ChangeType.MODIFIED, pod("b", "u2", 2001 + i));
    }

    // When
    LedgerRig next = rig.restarted(START.plus(HOUR).plusSeconds(3599));
    next.apply(new Input.Bookmark(POD, "3000"));
    next.tick();
    List<Errand> early = next.ledger.errands();
    next.after(Duration.ofSeconds(1)).tick();

    // Then
    assertThat(early).isEmpty();
    assertThat(next.ledger.errands()).containsExactly(new Errand.Restate(POD, 1));
    CollectorState entry = next.state(POD);
    assertThat(entry.getSnapshotAt()).isEqualTo(START.plus(HOUR));
  }

  @Test
  void countsMinutesOfAnOpenWatchWhereThereAreNoBookmarks() {
    // Given
    rig.list(EVENT, "11").after(HOUR.multipliedBy(13)).tick();
    errands();
    rig.apply(new Input.RestateBegin(EVENT, 2), new Input.RestateListed(EVENT, 2));
    rig.news();

    // When
    rig.apply(new Input.WatchHeld(EVENT));
    List<String> once = rig.told();
    rig.apply(new Input.WatchHeld(EVENT));

    // Then
    assertThat(once).isEmpty();
    assertThat(rig.told()).containsExactly("SNAPSHOT_END");
  }

  private void order() {
    rig.tick();
    assertThat(errands()).containsExactly(new Errand.Restate(POD, 1));
    rig.news();
  }

  private void begin(long restate) {
    rig.apply(new Input.RestateBegin(POD, restate));
  }

  private void page(long restate, RedactedObject... objects) {
    rig.apply(new Input.RestatePage(POD, restate, List.of(objects)));
  }

  private void listedAll(long restate) {
    rig.apply(new Input.RestateListed(POD, restate));
  }

  private void read(long restate, String name, @Nullable RedactedObject object) {
    rig.apply(new Input.RestateRead(POD, restate, new ObjectName("shop", name), object));
  }

  private void bookmarks(int count) {
    for (int i = 1; i <= count; i++) {
      rig.apply(new Input.Bookmark(POD, Integer.toString(1000 + i)));
    }
  }

  private List<Errand> errands() {
    return rig.ledger.errands();
  }
}
