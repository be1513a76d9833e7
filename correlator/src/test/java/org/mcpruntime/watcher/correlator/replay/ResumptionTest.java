package org.mcpruntime.watcher.correlator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.ClusterScript.Written;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.MemoryStore;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.correlator.engine.ToyCheck;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** What a live engine says after it was given its memory from a log that does not reach back far enough. */
class ResumptionTest {

  private static final EngineSettings SETTINGS = ClusterScript.settings(ToyCheck.podSad());

  private final Thing cart = Thing.deployment("cart");
  private final Thing set = Thing.replicaSet("cart-5c9", cart);
  private final Thing pod = Thing.pod("cart-1").ownedBy(set);
  private final ClusterScript script =
      new ClusterScript("prod", SETTINGS).listed(cart, set).added(pod.sad());

  @Test
  void judgesNothingAndSaysWhyUntilEachKindHasBeenListed() {
    // Given
    script.passes(Duration.ofMinutes(5));
    long kept = nextOffset();
    script.passes(Duration.ofMinutes(5));
    int middle = script.log().size();
    // When
    script.modified(pod.running()).passes(Duration.ofMinutes(20));
    List<Written> before = goesOn(kept, middle);
    for (KindRef kind : ClusterScript.WATCHED) {
      script.relisted(kind, "again-" + kind.kind());
    }
    script.passes(Duration.ofMinutes(20));
    List<Written> after = goesOn(kept, middle);
    // Then
    assertThat(incidents(before)).isEmpty();
    assertThat(statuses(before)).isNotEmpty().allSatisfy(status -> {
      assertThat(status.getKindsSeen()).isZero();
      assertThat(status.getBlind())
          .allMatch(blind -> blind.getReason().equals("NoListInLog"))
          .hasSize(ClusterScript.WATCHED.size());
    });
    assertThat(incidents(after))
        .singleElement()
        .extracting(Incident::getCloseReason)
        .isEqualTo("RECOVERED");
  }

  @Test
  void knowsEverythingWhereTheLogBeginsWithTheFirstRecord() {
    // Given
    script.passes(Duration.ofMinutes(5));
    int middle = script.log().size();
    // When
    script.modified(pod.running()).passes(Duration.ofMinutes(20));
    // Then
    assertThat(incidents(goesOn(0, middle)))
        .isEqualTo(incidents(script.written()).subList(1, 2));
  }

  @Test
  void leavesOpenWhatIsAnchoredAtAKindThatCannotBeSeenAnyMore() {
    // Given
    script.passes(Duration.ofMinutes(5)).blind(Kinds.DEPLOYMENT).passes(Duration.ofMinutes(5));
    long kept = nextOffset();
    script.passes(Duration.ofMinutes(5));
    int middle = script.log().size();
    // When: all other kinds are listed again
    for (KindRef kind : ClusterScript.WATCHED) {
      if (!kind.equals(Kinds.DEPLOYMENT)) {
        script.relisted(kind, "again-" + kind.kind());
      }
    }
    script.passes(Duration.ofHours(1));
    List<Written> written = goesOn(kept, middle);
    // Then
    assertThat(incidents(written)).isEmpty();
    List<WatcherStatus> statuses = statuses(written);
    assertThat(statuses.get(statuses.size() - 1).getBlind())
        .singleElement()
        .satisfies(blind -> assertThat(blind.getReason()).isEqualTo("Forbidden"));
    assertThat(statuses.get(statuses.size() - 1).getOpenIncidents()).isEqualTo(1);
  }

  @Test
  void closesWhatWasDeletedInRecordsThatNobodyRead() {
    // Given
    script.passes(Duration.ofMinutes(5));
    long told = script.now().toEpochMilli();
    script.passes(Duration.ofMinutes(5)).deleted(cart).deleted(set).deleted(pod);
    long kept = nextOffset();
    int middle = script.log().size();
    // When
    script.passes(Duration.ofMinutes(5));
    for (KindRef kind : ClusterScript.WATCHED) {
      script.relisted(kind, "again-" + kind.kind());
    }
    script.passes(Duration.ofMinutes(5));
    // Then
    assertThat(incidents(goesOn(new ScriptHistory(script, kept, told), told, middle)))
        .singleElement()
        .extracting(Incident::getCloseReason)
        .isEqualTo("SUBJECT_DELETED");
  }

  private long nextOffset() {
    return script.log().get(script.log().size() - 1).offset() + 1;
  }

  /** What is written from a record on by an engine that is given its memory from the log before. */
  private List<Written> goesOn(long kept, int middle) {
    return goesOn(
        new ScriptHistory(script, kept, script.log().get(middle - 1).timestamp()),
        script.log().get(middle - 1).timestamp(),
        middle);
  }

  private List<Written> goesOn(ScriptHistory history, long time, int middle) {
    Map<StoreName, Store> stores = new EnumMap<>(StoreName.class);
    for (StoreName name : StoreName.values()) {
      stores.put(name, new MemoryStore());
    }
    Resumption resumption = new Resumption(history, SETTINGS, time, stores::get);
    int next = middle;
    for (LogRecord record : script.log()) {
      if (record.offset() < resumption.from() || record.offset() < history.beginOffset()) {
        continue;
      }
      if (record.offset() >= script.log().get(middle).offset() && resumption.hasBegun()) {
        break;
      }
      resumption.process(record);
      next = script.log().indexOf(record) + 1;
    }
    resumption.end();
    return ClusterScript.replay(
        new IncidentEngine(SETTINGS, stores::get),
        List.copyOf(script.log().subList(next, script.log().size())));
  }

  private static List<Incident> incidents(List<Written> written) {
    return written.stream()
        .map(Written::value)
        .filter(Incident.class::isInstance)
        .map(Incident.class::cast)
        .toList();
  }

  private static List<WatcherStatus> statuses(List<Written> written) {
    return written.stream()
        .filter(each -> each.key().equals("prod"))
        .map(each -> (WatcherStatus) each.value())
        .toList();
  }
}
