package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PolicySummaryTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
      {"schema_version":"v1","revision":"","server":{"name":"demo","namespace":""}} | sha256:583879a69bf1a22890777cc17af9505d813f7e24ceef4e7142e573936dbcffa4
      {"schema_version":"v1","revision":"x","generated_at":"now","server":{"name":"demo","namespace":"mcp-servers"},"policy":{"mode":"allow-list","default_decision":"deny","policy_version":"v1"},"tools":[{"name":"echo","required_trust":"low","side_effect":"read"}]} | sha256:42002fe794ae524d3a79df4c016278b45fb9e63d018403a513dceb21ddade085
      """)
  void computesTheRevisionAsTheWriterDoes(String policy, String revision) {
    assertThat(PolicyRevision.of((ObjectNode) Fixture.JSON.readTree(policy))).isEqualTo(revision);
  }

  @Test
  void escapesAsTheWriterDoes() {
    // Given: what a Go program writes and what any other may write of the same document
    String go =
        "{\"revision\":\"\",\"d\":\"a\\u003cb\\u003e\\u0026\\u2028\\u2029\\n\\u0001\\\"\\\\é\",\"n\":[1,true,null,{},[]]}";
    String plain =
        "{ \"revision\" : \"\", \"d\" : \"a<b>&\u2028\u2029\\n\\u0001\\\"\\\\é\", \"n\":[1,true,null,{},[ ]]}";

    // When
    String revision = PolicyRevision.of((ObjectNode) Fixture.JSON.readTree(plain));

    // Then
    assertThat(revision).isEqualTo(PolicyRevision.of((ObjectNode) Fixture.JSON.readTree(go)));
    assertThat(revision).isEqualTo("sha256:" + sha256(go));
  }

  @Test
  void tellsWhetherTheStatedRevisionMatches() {
    String policy =
        "{\"schema_version\":\"v1\",\"revision\":\"%s\",\"server\":{\"name\":\"demo\",\"namespace\":\"\"}}";
    String right = "sha256:583879a69bf1a22890777cc17af9505d813f7e24ceef4e7142e573936dbcffa4";
    assertThat(summary(policy.formatted(right)).get("revisionMatches").booleanValue())
        .isTrue();
    assertThat(summary(policy.formatted(right.replace('5', '6')))
            .get("revisionMatches")
            .booleanValue())
        .isFalse();
    assertThat(summary(policy.formatted("")).get("revisionMatches").booleanValue())
        .isFalse();
  }

  @Test
  void namesGrantsAndSessionsWithoutTheirSubjects() {
    // When
    JsonNode summary = summary("""
        {"grants":[{"name":"g","namespace":"a","human_id":"ann"},{"name":"h"}],"sessions":[{"name":"s","namespace":"a","agent_id":"x"}]}""");

    // Then
    assertThat(summary).isEqualTo(Fixture.JSON.readTree("""
        {"parseState":"ok","grantCount":2,"grants":["a/g","[invalid]/h"],"sessionCount":1,"sessions":["a/s"]}"""));
  }

  @Test
  void listsAtMost250Names() {
    // Given
    StringBuilder grants = new StringBuilder("{\"grants\":[");
    for (int i = 0; i < 1000; i++) {
      grants
          .append(i == 0 ? "" : ",")
          .append("{\"name\":\"g-")
          .append(i)
          .append("\",\"namespace\":\"a\"}");
    }

    // When
    JsonNode summary = summary(grants.append("]}").toString());

    // Then
    assertThat(summary.get("grantCount").intValue()).isEqualTo(1000);
    assertThat(summary.get("grants").size()).isEqualTo(250);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{} x", "{\"a\":}", "\u0000"})
  void saysThatADocumentIsInvalid(String policy) {
    assertThat(summary(policy)).isEqualTo(Fixture.JSON.readTree("{\"parseState\":\"invalid\"}"));
  }

  @Test
  void doesNotRepeatTextsOfUnexpectedShape() {
    // When
    JsonNode summary = summary("""
        {"schema_version":"ann@example.com","revision":"r","server":{"name":"a b","namespace":5},"policy":{"mode":["x"]},"tools":{},"grants":"g"}""");

    // Then
    assertThat(summary).isEqualTo(Fixture.JSON.readTree("""
        {"parseState":"ok","schemaVersion":"[invalid]","revision":"[invalid]","revisionMatches":false,
        "server":{"name":"[invalid]","namespace":"[invalid]"},"policyMode":"[invalid]"}"""));
  }

  private static JsonNode summary(String policy) {
    return Fixture.JSON.readTree(PolicySummary.of(policy.getBytes(UTF_8)));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
