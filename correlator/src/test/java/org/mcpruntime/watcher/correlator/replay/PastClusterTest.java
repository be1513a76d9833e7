package org.mcpruntime.watcher.correlator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.KindWatch;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;

class PastClusterTest {

  private static final Thing A = Thing.pod("a");
  private static final Thing B = Thing.pod("b");

  @Test
  void holdsWhatWasThereAtEachTime() {
    // Given
    ClusterScript script = ClusterScript.with().listed(A).until("02:01:00").modified(A.sad());
    script.until("02:02:00").added(B).until("02:03:00").deleted(A).until("02:04:00");
    // When
    PastCluster past = at(script, "02:00:30");
    // Then
    assertThat(phases(past)).containsExactly("a Running");
    assertThat(phases(past.moveTo(clock("02:01:00")))).containsExactly("a Failed");
    assertThat(phases(past.moveTo(clock("02:02:30")))).containsExactly("a Failed", "b Running");
    assertThat(phases(past.moveTo(clock("02:03:30")))).containsExactly("b Running");
    assertThat(past.objects()).isEqualTo(1);
  }

  @Test
  void dropsWhatACompleteListDoesNotMention() {
    // Given
    ClusterScript script = ClusterScript.with().listed(A, B).until("02:01:00");
    script.begin(Kinds.POD, "", "second").snapshot(B).at("02:01:10");
    script.end(Kinds.POD, "", "second").until("02:02:00");
    // Then
    assertThat(phases(at(script, "02:01:05"))).containsExactly("a Running", "b Running");
    assertThat(phases(at(script, "02:01:30"))).containsExactly("b Running");
  }

  @Test
  void dropsNothingForAListWithoutItsEnd() {
    // Given
    ClusterScript script = ClusterScript.with().listed(A, B).until("02:01:00");
    script.begin(Kinds.POD, "", "void").snapshot(B).until("02:02:00");
    // Then
    assertThat(phases(at(script, "02:02:00"))).containsExactly("a Running", "b Running");
  }

  @Test
  void tellsTheSameFromTheNewestCompleteListAsFromTheBeginning() {
    // Given
    ClusterScript script = ClusterScript.with().listed(A, B).until("02:01:00").modified(A.sad());
    ClusterScript.WATCHED.forEach(kind -> script.relisted(kind, "again " + kind.kind()));
    script.tick().until("02:05:00");
    ScriptHistory history = new ScriptHistory(script);
    // When
    Start late = Start.of(history, millis("02:05:00"), 0).orElseThrow();
    PastCluster short1 = new PastCluster(history, late, Progress.NONE);
    PastCluster long1 = at(script, "02:00:00");
    // Then
    assertThat(late.offset()).isGreaterThan(script.log().get(0).offset());
    assertThat(short1.moveTo(clock("02:05:00")).facts())
        .isEqualTo(long1.moveTo(clock("02:05:00")).facts());
    assertThat(short1.coverage().records()).isLessThan(long1.coverage().records());
  }

  @Test
  void knowsWhatWasBlindAndWhy() {
    // Given
    ClusterScript script = ClusterScript.with().listed(A).until("02:01:00");
    script.blind(Kinds.POD).notLookedAt(Kinds.DEPLOYMENT).until("02:02:00");
    // When
    PastCluster before = at(script, "02:00:30");
    PastCluster then = at(script, "02:01:30");
    // Then
    assertThat(before.sights()).containsEntry(Kinds.POD, Sight.SEEN);
    assertThat(then.sights())
        .containsEntry(Kinds.POD, Sight.blind("Forbidden"))
        .containsEntry(Kinds.REPLICA_SET, Sight.SEEN)
        .doesNotContainKey(Kinds.DEPLOYMENT);
    assertThat(then.coverage().tickAt()).isEqualTo(clock("02:01:30"));
  }

  @Test
  void seesNothingWhileNobodyLooked() {
    // Given a collector that is away from 02:01 to 02:11 and then makes progress with Pods only
    ClusterScript script = ClusterScript.with().listed(A).until("02:01:00");
    script.stalled(Kinds.DEPLOYMENT, "02:00:50").at("02:11:00").tick().until("02:12:00");
    // Then
    assertThat(at(script, "02:01:15").sights()).containsEntry(Kinds.POD, Sight.SEEN);
    assertThat(at(script, "02:01:16").sights().values())
        .containsOnly(Sight.blind(PastCluster.SILENT));
    assertThat(at(script, "02:11:30").sights())
        .containsEntry(Kinds.POD, Sight.SEEN)
        .containsEntry(Kinds.DEPLOYMENT, Sight.blind(KindWatch.NO_PROGRESS));
  }

