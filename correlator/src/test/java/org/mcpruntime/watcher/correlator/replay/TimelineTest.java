package org.mcpruntime.watcher.correlator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.correlator.engine.ToyCheck;
import org.mcpruntime.watcher.correlator.replay.Timeline.Played;
import org.mcpruntime.watcher.correlator.replay.Verification.Unverified;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** A replay of a stretch in which the rules changed. */
class TimelineTest {

  private static final Check<?> CHECK = ToyCheck.podSad();
  private static final Rules LONGER_HOLD = longerHold();
  private static final EngineSettings THEN = settings(Rules.standard(List.of(CHECK)), "one");

  private final List<Incident> told = new ArrayList<>();

  @Test
  void tellsWhatWasSaidUnderTheRulesOfThen() {
    // Given: an incident opens before the stretch, another one in it, and then holds become longer
    EngineSettings now = settings(LONGER_HOLD, "one");
    ClusterScript script = script(now);
    // When
    Played played = play(script, now);
    // Then
    assertThat(played.otherRules()).isEmpty();
    assertThat(told).isNotEmpty().isEqualTo(published(script));
  }

  @Test
  void saysWhereTheRulesOfThenCannotBeHad() {
    // Given
    EngineSettings now = settings(LONGER_HOLD, "two");
    // When
    Played played = play(script(now), now);
    // Then
    assertThat(played.otherRules())
        .containsExactly(new Unverified(
            clock("02:20:00").toEpochMilli(),
            clock("02:40:00").toEpochMilli(),
            "made by build one, this is two"));
  }

  @Test
  void asksForNoRulesOfATimeBeforeTheLog() {
    // When
    Played played = play(script(THEN), THEN, "01:00:00");
    // Then
    assertThat(played.otherRules()).isEmpty();
    assertThat(told).isNotEmpty();
  }

  private static Rules longerHold() {
    Rules standard = Rules.standard(List.of(CHECK));
    Map<String, Duration> thresholds = new TreeMap<>(standard.thresholds());
    thresholds.put(CHECK.spec().id() + "." + Threshold.HOLD, Duration.ofMinutes(10));
    return new Rules(standard.checks(), thresholds);
  }

  private static EngineSettings settings(Rules rules, String build) {
    EngineSettings standard = EngineSettings.standard(rules, 1);
    return new EngineSettings(
        rules, standard.factsVersion(), standard.horizon(), standard.runbookBase(), build);
  }

  private static ClusterScript script(EngineSettings later) {
    ClusterScript script = new ClusterScript("prod", THEN).listed();
    script.tick().until("02:01:00").added(Thing.pod("early").sad());
    script.until("02:25:00").added(Thing.pod("late").sad()).until("02:39:55");
    return script.restart(later).until("03:00:00");
  }

  private Played play(ClusterScript script, EngineSettings settings) {
    return play(script, settings, "02:20:00");
  }

  private Played play(ClusterScript script, EngineSettings settings, String from) {
    return new Timeline(new ScriptHistory(script), settings)
        .playAsTold(
            List.of(CHECK),
            clock(from).toEpochMilli(),
            clock("03:00:00").toEpochMilli(),
            told::add,
            Progress.NONE);
  }

  private static List<Incident> published(ClusterScript script) {
    return script.incidents().stream()
        .filter(incident -> !incident.getUpdatedAt().isBefore(clock("02:20:00")))
        .toList();
  }
}
