package org.mcpruntime.watcher.checks.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

final class FixtureTest {

  private static final Set<String> LISTS = Set.of("evidence", "causes");

  static List<Fixture> fixtures() {
    return Fixture.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void judgesAsWritten(Fixture fixture) {
    // When
    Fixture.Outcome outcome = fixture.run();
    // Then
    JsonNode expected = fixture.expected();
    for (String key : fixture.keys()) {
      if (!LISTS.contains(key)) {
        assertThat(outcome.said())
            .as(fixture.toString())
            .containsEntry(key, expected.get(key).asString());
      }
    }
    assertThat(outcome.evidence()).containsAll(texts(expected.get("evidence")));
    if (expected.has("causes")) {
      assertThat(outcome.causes()).isEqualTo(texts(expected.get("causes")));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void givesTheVerdictThatItsNamePromises(Fixture fixture) {
    // When
    String verdict = fixture.run().said().get("verdict");
    // Then
    switch (fixture.sort()) {
      case "fires" -> {
        assertThat(verdict).isEqualTo("FAILING");
        assertThat(fixture.keys()).contains("severity", "reason", "title", "message", "evidence");
      }
      case "quiet" -> assertThat(verdict).isIn("OK", "PROGRESSING", "NOT_APPLICABLE");
      case "unknown" -> assertThat(verdict).isEqualTo("CANNOT_SEE");
      default -> throw new AssertionError("fires-, quiet- or unknown-, not " + fixture.file());
    }
  }

  private static List<String> texts(@Nullable JsonNode list) {
    return list == null ? List.of() : list.valueStream().map(JsonNode::asString).toList();
  }
}
