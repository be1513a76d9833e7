package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.ToyCheck.podSad;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** What lists say, what is known already, and what it costs. */
class SnapshotTest {

  private final ClusterScript cluster = ClusterScript.seen(podSad());

  @Test
  void dropsWhatACompleteListDidNotMention() {
    // Given
    cluster.added(pod("gone").sad()).added(pod("kept").sad()).until("02:01:00");
    assertThat(cluster.incidents()).hasSize(2);
    // When
    cluster.begin(Kinds.POD, "", "second").snapshot(pod("kept").sad());
    cluster.end(Kinds.POD, "", "second");
    // Then
    Incident closed = cluster.incident();
    assertThat(closed.getName()).isEqualTo("gone");
    assertThat(closed.getCloseReason()).isEqualTo("SUBJECT_DELETED");
    assertThat(cluster.stored(StoreName.FACTS).size()).isEqualTo(1);
  }

  @Test
  void mentionsByAChangeToo() {
    // Given
    cluster.added(pod("changed")).added(pod("equal")).until("02:01:00");
    // When
    cluster.begin(Kinds.POD, "", "second");
    cluster.modified(pod("changed").sad()).modified(pod("equal")).added(pod("new"));
    cluster.end(Kinds.POD, "", "second");
    // Then
    assertThat(cluster.stored(StoreName.FACTS).size()).isEqualTo(3);
  }

  @Test
  void remembersMentionsAcrossARestart() {
    // Given
    cluster.added(pod("gone")).added(pod("kept")).until("02:01:00");
    // When
    cluster.begin(Kinds.POD, "", "second").snapshot(pod("kept")).restart();
    cluster.end(Kinds.POD, "", "second");
    // Then
    assertThat(cluster.stored(StoreName.FACTS).size()).isEqualTo(1);
  }

  @Test
  void dropsOnlyWithinTheScopeOfTheList() {
    // Given
    cluster.added(pod("cart-1")).added(Thing.deployment("cart")).until("02:01:00");
    // When
    cluster.begin(Kinds.POD, "elsewhere", "a").end(Kinds.POD, "elsewhere", "a");
    // Then
    assertThat(cluster.stored(StoreName.FACTS).size()).isEqualTo(2);
    // When
    cluster.begin(Kinds.POD, "shop", "b").end(Kinds.POD, "shop", "b");
    // Then
    assertThat(cluster.stored(StoreName.FACTS).size()).isEqualTo(1);
  }

  @Test
  void dropsNothingForAListThatIsVoid() {
    // Given
    cluster.added(pod("cart-1")).until("02:01:00");
    // When
    cluster.begin(Kinds.POD, "", "void").begin(Kinds.POD, "", "next").snapshot(pod("cart-1"));
    cluster.end(Kinds.POD, "", "void");
    // Then
    assertThat(cluster.stored(StoreName.FACTS).size()).isEqualTo(1);
    // When
    cluster.end(Kinds.POD, "", "next").end(Kinds.POD, "", "never-begun");
    // Then
    assertThat(cluster.stored(StoreName.FACTS).size()).isEqualTo(1);
  }

  @Test
  void mentionsInTheNewestListWhenOneOfAllNamespacesWasGivenUp() {
    // Given
    cluster.added(pod("cart-1")).until("02:01:00").begin(Kinds.POD, "", "void");
    // When
    cluster.begin(Kinds.POD, "shop", "next").snapshot(pod("cart-1"));
    cluster.end(Kinds.POD, "shop", "next");
    // Then
    assertThat(cluster.stored(StoreName.FACTS).size()).isEqualTo(1);
  }

  @Test
  void skipsAKnownVersionUndecoded() {
    // Given
    cluster.added(pod("cart-1")).until("02:01:00");
    LogRecord known = cluster.log().stream()
        .filter(record -> record.stamp() != null)
        .findFirst()
        .orElseThrow();
    LogRecord restated = new LogRecord(
        known.topic(),
        known.partition(),
        10_000,
        cluster.now().toEpochMilli(),
        known.key(),
        new LogRecord.Stamp(
            "SNAPSHOT", "uid-pod-cart-1", Objects.requireNonNull(known.stamp()).resourceVersion()),
        () -> {
          throw new AssertionError("decoded");
        });
    // When
    ClusterScript.replay(cluster.engine(), List.of(restated));
    // Then
    assertThat(cluster.engine().counts().known()).isEqualTo(1);
  }

  @Test
  void writesAndEvaluatesNothingForEqualFacts() {
    // Given
    cluster.added(pod("cart-1"));
    byte[] before = cluster.stored(StoreName.FACTS).get("prod/core/Pod/shop/cart-1");
    long evaluations = cluster.engine().counts().evaluations();
    // When
    cluster.modified(pod("cart-1")).modified(pod("cart-1"));
    // Then
    assertThat(cluster.stored(StoreName.FACTS).get("prod/core/Pod/shop/cart-1")).isSameAs(before);
    assertThat(cluster.engine().counts().evaluations()).isEqualTo(evaluations);
    assertThat(cluster.engine().counts().unchanged()).isEqualTo(2);
  }

