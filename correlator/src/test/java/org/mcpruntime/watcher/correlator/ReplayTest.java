package org.mcpruntime.watcher.correlator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.history.KafkaHistory;
import org.mcpruntime.watcher.correlator.replay.BackTest;
import org.mcpruntime.watcher.correlator.replay.Difference;
import org.mcpruntime.watcher.correlator.replay.Progress;
import org.mcpruntime.watcher.correlator.replay.Timeline;
import org.mcpruntime.watcher.correlator.replay.Verification;
import org.mcpruntime.watcher.correlator.replay.Verifier;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** What the service published of some simulated days is what a replay says; {@code ./campaign replay} makes it a week. */
class ReplayTest {

  private static final int DAYS = 2;
  private static final String BUILD = "test";

  @TempDir
  static Path directory;

  private static final TopicNames topics = TopicNames.withPrefix("mcp.");
  private static ReplayedWeek week;
  private static LocalLog log;
  private static Instant begin;
  private static Instant end;

  @BeforeAll
  static void live() throws Exception {
    week = ReplayedWeek.start(directory, DAYS, BUILD);
    log = week.log();
    begin = week.begin();
    end = week.end();
    week.evaluate(topics, 1);
  }

  @AfterAll
  static void stop() {
    week.close();
  }

  @Test
  void isIdenticalFromTheBeginning() {
    // When
    Verification verification = verify(topics, begin, end);
    // Then
    assertThat(verification.first()).isNull();
    assertThat(verification.identical()).isTrue();
    assertThat(verification.notCompared()).isEmpty();
    assertThat(verification.compared()).isEqualTo(incidents().size()).isGreaterThan(20L * DAYS);
    assertThat(verification.events()).isEqualTo(week.week().script().log().size());
  }

  @Test
  void isIdenticalWithFourThreads() throws Exception {
    // Given
    TopicNames others = TopicNames.withPrefix("four.");
    week.evaluate(others, 4);
    // When
    Verification verification = verify(others, begin, end);
    // Then
    assertThat(verification.first()).isNull();
    assertThat(verification.compared()).isEqualTo(incidents().size());
  }

  @Test
  void isIdenticalInTheMiddleAndReadsNoMoreThanItNeeds() {
    // Given
    Instant from = end.minus(Duration.ofHours(9));
    // When
    Verification verification = verify(topics, from, end.minus(Duration.ofHours(5)));
    // Then
    assertThat(verification.first()).isNull();
    assertThat(verification.compared()).isPositive();
    assertThat(verification.events()).isLessThan(week.week().script().log().size() / 2);
  }

  @Test
  void saysWhatTheCorrelatorHasNotReached() {
    // When
    Verification verification = verify(topics, end.minusSeconds(60), end.plusSeconds(60));
    // Then
    assertThat(verification.notCompared()).singleElement().satisfies(gap -> {
      assertThat(gap.from()).isEqualTo(end.toEpochMilli() + 1);
      assertThat(gap.why()).contains("not come so far");
    });
  }

  @Test
  void comparesNothingOfAnotherBuild() {
    // Given
    EngineSettings standard = settings();
    EngineSettings newer = new EngineSettings(
        standard.rules(),
        standard.factsVersion(),
        standard.horizon(),
        standard.runbookBase(),
        "newer");
    // When
    Verification verification;
    try (KafkaHistory history = KafkaHistory.open(topics, "prod", log.clients())) {
      verification = new Verifier(history, newer, Catalog.all())
          .verify(begin.toEpochMilli(), end.toEpochMilli(), Progress.NONE);
    }
    // Then
    assertThat(verification.compared()).isZero();
    assertThat(verification.notCompared())
        .singleElement()
        .extracting(Verification.Unverified::why)
        .isEqualTo("made by build test, this is newer");
  }

  @Test
  void showsTheFirstDifferenceWhenOneHoldIsChanged() {
    // Given
    Map<String, Duration> changed = new TreeMap<>(settings().rules().thresholds());
    changed.compute("pod-image-pull.settle", (key, settle) -> settle.plusSeconds(30));
    Rules rules = new Rules(Catalog.all(), changed);
    Incident recovered = published().stream()
        .filter(incident -> incident.getCheck().equals("pod-image-pull")
            && "RECOVERED".equals(incident.getCloseReason())
            && !incident.getFlapping())
        .findFirst()
        .orElseThrow();
    // When
    Verification verification;
    try (KafkaHistory history = KafkaHistory.open(topics, "prod", log.clients())) {
      verification = new Verifier(history, settings(), Catalog.all())
          .pretending(rules)
          .verify(begin.toEpochMilli(), end.toEpochMilli(), Progress.NONE);
    }
    // Then
    assertThat(verification.identical()).isFalse();
    Difference first = Objects.requireNonNull(verification.first());
    assertThat(first.published()).isEqualTo(recovered);
    assertThat(first.replayed()).isNull();
    assertThat(verification.differences()).isGreaterThan(1).isLessThan(verification.compared());
  }