  @Test
  void progressJustBeforeAPauseDoesNotBridgeIt() {
    // Given: a bookmark came three seconds after the last TICK, then the machine stood still
    ClusterScript script = ClusterScript.with().listed(A).until("02:01:30");
    script.stalled(Kinds.POD, "02:01:33").at("02:31:34").tick().until("02:33:00");
    // Then
    assertThat(at(script, "02:32:00").sights())
        .containsEntry(Kinds.POD, Sight.blind(KindWatch.NO_PROGRESS))
        .containsEntry(Kinds.DEPLOYMENT, Sight.SEEN);
  }

  @Test
  void takesFromTheTicksHowLongSilenceMayLast() {
    // Given
    ClusterScript script =
        ClusterScript.with().listed(A).ticking(Duration.ofSeconds(30)).tick();
    script.until("02:05:00");
    // Then
    assertThat(at(script, "02:04:59").sights()).containsEntry(Kinds.POD, Sight.SEEN);
    assertThat(at(script, "02:06:30").sights()).containsEntry(Kinds.POD, Sight.SEEN);
    assertThat(at(script, "02:06:31").sights().values())
        .containsOnly(Sight.blind(PastCluster.SILENT));
  }

  @Test
  void leavesAsideWhatCannotBeRead() {
    // Given
    ClusterScript script = ClusterScript.with().listed(A).until("02:01:00");
    LogRecord last = script.log().get(script.log().size() - 1);
    script
        .log()
        .add(new LogRecord(
            last.topic(),
            0,
            last.offset() + 1,
            last.timestamp(),
            "prod/core/Pod/shop/c",
            null,
            () -> {
              throw new UnreadableRecordException("no Avro");
            }));
    // When
    PastCluster past = at(script, "02:01:00");
    // Then
    assertThat(phases(past)).containsExactly("a Running");
    assertThat(past.coverage().unreadable()).isEqualTo(1);
    assertThat(past.coverage().examples())
        .containsExactly("offset " + (last.offset() + 1) + ": no Avro");
  }

  @Test
  void leavesAsideAnObjectThatIsNotTheOneOfItsKey() {
    // Given
    ClusterScript script = ClusterScript.with().listed(A).until("02:01:00").modified(A.sad());
    LogRecord last = script.log().remove(script.log().size() - 1);
    script
        .log()
        .add(new LogRecord(
            last.topic(),
            0,
            last.offset(),
            last.timestamp(),
            "prod/core/Pod/shop/c",
            null,
            last.body()));
    // When
    PastCluster past = at(script, "02:01:00");
    // Then
    assertThat(phases(past)).containsExactly("a Running");
    assertThat(past.coverage().examples())
        .containsExactly(
            "offset " + last.offset() + ": the object is not the one that its key names");
  }

  @Test
  void knowsNothingBeforeTheLogBegins() {
    // Given
    ClusterScript script = ClusterScript.with().listed(A).until("02:01:00");
    // When
    PastCluster past = at(script, "01:59:59");
    // Then
    assertThat(past.coverage().newest()).isNull();
    assertThat(past.next()).contains(clock("02:00:00"));
  }

  @Test
  void startsNoEarlierThanTheLogKeeps() {
    // Given a log whose first list is gone
    ClusterScript script = ClusterScript.with().listed(A).until("02:10:00");
    ClusterScript.WATCHED.forEach(kind -> script.relisted(kind, "again " + kind.kind()));
    script.until("02:20:00");
    ScriptHistory kept = new ScriptHistory(script, script.log().get(20).offset());
    // When
    Start start = Start.of(kept, millis("02:05:00"), 0).orElseThrow();
    // Then
    assertThat(start.trueFrom()).isEqualTo(millis("02:10:05"));
    assertThat(phases(new PastCluster(kept, start, Progress.NONE)
            .moveTo(Instant.ofEpochMilli(start.trueFrom()))))
        .containsExactly("a Running");
  }

  @Test
  void knowsNothingOfAClusterThatWasForgottenBeforeTheLogBegins() {
    // Given: another one came under its name
    ClusterScript script = ClusterScript.with().listed(A).until("02:10:00").forget();
    int second = script.log().size();
    script.at("02:20:00").listed(A).until("02:30:00");
    ScriptHistory kept = new ScriptHistory(script, script.log().get(second).offset());
    // Then
    assertThat(Start.of(kept, millis("02:05:00"), 0))
        .map(Start::trueFrom)
        .contains(millis("02:20:00"));
    assertThat(Start.of(new ScriptHistory(script), millis("01:00:00"), 0))
        .map(Start::trueFrom)
        .contains(millis("01:00:00"));
  }

  private static PastCluster at(ClusterScript script, String time) {
    ScriptHistory history = new ScriptHistory(script);
    return new PastCluster(history, Start.of(history, millis(time), 0).orElseThrow(), Progress.NONE)
        .moveTo(clock(time));
  }

  private static long millis(String time) {
    return clock(time).toEpochMilli();
  }

  private static List<String> phases(PastCluster past) {
    return past.facts().stream()
        .filter(PodFacts.class::isInstance)
        .map(PodFacts.class::cast)
        .map(pod -> pod.ref().name() + " " + pod.phase())
        .toList();
  }
}
