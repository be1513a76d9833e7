package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;
import static org.mcpruntime.watcher.correlator.engine.Thing.deployment;
import static org.mcpruntime.watcher.correlator.engine.Thing.pod;
import static org.mcpruntime.watcher.correlator.engine.ToyCheck.podSad;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.Provenance;
import org.mcpruntime.watcher.schemas.avro.ProvenanceRole;

/** One test for each arrow of the state diagram in {@link Life}. Hold is one minute, settle two. */
class LifeTest {

  private final ClusterScript cluster = ClusterScript.seen(podSad());

  @Test
  void opensAfterHold() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad());
    // When
    cluster.until("02:01:55");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("02:02:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getChange()).isEqualTo(IncidentChange.OPENED);
    assertThat(opened.getStatus()).isEqualTo(IncidentStatus.OPEN);
    assertThat(opened.getKey()).isEqualTo("prod/core/Pod/shop/cart-1#pod-sad");
    assertThat(opened.getId()).hasSize(16);
    assertThat(opened.getRevision()).isEqualTo(1);
    assertThat(opened.getFirstSeenAt()).isEqualTo(clock("02:01:00"));
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:02:00"));
    assertThat(opened.getUpdatedAt()).isEqualTo(clock("02:02:00"));
  }

  @Test
  void opensAtTheDueTimeWheneverTheNextRecordComes() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:01:58");
    // When
    cluster.at("02:02:03").tick();
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("02:02:00"));
  }

  @Test
  void opensAtOnceWithoutHold() {
    // Given
    ClusterScript impatient = ClusterScript.seen(podSad(finding ->
        ToyCheck.finding(finding.reason(), "", Duration.ZERO, Severity.INFO, "", 1, List.of())));
    // When
    impatient.until("02:01:00").added(pod("cart-1").sad());
    // Then
    assertThat(impatient.incident().getOpenedAt()).isEqualTo(clock("02:01:00"));
  }

  @Test
  void dropsPendingWhenOk() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad());
    // When
    cluster.until("02:01:50").modified(pod("cart-1").running()).until("02:10:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.stored(StoreName.LIVES).size()).isZero();
    assertThat(cluster.stored(StoreName.TIMERS).size()).isZero();
    assertThat(cluster.stored(StoreName.MEMBERS).size()).isZero();
    assertThat(cluster.stored(StoreName.SUBJECTS).size()).isZero();
  }

  @Test
  void dropsPendingWhenTheSubjectIsDeleted() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad());
    // When
    cluster.until("02:01:50").deleted(pod("cart-1")).until("02:10:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.stored(StoreName.LIVES).size()).isZero();
  }

  @Test
  void resolvesAfterSettle() {
    // Given
    Incident opened = open();
    // When
    cluster.until("02:05:00").modified(pod("cart-1").running()).until("02:06:55");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("02:07:00");
    // Then
    Incident resolved = cluster.incident();
    assertThat(resolved.getId()).isEqualTo(opened.getId());
    assertThat(resolved.getChange()).isEqualTo(IncidentChange.RESOLVED);
    assertThat(resolved.getStatus()).isEqualTo(IncidentStatus.RESOLVED);
    assertThat(resolved.getCloseReason()).isEqualTo("RECOVERED");
    assertThat(resolved.getRevision()).isEqualTo(2);
    assertThat(resolved.getResolvedAt()).isEqualTo(clock("02:07:00"));
    assertThat(resolved.getUpdatedAt()).isEqualTo(clock("02:07:00"));
    assertThat(resolved.getReason()).isEqualTo("Sad");
  }

  @Test
  void goesOnWhenItFailsWithinSettle() {
    // Given
    open();
    cluster.until("02:05:00").modified(pod("cart-1").running());
    // When
    cluster.until("02:06:00").modified(pod("cart-1").sad()).until("02:30:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.status().getOpenIncidents()).isEqualTo(1);
  }

  @Test
  void settleStartsAgainAfterItFailed() {
    // Given
    open();
    cluster.until("02:05:00").modified(pod("cart-1").running());
    cluster.until("02:06:00").modified(pod("cart-1").sad());
    // When
    cluster.until("02:07:00").modified(pod("cart-1").running()).until("02:20:00");
    // Then
    assertThat(cluster.incident().getResolvedAt()).isEqualTo(clock("02:09:00"));
  }

  @Test
  void closesAtOnceWhenTheSubjectIsDeleted() {
    // Given
    open();
    // When
    cluster.until("02:05:00").deleted(pod("cart-1"));
    // Then
    Incident resolved = cluster.incident();
    assertThat(resolved.getCloseReason()).isEqualTo("SUBJECT_DELETED");
    assertThat(resolved.getResolvedAt()).isEqualTo(clock("02:05:00"));
    // When
    cluster.until("02:30:00");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.stored(StoreName.LIVES).size()).isZero();
  }

  @Test
  void closesASettlingIncidentAtOnceWhenTheSubjectIsDeleted() {
    // Given
    open();
    cluster.until("02:05:00").modified(pod("cart-1").running());
    // When
    cluster.until("02:06:00").deleted(pod("cart-1"));
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("SUBJECT_DELETED");
  }

  @Test
  void reopensTheSameIdWithinFifteenMinutes() {
    // Given
    Incident opened = resolvedAt("02:07:00");
    // When
    cluster.until("02:21:00").modified(pod("cart-1").sad()).until("02:22:00");
    // Then
    Incident reopened = cluster.incident();
    assertThat(reopened.getId()).isEqualTo(opened.getId());
    assertThat(reopened.getChange()).isEqualTo(IncidentChange.REOPENED);
    assertThat(reopened.getStatus()).isEqualTo(IncidentStatus.OPEN);
    assertThat(reopened.getRevision()).isEqualTo(3);
    assertThat(reopened.getReopened()).isEqualTo(1);
    assertThat(reopened.getFlapping()).isFalse();
    assertThat(reopened.getOpenedAt()).isEqualTo(opened.getOpenedAt());
    assertThat(reopened.getFirstSeenAt()).isEqualTo(clock("02:21:00"));
    assertThat(reopened.getResolvedAt()).isNull();
    assertThat(reopened.getCloseReason()).isNull();
  }

  @Test
  void reopensWhenTheHoldEndsAfterFifteenMinutes() {
    // Given
    Incident opened = resolvedAt("02:07:00");
    // When
    cluster.until("02:21:55").modified(pod("cart-1").sad()).until("02:22:55");
    // Then
    assertThat(cluster.incident().getId()).isEqualTo(opened.getId());
  }

  @Test
  void isAnotherEpisodeAfterFifteenMinutes() {
    // Given
    Incident opened = resolvedAt("02:07:00");
    // When
    cluster.until("02:22:05").modified(pod("cart-1").sad()).until("02:24:00");
    // Then
    Incident second = cluster.incident();
    assertThat(second.getKey()).isEqualTo(opened.getKey());
    assertThat(second.getId()).isNotEqualTo(opened.getId());
    assertThat(second.getChange()).isEqualTo(IncidentChange.OPENED);
    assertThat(second.getRevision()).isEqualTo(1);
  }

  @Test
  void staysResolvedWhenItFailsForLessThanTheHold() {
    // Given
    Incident opened = resolvedAt("02:07:00");
    cluster.until("02:10:00").modified(pod("cart-1").sad());
    cluster.until("02:10:30").modified(pod("cart-1").running());
    // When
    cluster.until("02:21:00").modified(pod("cart-1").sad()).until("02:22:00");
    // Then
    assertThat(cluster.incident().getId()).isEqualTo(opened.getId());
  }

  @Test
  void forgetsAnEndedEpisodeWithAReturnThatWasDropped() {
    // Given
    resolvedAt("02:07:00");
    // When
    cluster.until("02:21:55").modified(pod("cart-1").sad());
    cluster.until("02:22:30").modified(pod("cart-1").running());
    // Then
    assertThat(cluster.incidents()).isEmpty();
    assertThat(cluster.stored(StoreName.LIVES).size()).isZero();
    assertThat(cluster.stored(StoreName.TIMERS).size()).isZero();
  }

  @Test
  void flapsFromTheSecondReopening() {
    // Given
    resolvedAt("02:07:00");
    cluster.until("02:10:00").modified(pod("cart-1").sad());
    cluster.until("02:12:00").modified(pod("cart-1").running());
    cluster.until("02:15:00");
    assertThat(cluster.incidents())
        .extracting(Incident::getChange)
        .containsExactly(IncidentChange.REOPENED, IncidentChange.RESOLVED);
    // When
    cluster.modified(pod("cart-1").sad()).until("02:16:00");
    // Then
    Incident flapping = cluster.incident();
    assertThat(flapping.getReopened()).isEqualTo(2);
    assertThat(flapping.getFlapping()).isTrue();
    // When
    cluster.modified(pod("cart-1").running()).until("02:45:55");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("02:46:00");
    // Then
    assertThat(cluster.incident().getResolvedAt()).isEqualTo(clock("02:46:00"));
  }

  @Test
  void pausesHoldWhileProgressing() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad());
    cluster.until("02:01:30").modified(pod("cart-1").phase("Pending", ""));
    cluster.until("02:05:00").modified(pod("cart-1").sad());
    // When
    cluster.until("02:06:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:05:30"));
    assertThat(opened.getFirstSeenAt()).isEqualTo(clock("02:01:00"));
  }

  @Test
  void pausesSettleWhileACheckCannotSee() {
    // Given
    open();
    cluster.until("02:05:00").modified(pod("cart-1").running());
    cluster.until("02:06:00").modified(pod("cart-1").phase("Unknown", ""));
    cluster.until("02:20:00").modified(pod("cart-1").running());
    // When
    cluster.until("02:25:00");
    // Then
    assertThat(cluster.incident().getResolvedAt()).isEqualTo(clock("02:21:00"));
  }

  @Test
  void startsAnewWhenUndecidedForOneHorizon() {
    // Given
    cluster.until("02:01:00").added(pod("cart-1").sad());
    cluster.until("02:01:50").modified(pod("cart-1").phase("Pending", ""));
    // When
    cluster.until("04:05:00").modified(pod("cart-1").sad()).until("04:05:55");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("04:06:00");
    // Then
    Incident opened = cluster.incident();
    assertThat(opened.getOpenedAt()).isEqualTo(clock("04:06:00"));
    assertThat(opened.getFirstSeenAt()).isEqualTo(clock("04:05:00"));
  }

  @Test
  void countsWhatIsWithinTheLastHorizon() {
    // Given: fifty seconds of failing, of which twenty are within the horizon when it fails again.
    cluster.until("02:01:00").added(pod("cart-1").sad());
    cluster.until("02:01:50").modified(pod("cart-1").phase("Pending", ""));
    // When: what leaves the horizon counts against what is added.
    cluster.until("04:01:30").modified(pod("cart-1").sad()).until("04:02:25");
    // Then
    assertThat(cluster.incidents()).isEmpty();
    // When
    cluster.until("04:02:30");
    // Then
    assertThat(cluster.incident().getOpenedAt()).isEqualTo(clock("04:02:30"));
  }

  @Test
  void namesTheRecordSinceWhichItWasOverWithoutABreak() {
    // Given
    open();
    cluster.until("02:05:00").modified(pod("cart-1").running());
    cluster.until("02:06:00").modified(pod("cart-1").phase("Unknown", ""));
    cluster.until("02:07:00").modified(pod("cart-1").running());
    // When
    cluster.until("02:08:00");
    // Then
    assertThat(closing(cluster.incident())).containsExactly(clock("02:07:00"), clock("02:08:00"));
  }

  @Test
  void namesTheTickThatShowedAgainThatItWasOver() {
    // Given
    open();
    cluster.until("02:05:00").modified(pod("cart-1").running());
    cluster.until("02:06:00").blind(Kinds.POD);
    cluster.until("02:10:00").synced(Kinds.POD);
    // When
    cluster.until("02:11:05");
    // Then
    assertThat(closing(cluster.incident())).containsExactly(clock("02:10:05"), clock("02:11:05"));
  }

  private static List<Instant> closing(Incident resolved) {
    return resolved.getProvenance().stream()
        .filter(each -> each.getRole() == ProvenanceRole.CLOSED)
        .map(Provenance::getObservedAt)
        .toList();
  }

  @Test
  void restartsAPendingHoldWhenItsTokenChanges() {
    // Given
    ClusterScript rolling = ClusterScript.seen(podSad(finding ->
        ToyCheck.finding("Sad", "", ToyCheck.HOLD, Severity.INFO, finding.reason(), 1, List.of())));
    rolling.until("02:01:00").added(pod("cart-1").phase("Failed", "1/3"));
    // When
    rolling.until("02:01:40").modified(pod("cart-1").phase("Failed", "2/3"));
    rolling.until("02:03:00");
    // Then
    Incident opened = rolling.incident();
    assertThat(opened.getOpenedAt()).isEqualTo(clock("02:02:40"));
    assertThat(opened.getFirstSeenAt()).isEqualTo(clock("02:01:00"));
  }

  @Test
  void forgetsAnOnsetBeforeTheHorizonHoweverOftenTheHoldStartedAgain() {
    // Given
    ClusterScript rolling = ClusterScript.seen(podSad(finding ->
        ToyCheck.finding("Sad", "", ToyCheck.HOLD, Severity.INFO, finding.reason(), 1, List.of())));
    rolling.until("02:01:00");
    // When
    for (int round = 0; round < 160; round++) {
      rolling.modified(pod("cart-1").phase("Failed", "token-" + round));
      rolling.passes(Duration.ofSeconds(50));
    }
    rolling.passes(Duration.ofSeconds(10));
    // Then
    assertThat(rolling.incident().getFirstSeenAt()).isNull();
  }

  @Test
  void isAnotherEpisodeWhenTheReturnStaysUndecidedForAHorizon() {
    // Given: it fails again within 15 minutes, and is moving until a horizon after the end.
    Incident opened = resolvedAt("02:07:00");
    cluster.until("02:20:00").modified(pod("cart-1").sad());
    cluster.until("02:20:30").modified(pod("cart-1").phase("Pending", ""));
    cluster.until("04:10:00");
    // When
    cluster.modified(pod("cart-1").sad()).until("04:12:00");
    // Then
    Incident second = cluster.incident();
    assertThat(second.getChange()).isEqualTo(IncidentChange.OPENED);
    assertThat(second.getId()).isNotEqualTo(opened.getId());
  }

  @Test
  void takesTheHoldOfTheNewestFinding() {
    // Given
    ClusterScript learning = ClusterScript.seen(podSad(finding -> ToyCheck.finding(
        finding.reason(),
        "",
        finding.reason().equals("Terminal") ? Duration.ofSeconds(30) : Duration.ofMinutes(3),
        Severity.INFO,
        "",
        1,
        List.of())));
    learning.until("02:01:00").added(pod("cart-1").phase("Failed", "NoIdea"));
    // When
    learning.until("02:01:20").modified(pod("cart-1").phase("Failed", "Terminal"));
    learning.until("02:03:00");
    // Then
    assertThat(learning.incident().getOpenedAt()).isEqualTo(clock("02:01:30"));
  }

  @Test
  void supersedesWhenMembersBelongToAnotherWorkload() {
    // Given
    open();
    // When
    cluster.until("02:05:00").added(deployment("cart"));
    cluster.modified(pod("cart-1").ownedBy(deployment("cart")).sad());
    // Then
    Incident closed = cluster.incident();
    assertThat(closed.getCloseReason()).isEqualTo("SUPERSEDED");
    assertThat(closed.getKey()).isEqualTo("prod/core/Pod/shop/cart-1#pod-sad");
    // When
    cluster.until("02:06:00");
    // Then
    assertThat(cluster.incident().getKey()).isEqualTo("prod/apps/Deployment/shop/cart#pod-sad");
  }

  /** Whoever reads one horizon of the log does not know to what a pod belonged that nobody has seen for longer. */
  @ParameterizedTest
  @CsvSource({"04:01:00, SUPERSEDED, 04:01:00", "04:03:00, RECOVERED, 04:05:00"})
  void supersedesOnlyWhatWasSeenWithinOneHorizon(String seen, String reason, String closed) {
    // Given
    open();
    cluster.until("02:02:00").blind(Kinds.POD).tick();
    // When
    cluster.until(seen).added(deployment("cart"));
    cluster.modified(pod("cart-1").ownedBy(deployment("cart")).sad());
    cluster.synced(Kinds.POD).tick().until("04:10:00");
    // Then
    assertThat(cluster.incidents())
        .filteredOn(incident -> incident.getKey().equals("prod/core/Pod/shop/cart-1#pod-sad"))
        .singleElement()
        .satisfies(incident -> {
          assertThat(incident.getCloseReason()).isEqualTo(reason);
          assertThat(incident.getUpdatedAt()).isEqualTo(clock(closed));
        });
  }

  @Test
  void closesWhenTheCheckIsRemoved() {
    // Given
    open();
    // When
    cluster.restart(ClusterScript.settings()).until("02:05:00");
    // Then
    assertThat(cluster.incident().getCloseReason()).isEqualTo("CHECK_REMOVED");
    assertThat(cluster.stored(StoreName.MEMBERS).size()).isZero();
    assertThat(cluster.stored(StoreName.SUBJECTS).size()).isZero();
  }

  @Test
  void closesWhenTheClusterIsForgotten() {
    // Given
    open();
    // When
    cluster.until("02:05:00").forget();
    // Then
    List<ClusterScript.Written> news = cluster.news();
    ClusterScript.Written last = news.get(news.size() - 1);
    assertThat(last.key()).isEqualTo("prod");
    assertThat(last.value()).isNull();
    Incident closed = news.stream()
        .map(ClusterScript.Written::value)
        .filter(Incident.class::isInstance)
        .map(Incident.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
    assertThat(closed.getCloseReason()).isEqualTo("FORGOTTEN");
    for (StoreName name : StoreName.values()) {
      assertThat(cluster.stored(name).size()).as(name.text()).isZero();
    }
  }

  private Incident open() {
    cluster.until("02:01:00").added(pod("cart-1").sad()).until("02:02:00");
    return cluster.incident();
  }

  private Incident resolvedAt(String time) {
    Incident opened = open();
    cluster
        .until(clock(time).minus(ToyCheck.SETTLE))
        .modified(pod("cart-1").running())
        .until(time);
    assertThat(cluster.incident().getChange()).isEqualTo(IncidentChange.RESOLVED);
    return opened;
  }
}