  @Test
  void tellsAgainWhatWasTold() {
    // Given
    Instant from = week.week().changed().minus(Duration.ofHours(12));
    Instant to = week.week().changed().plus(Duration.ofHours(12));
    List<Incident> told = new ArrayList<>();
    // When
    Timeline.Played played;
    try (KafkaHistory history = KafkaHistory.open(topics, "prod", log.clients())) {
      played = new Timeline(history, settings())
          .playAsTold(
              Catalog.all(), from.toEpochMilli(), to.toEpochMilli(), told::add, Progress.NONE);
    }
    // Then: by the rules of each time
    assertThat(played.trueFrom()).isEqualTo(from.toEpochMilli());
    assertThat(played.otherRules()).isEmpty();
    assertThat(told)
        .isNotEmpty()
        .isEqualTo(published().stream()
            .filter(incident -> !incident.getUpdatedAt().isBefore(from)
                && !incident.getUpdatedAt().isAfter(to))
            .toList());
  }

  @Test
  void leavesNoTrace() throws Exception {
    // Given
    Map<String, Long> before = log.endOffsets();
    Set<String> groups = log.groups();
    // When
    verify(topics, begin, end);
    // Then
    assertThat(log.endOffsets()).isEqualTo(before);
    assertThat(log.groups()).isEqualTo(groups);
  }

  @Test
  void saysWhatOtherRulesWouldHaveTold() {
    // Given
    Map<String, Duration> changed = new TreeMap<>(settings().rules().thresholds());
    changed.put("pod-oom-killed.settle", Duration.ofHours(2));
    List<Check<?>> checks = new ArrayList<>(settings().rules().checks());
    checks.removeIf(check -> check.spec().id().equals("deployment-unavailable"));
    changed.keySet().removeIf(name -> name.startsWith("deployment-unavailable."));
    // When
    BackTest.Result result;
    try (KafkaHistory history = KafkaHistory.open(topics, "prod", log.clients())) {
      result = new BackTest(history, settings())
          .compare(
              new Rules(checks, changed),
              begin.toEpochMilli(),
              week.week().changed().toEpochMilli(),
              Progress.NONE);
    }
    // Then
    assertThat(result.before())
        .isEqualTo(incidents().stream()
            .filter(incident -> !incident.getUpdatedAt().isAfter(week.week().changed()))
            .map(Incident::getId)
            .distinct()
            .count());
    assertThat(result.after()).isLessThan(result.before());
    assertThat(result.changes())
        .extracting(BackTest.Change::outcome)
        .contains(BackTest.Outcome.SILENT, BackTest.Outcome.MERGED);
    assertThat(result.changes())
        .filteredOn(change -> change.key().endsWith("#deployment-unavailable"))
        .isNotEmpty()
        .allSatisfy(change -> {
          assertThat(change.outcome()).isEqualTo(BackTest.Outcome.SILENT);
          assertThat(change.namespace()).isIn("shop", "web");
        });
  }

  private static List<Incident> incidents() {
    List<Incident> incidents = week.incidents();
    assertThat(incidents)
        .extracting(Incident::getChange)
        .contains(IncidentChange.REOPENED, IncidentChange.ESCALATED, IncidentChange.RESOLVED);
    return incidents;
  }

  /** As readers have them: with the offsets of a partition that another cluster writes to as well. */
  private static List<Incident> published() {
    return log.read(topics.incidents(), Incident.class).stream()
        .map(record -> Objects.requireNonNull(record.value()))
        .filter(incident -> incident.getCluster().equals("prod"))
        .toList();
  }

  private static Verification verify(TopicNames names, Instant from, Instant to) {
    try (KafkaHistory history = KafkaHistory.open(names, "prod", log.clients())) {
      return new Verifier(history, settings(), Catalog.all())
          .verify(from.toEpochMilli(), to.toEpochMilli(), Progress.NONE);
    }
  }

  private static EngineSettings settings() {
    return ReplayedWeek.settings(BUILD);
  }
}
