package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class SizeLimitTest {
  private static final int LIMIT = 16 * 1024;
  private static final Redactor REDACTOR =
      Redactor.with(new RedactionRules(Set.of(), List.of(), Set.of(), Set.of(), List.of(), LIMIT));
  private static final String MARK = "[truncated]";

  @Test
  void replacesOnlyTheLargestValue() throws Exception {
    // Given
    ObjectNode pod = Fixture.named("pod").expected();
    ((ObjectNode) pod.at("/spec/containers/0")).put("workingDir", "x".repeat(20_000));

    // When
    RedactedObject redacted = redact(pod);

    // Then
    ObjectNode expected = pod.deepCopy();
    ((ObjectNode) expected.at("/spec/containers/0")).put("workingDir", MARK);
    assertThat(tree(redacted)).isEqualTo(expected);
    assertThat(redacted.truncated()).isTrue();
    assertThat(redacted.originalSizeBytes()).isGreaterThan(20_000);
  }

  @Test
  void replacesAnnotationsButNoOtherMetadata() throws Exception {
    // Given
    ObjectNode pod = Fixture.named("pod").expected();
    ObjectNode metadata = (ObjectNode) pod.get("metadata");
    ((ObjectNode) metadata.get("annotations")).put("note", "x".repeat(12_000));
    ((ObjectNode) metadata.get("labels")).put("odd", "x".repeat(8_000));

    // When
    JsonNode reduced = tree(redact(pod));

    // Then
    assertThat(reduced.at("/metadata/annotations/note").stringValue()).isEqualTo(MARK);
    assertThat(reduced.at("/metadata/labels")).isEqualTo(metadata.get("labels"));
    assertThat(reduced.get("spec")).isEqualTo(pod.get("spec"));
  }

  @Test
  void replacesAContainerOfManySmallValuesAsAWhole() throws Exception {
    // Given
    ObjectNode slice = Fixture.JSON.createObjectNode().put("kind", "EndpointSlice");
    slice.putObject("metadata").put("name", "crm-x").put("uid", "u");
    ArrayNode endpoints = slice.putArray("endpoints");
    for (int i = 0; i < 500; i++) {
      endpoints.addObject().put("nodeName", "node-" + i).putArray("addresses").add("10.0.0." + i);
    }
    slice.put("addressType", "IPv4");

    // When
    JsonNode reduced = tree(redact(slice));

    // Then
    assertThat(reduced.get("endpoints").stringValue()).isEqualTo(MARK);
    assertThat(reduced.get("addressType").stringValue()).isEqualTo("IPv4");
  }

  @Test
  void replacesSeveralValuesWhenOneIsNotEnough() throws Exception {
    // Given
    ObjectNode object = Fixture.JSON.createObjectNode().put("kind", "Thing");
    object.putObject("metadata").put("name", "a");
    ObjectNode spec = object.putObject("spec");
    for (int i = 0; i < 8; i++) {
      spec.put("v" + i, "x".repeat(3_000 + i));
    }
    object.putObject("status").putArray("conditions").addObject().put("message", "y".repeat(6_000));

    // When
    RedactedObject redacted = redact(object);

    // Then
    assertThat(redacted.json().length).isLessThanOrEqualTo(LIMIT);
    assertThat(tree(redacted).at("/status")).isEqualTo(object.get("status"));
    assertThat(tree(redacted).at("/spec/v7").stringValue()).isEqualTo(MARK);
    assertThat(tree(redacted).at("/spec/v0").stringValue()).hasSize(3_000);
  }

  @Test
  void keepsIdentityWhenEvenConditionsAreTooLarge() throws Exception {
    // Given
    ObjectNode object = Fixture.named("pod").input();
    ((ObjectNode) object.at("/status/conditions/0")).put("message", "y".repeat(20_000));

    // When
    RedactedObject redacted = redact(object);

    // Then
    assertThat(tree(redacted)).isEqualTo(Fixture.JSON.readTree("""
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"crm-5c94b5469b-h7s9w","namespace":"mcp-team-acme",
        "uid":"41faf829-92b9-4939-8e04-6f2539026754","resourceVersion":"1001"},"spec":"[truncated]","status":"[truncated]"}"""));
    assertThat(redacted.truncated()).isTrue();
  }

  private static RedactedObject redact(ObjectNode object) throws MalformedJsonException {
    byte[] bytes = object.toString().getBytes(UTF_8);
    RedactedObject redacted = REDACTOR.redact(bytes, 0, bytes.length, null, null);
    assertThat(redacted.json().length).isLessThanOrEqualTo(LIMIT);
    return redacted;
  }

  private static JsonNode tree(RedactedObject redacted) {
    return Fixture.JSON.readTree(redacted.json());
  }
}
