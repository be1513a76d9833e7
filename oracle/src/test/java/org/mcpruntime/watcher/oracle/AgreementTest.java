package org.mcpruntime.watcher.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** The engine tells what the oracle says, wherever it is stopped or begun. {@code -Dwatcher.seed=N} runs one seed. */
class AgreementTest {

  private static final int KNOWN = 16;
  private static final int UNKNOWN = 3;

  static LongStream seeds() {
    Long only = Long.getLong("watcher.seed");
    return only != null
        ? LongStream.of(only)
        : LongStream.concat(
            LongStream.rangeClosed(1, KNOWN), new Random().longs(UNKNOWN, 1_000, 1_000_000_000));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void tellsWhatTheOracleSaysWhereverItIsStoppedOrBegun(long seed) {
    // Given
    SeededHistory.History history = SeededHistory.of(seed);
    Random random = new Random(seed);
    // When
    List<Incident> told = new EngineRun().apply(history.log(), record -> false);
    List<Incident> restarted =
        new EngineRun().apply(history.log(), record -> random.nextInt(20) == 0);
    // Then
    assertThat(restarted).isEqualTo(told);
    assertThat(Agreement.difference(history, told)).isNull();
    assertThat(MiddleRun.difference(
            history.log(), told, random.nextInt(history.log().size())))
        .isNull();
  }

  @Test
  void makesHistoriesInWhichEverythingHappens() {
    // Given
    List<IncidentRecord> all = LongStream.rangeClosed(1, 12)
        .mapToObj(SeededHistory::of)
        .flatMap(history -> Oracle.expect(history.log(), history.instant()).stream())
        .toList();
    // Then
    assertThat(all)
        .extracting(told -> told.change() + " " + told.episode().closeReason())
        .contains(
            "OPENED ",
            "UPDATED ",
            "ESCALATED ",
            "REOPENED ",
            "RESOLVED RECOVERED",
            "RESOLVED SUBJECT_DELETED",
            "RESOLVED SUPERSEDED");
    assertThat(all).extracting(told -> told.episode().onset()).contains(0L);
    assertThat(all).anyMatch(told -> told.episode().onset() > 0);
    assertThat(all).anyMatch(told -> told.episode().reopened() > 1);
    assertThat(all).anyMatch(told -> !told.words().news().cause().isEmpty());
    assertThat(all).anyMatch(told -> told.words().members().size() > 2);
  }
}
