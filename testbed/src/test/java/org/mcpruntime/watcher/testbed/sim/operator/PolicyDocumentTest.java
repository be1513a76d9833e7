package org.mcpruntime.watcher.testbed.sim.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ObjectNode;

class PolicyDocumentTest {
  private static final String SPEC = """
      image: a/b:1
      teamID: acme
      gateway: {enabled: true}
      tools: [{name: lookup, sideEffect: read}, {name: update, sideEffect: write, requiredTrust: high}]
      """;

  /** Revisions that the real operator computed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{schema_version: v1, revision: x, server: {name: demo, namespace: ''}} |"
            + " 583879a69bf1a22890777cc17af9505d813f7e24ceef4e7142e573936dbcffa4",
        "{schema_version: v1, revision: x, generated_at: now, server: {name: demo, namespace:"
            + " mcp-servers}, policy: {mode: allow-list, default_decision: deny, policy_version: v1},"
            + " tools: [{name: echo, required_trust: low, side_effect: read}]} |"
            + " 42002fe794ae524d3a79df4c016278b45fb9e63d018403a513dceb21ddade085",
      })
  void computesTheRevision(String document, String hash) {
    assertThat(PolicyDocument.revision(Json.yaml(document))).isEqualTo("sha256:" + hash);
  }

  /** A document of a real cluster, whose revision covers all parts. */
  @Test
  void rendersAsTheRealOperator() {
    // Given
    ObjectNode grant =
        access("crm-agents", "maxTrust: medium\ntoolRules: [{name: lookup, decision: allow}]");
    ObjectNode session = access("crm-s1", "consentedTrust: low");

    // When
    ObjectNode bare = render(List.of(), List.of());
    ObjectNode granted = render(List.of(grant), List.of());
    ObjectNode full = render(List.of(grant), List.of(session));

    // Then
    assertThat(Json.text(bare, "revision"))
        .isEqualTo("sha256:702e0b064dd7a0113a6c1763708d383513286380bb6cd6c26661fcbf53e11610");
    assertThat(Json.text(granted, "revision"))
        .isEqualTo("sha256:0fb7379ee08f4ce664c7d411df2182b23a850dd10dc93ff7ead66d4695fa0edc");
    assertThat(Json.text(full, "revision"))
        .isEqualTo("sha256:c85e5e4906b9873c4942bb24952a93f23ce0e18403d81c3b693984b1f0db6807");
  }

  @Test
  void revisionIgnoresTheTime() {
    // Given
    ObjectNode document = render(List.of(), List.of());

    // When
    ObjectNode later = document.deepCopy().put("generated_at", "2027-01-01T00:00:00Z");

    // Then
    assertThat(PolicyDocument.revision(later)).isEqualTo(Json.text(document, "revision"));
  }

  @Test
  void namesMustDifferOverAllNamespaces() {
    // Given
    ObjectNode one = access("g", "maxTrust: low");
    ObjectNode other = access("g", "maxTrust: low");
    Json.metadata(other).put("namespace", "mcp-team-pay");

    // Then
    assertThat(PolicyDocument.problem(render(List.of(one, other), List.of())))
        .hasValue("policy: duplicate grant name \"g\"");
    assertThat(PolicyDocument.problem(render(List.of(), List.of(one, other))))
        .hasValue("policy: duplicate session name \"g\"");
    assertThat(PolicyDocument.problem(render(List.of(one), List.of(other)))).isEmpty();
  }

  @Test
  void escapesAsGoDoes() {
    // Given
    ObjectNode document = Json.object().put("a", "x<y>&\u2028\"\\\n\u0001");

    // Then
    assertThat(GoJson.compact(document))
        .isEqualTo("{\"a\":\"x\\u003cy\\u003e\\u0026\\u2028\\\"\\\\\\n\\u0001\"}");
    assertThat(GoJson.indented(Json.yaml("{a: [1, {b: []}], c: {}}")))
        .isEqualTo("{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}");
  }

  private static ObjectNode render(List<ObjectNode> grants, List<ObjectNode> sessions) {
    return PolicyDocument.render(
        Specs.spec(SPEC), "mcp-team-acme", "testbed", grants, sessions, "2026-11-23T16:06:22Z");
  }

  private static ObjectNode access(String name, String spec) {
    ObjectNode object = Json.object();
    Json.metadata(object).put("name", name).put("namespace", "mcp-team-acme");
    object.set(
        "spec",
        Json.yaml("serverRef: {name: crm}\nsubject: {humanID: h-1, agentID: agent-7}\n" + spec));
    return object;
  }
}
