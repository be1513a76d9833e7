package org.mcpruntime.watcher.correlator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.correlator.engine.ToyCheck;
import org.mcpruntime.watcher.correlator.replay.BackTest.Change;
import org.mcpruntime.watcher.correlator.replay.BackTest.Outcome;

/** What becomes of incidents that are open when the stretch begins. */
class BackTestTest {

  private static final Check<?> CHECK = ToyCheck.podSad();
  private static final Rules STANDARD = Rules.standard(List.of(CHECK));
  private static final Rules NO_CHECK = new Rules(List.of(), Map.of());
  private static final Rules LONGER_SETTLE = longerSettle();

  /** Twenty hours after the only record of the incident. */
  private static final Instant MUCH_LATER = clock("22:02:00");

  private static final Thing CART = Thing.pod("cart");

  @Test
  void whatIsOpenAllTheTimeIsSilentWithoutItsCheck() {
    // Given
    ClusterScript script = open().until(MUCH_LATER.plus(Duration.ofMinutes(10)));
    // When
    BackTest.Result result = compare(script, STANDARD, NO_CHECK, MUCH_LATER);
    // Then
    assertThat(result.before()).isOne();
    assertThat(result.after()).isZero();
    assertThat(result.changes())
        .extracting(Change::outcome, change -> change.before().size())
        .containsExactly(tuple(Outcome.SILENT, 1));
    // When the other way round
    assertThat(compare(script, NO_CHECK, STANDARD, MUCH_LATER).changes())
        .extracting(Change::outcome)
        .containsExactly(Outcome.OPENED);
  }

  @Test
  void whatIsOpenAllTheTimeCountsOnBothSidesAndIsNoChange() {
    // Given
    ClusterScript script = open().until(MUCH_LATER.plus(Duration.ofMinutes(10)));
    // When
    BackTest.Result result = compare(script, STANDARD, LONGER_SETTLE, MUCH_LATER);
    // Then
    assertThat(result.before()).isOne();
    assertThat(result.after()).isOne();
    assertThat(result.changes()).isEmpty();
  }

  @Test
  void whatResolvesSoonAfterTheBeginStaysOpenWithALongerSettle() {
    // Given
    ClusterScript script = open().until("02:33:00");
    script.modified(CART.running()).until("02:50:00");
    // When
    BackTest.Result result = compare(script, STANDARD, LONGER_SETTLE, clock("02:30:00"));
    // Then
    assertThat(result.changes()).extracting(Change::outcome).containsExactly(Outcome.STAYS_OPEN);
    // When the other way round
    assertThat(compare(script, LONGER_SETTLE, STANDARD, clock("02:30:00")).changes())
        .extracting(Change::outcome)
        .containsExactly(Outcome.CLOSED);
  }

  @Test
  void whatIsOverAtTheBeginDoesNotCount() {
    // Given
    ClusterScript script = open();
    script.modified(CART.running()).until("02:40:00");
    // When
    BackTest.Result result = compare(script, STANDARD, NO_CHECK, clock("02:30:00"));
    // Then
    assertThat(result.before()).isZero();
    assertThat(result.changes()).isEmpty();
  }

  /** An incident since 02:02; each kind is listed once more at 02:20, so that a replay begins there. */
  private static ClusterScript open() {
    ClusterScript script = ClusterScript.seen(CHECK).ticking(Duration.ofSeconds(30));
    script.until("02:01:00").added(CART.sad()).until("02:20:00");
    for (KindRef kind : ClusterScript.WATCHED) {
      script.relisted(kind, "again-" + kind.kind());
    }
    return script.tick();
  }

  private static BackTest.Result compare(
      ClusterScript script, Rules now, Rules others, Instant from) {
    ScriptHistory history = new ScriptHistory(script);
    return new BackTest(history, EngineSettings.standard(now, 1))
        .compare(others, from.toEpochMilli(), history.evaluatedThrough(), Progress.NONE);
  }

  private static Rules longerSettle() {
    Map<String, Duration> changed = new TreeMap<>(STANDARD.thresholds());
    changed.put(CHECK.spec().id() + "." + Threshold.SETTLE, Duration.ofHours(1));
    return new Rules(STANDARD.checks(), changed);
  }
}
