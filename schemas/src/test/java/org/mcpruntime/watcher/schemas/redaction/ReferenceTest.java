package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Random objects, with seeds that make a failure come again. */
class ReferenceTest {
  private static final int LIMIT = 16 * 1024;

  @RepeatedTest(20)
  void theScannerDoesWhatThePlainRulesSay(RepetitionInfo repetition) throws Exception {
    Redactor redactor = Redactor.with(RedactionRules.none());
    for (int round = 0; round < 150; round++) {
      // Given
      long seed = repetition.getCurrentRepetition() * 1000L + round;
      RandomObjects objects = new RandomObjects(seed);
      ObjectNode object = objects.object(120);
      byte[] bytes = objects.write(object);

      // When
      RedactedObject redacted = redactor.redact(bytes, 0, bytes.length, null, null);

      // Then
      assertThat(Fixture.JSON.readTree(redacted.json()))
          .as("seed %s, written %s", seed, new String(bytes, UTF_8))
          .isEqualTo(PlainRedactor.redact(object));
    }
    Map<RemovalReason, Long> met = redactor.removals();
    met.keySet().removeAll(Set.of(RemovalReason.CUSTOM, RemovalReason.ODD_SHAPE));
    assertThat(met.values()).allMatch(count -> count > 0);
  }

  @RepeatedTest(10)
  void anObjectThatIsTooLargeLosesValuesAndNothingElse(RepetitionInfo repetition) throws Exception {
    Redactor small = Redactor.with(
        new RedactionRules(Set.of(), List.of(), Set.of(), Set.of(), List.of(), LIMIT));
    for (int round = 0; round < 10; round++) {
      // Given
      long seed = repetition.getCurrentRepetition() * 1000L + round;
      RandomObjects objects = new RandomObjects(seed);
      ObjectNode object = objects.object(3000);
      object.putObject("status").putArray("conditions").addObject().put("message", "kept");
      byte[] bytes = objects.write(object);

      // When
      RedactedObject whole = Redactor.standard().redact(bytes, 0, bytes.length, null, null);
      RedactedObject reduced = small.redact(bytes, 0, bytes.length, null, null);

      // Then
      assertThat(reduced.json().length).as("seed %s", seed).isLessThanOrEqualTo(LIMIT);
      assertThat(reduced.truncated()).isEqualTo(whole.json().length > LIMIT);
      assertThat(reduced.originalSizeBytes()).isEqualTo(bytes.length);
      JsonNode before = Fixture.JSON.readTree(whole.json());
      JsonNode after = Fixture.JSON.readTree(reduced.json());
      for (String kept : List.of("name", "namespace", "uid", "resourceVersion")) {
        assertThat(after.at("/metadata/" + kept)).isEqualTo(before.at("/metadata/" + kept));
      }
      if (after.path("status").isObject()) {
        assertThat(after.at("/status/conditions")).isEqualTo(before.at("/status/conditions"));
      }
      assertLessThan(after, before, "");
    }
  }

  /** The same tree, but for values that say that they were replaced. */
  private static void assertLessThan(JsonNode less, JsonNode more, String path) {
    if (less.isString() && less.stringValue().equals("[truncated]")) {
      return;
    }
    if (less.isObject() && more.isObject()) {
      for (Map.Entry<String, JsonNode> member : less.properties()) {
        assertLessThan(member.getValue(), more.path(member.getKey()), path + "/" + member.getKey());
      }
    } else if (less.isArray() && less.size() == more.size()) {
      for (int i = 0; i < less.size(); i++) {
        assertLessThan(less.get(i), more.get(i), path + "/" + i);
      }
    } else {
      assertThat(less).as(path).isEqualTo(more);
    }
  }
}