  @Test
  void takesAnotherUidForAnotherObject() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:02:00");
    cluster.incidents();
    // When
    cluster.added(pod("cart-1").uid("another"));
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("SUBJECT_DELETED");
    assertThat(cluster.stored(StoreName.FACTS).size()).isEqualTo(1);
  }

  @Test
  void startsWithNothingAfterAClusterWasForgotten() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:02:00").forget();
    cluster.news();
    // When
    cluster.at("02:03:00").listed(pod("cart-1").sad()).until("02:04:00");
    // Then
    assertThat(cluster.incident().getRevision()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoObjectAndChangesNothing() {
    // Given
    cluster.until("02:01:00");
    long offset = cluster.log().size();
    // When
    LogRecord broken = new LogRecord(
        "mcp.cluster.events",
        0,
        offset,
        cluster.now().plusSeconds(3).toEpochMilli(),
        "prod/core/Pod/shop/cart-1",
        null,
        () -> {
          throw new UnreadableRecordException("no Avro");
        });
    // Then
    assertThatThrownBy(() -> cluster.engine().process(broken, new ForbiddenSink()))
        .isInstanceOf(UnreadableRecordException.class);
    assertThat(new BinaryReader(
                Objects.requireNonNull(cluster.stored(StoreName.TIMES).get("prod/")))
            .number())
        .isEqualTo(cluster.now().toEpochMilli());
  }

  @Test
  void keepsAnObjectWhoseNewestVersionCannotBeRead() {
    // Given
    Thing one = pod("cart-1").sad();
    Thing other = pod("cart-2").sad();
    cluster.until("02:01:00").added(one).added(other).until("02:02:00");
    assertThat(cluster.incidents()).hasSize(2);
    // When
    cluster.unreadable(Operation.MODIFIED, one).until("02:03:00");
    cluster.begin(Kinds.POD, "", "hourly").snapshot(other);
    cluster.unreadable(Operation.SNAPSHOT, one).end(Kinds.POD, "", "hourly").until("02:20:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When it can be read again
    cluster.modified(one.running()).until("02:22:00");
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("RECOVERED");
  }

  @Test
  void keepsWhatIsSaidAtAnOwnerWithoutFactsWhileAPodCannotBeRead() {
    // Given
    Thing database =
        new Thing(new ObjectRef("example.org", "Database", "shop", "db"), "uid-db", null, "", "");
    Thing pod = pod("db-1").ownedBy(database).sad();
    cluster.until("02:01:00").added(pod).until("02:02:00");
    assertThat(cluster.incident().getName()).isEqualTo("db");
    // When
    cluster.unreadable(Operation.MODIFIED, pod).until("02:20:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When it can be read again
    cluster.modified(pod.running()).until("02:22:00");
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("RECOVERED");
  }

  @Test
  void leavesAListAsideOfWhichRecordsWereRemovedUnread() {
    // Given: a list has begun
    Thing pod = pod("cart-1").sad();
    cluster.until("02:01:00").added(pod).until("02:02:00");
    cluster.incidents();
    cluster.begin(Kinds.POD, "", "hourly");
    // When: only its end is there of what came then
    LogRecord begin = cluster.log().get(cluster.log().size() - 1);
    cluster.engine().lost("prod", begin.offset() + 1);
    cluster.end(Kinds.POD, "", "hourly").until("02:10:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.status().getBlind())
        .anyMatch(
            blind -> blind.getKind().equals("Pod") && blind.getReason().equals("NoListInLog"));
  }

  @Test
  void losesAnObjectThatWasReplacedByOneThatCannotBeRead() {
    // Given
    Thing one = pod("cart-1").sad();
    cluster.until("02:01:00").added(one).until("02:02:00");
    cluster.incidents();
    // When
    cluster.unreadable(Operation.ADDED, one.uid("another"));
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("SUBJECT_DELETED");
  }

  @Test
  void judgesNothingUntilEveryKindIsListedWhereTheLogBeginsLate() {
    // Given: nobody tells of the first lists any more
    cluster.until("02:01:00");
    int begin = cluster.log().size();
    cluster.added(pod("sad").sad()).until("02:05:00");
    for (KindRef kind : ClusterScript.WATCHED) {
      assertThat(seen(begin)).containsOnly(0);
      cluster
          .at(cluster.now().plusSeconds(1))
          .relisted(kind, "second-" + kind.kind())
          .tick();
    }
    // When
    Instant listed = cluster.now();
    cluster.until("02:10:00");
    // Then
    assertThat(seen(begin)).contains(ClusterScript.WATCHED.size());
    assertThat(from(begin))
        .extracting(ClusterScript.Written::value)
        .filteredOn(Incident.class::isInstance)
        .singleElement()
        .satisfies(incident ->
            assertThat(((Incident) incident).getOpenedAt()).isAfter(listed.plusSeconds(50)));
  }

  private List<ClusterScript.Written> from(int begin) {
    return ClusterScript.replay(
        Engines.fresh(podSad()), cluster.log().subList(begin, cluster.log().size()));
  }

  private List<Integer> seen(int begin) {
    return from(begin).stream()
        .filter(written -> written.key().equals("prod"))
        .map(ClusterScript.Written::value)
        .map(WatcherStatus.class::cast)
        .map(status -> Objects.requireNonNull(status).getKindsSeen())
        .toList();
  }

  private static final class ForbiddenSink implements Sink {
    @Override
    public void incident(Incident incident) {
      throw new AssertionError(incident);
    }

    @Override
    public void status(String cluster, String key, long timestamp, @Nullable WatcherStatus status) {
      throw new AssertionError(status);
    }
  }
}
