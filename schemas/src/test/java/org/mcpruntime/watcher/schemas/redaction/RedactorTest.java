package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import tools.jackson.databind.node.ObjectNode;

class RedactorTest {
  static Stream<Arguments> fixturesInEverySpelling() {
    return Fixture.all().stream().flatMap(fixture -> Stream.of(Spelling.values())
        .map(spelling -> Arguments.of(fixture, spelling)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("fixturesInEverySpelling")
  void changesWhatIsDocumentedAndNothingElse(Fixture fixture, Spelling spelling) throws Exception {
    // Given
    byte[] bytes = spelling.write(fixture.input());

    // When
    RedactedObject redacted = Redactor.standard().redact(bytes, 0, bytes.length, null, null);

    // Then
    assertThat(Fixture.JSON.readTree(redacted.json())).isEqualTo(fixture.expected());
    if (spelling == Spelling.DOUBLED) {
      assertThat(redacted.redacted()).hasSizeLessThanOrEqualTo(100);
    } else {
      assertThat(redacted.redacted()).containsExactlyInAnyOrderElementsOf(fixture.pointers());
    }
    assertIdentity(redacted, fixture);
    assertThat(redacted.originalSizeBytes()).isEqualTo(bytes.length);
    assertThat(redacted.truncated()).isFalse();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("fixturesInEverySpelling")
  void putsKindAndApiVersionInFrontOfListItems(Fixture fixture, Spelling spelling)
      throws Exception {
    // Given
    ObjectNode item = fixture.input().deepCopy();
    String kind = item.remove("kind").stringValue();
    String apiVersion = item.remove("apiVersion").stringValue();
    byte[] bytes = (",  " + new String(spelling.write(item), UTF_8) + " ,").getBytes(UTF_8);

    // When
    RedactedObject redacted =
        Redactor.standard().redact(bytes, 1, bytes.length - 2, apiVersion, kind);

    // Then
    assertThat(Fixture.JSON.readTree(redacted.json())).isEqualTo(fixture.expected());
    assertThat(new String(redacted.json(), UTF_8))
        .startsWith("{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + apiVersion + "\",");
    assertIdentity(redacted, fixture);
  }

  @Test
  void copiesAnObjectWithNothingToRemoveByteForByte() throws Exception {
    // Given
    String text =
        "{ \"kind\":\"Namespace\",\"apiVersion\":\"v1\", \"metadata\" : {\"name\":\"a\"},\"x\":[1.0,\"\\u00e9é\"] }";

    // When
    RedactedObject redacted = redact("  " + text + "\n");

    // Then
    assertThat(new String(redacted.json(), UTF_8)).isEqualTo(text);
    assertThat(redacted.redacted()).isEmpty();
    assertThat(redacted.namespace()).isEmpty();
    assertThat(redacted.uid()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"data\":{\"a\":\"b\"}}",
        "{\"data\":1,\"stringData\":2,\"binaryData\":3}",
        "{\"metadata\":{\"managedFields\":[]},\"data\":1}",
        "{\"a\":{\"managedFields\":1,\"b\":{\"managedFields\":1},\"c\":1},\"data\":{}}",
        "{\"kind\":\"ConfigMap\",\"data\":{\"a\":\"b\"},\"dataSizeBytes\":5}",
        "{\"data\":{},\"kind\":\"ConfigMap\",\"policySummary\":5}"
      })
  void keepsTheCommasRight(String text) throws Exception {
    // When
    RedactedObject plain = redact(text);
    byte[] bytes = text.getBytes(UTF_8);
    RedactedObject item = Redactor.standard().redact(bytes, 0, bytes.length, "v1", "Thing");

    // Then
    assertThat(Fixture.JSON.readTree(plain.json()).isObject()).isTrue();
    assertThat(Fixture.JSON.readTree(item.json()).get("apiVersion").stringValue())
        .isEqualTo("v1");
    assertThat(new String(plain.json(), UTF_8))
        .doesNotContain("\"b\":\"", "policySummary\":5", "dataSizeBytes\":5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "[]", "1", "\"x\"", "{} {}", "{\"a\":1", "{\"kind\":\"Pod\",}", "null"})
  void refusesWhatIsNotOneObject(String text) {
    assertThatThrownBy(() -> redact(text)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void replacesIdentityThatIsNoText() throws Exception {
    // When
    RedactedObject redacted =
        redact("{\"kind\":{\"a\":1},\"metadata\":{\"name\":[\"x\"],\"uid\":5}}");

    // Then
    assertThat(redacted.kind()).isEmpty();
    assertThat(redacted.name()).isEmpty();
    assertThat(redacted.redacted()).containsExactly("/metadata/name", "/metadata/uid");
  }

  @Test
  void reportsAtMostAHundredPointers() throws Exception {
    // Given
    String args = "\"x\",".repeat(150) + "\"x\"";

    // When
    RedactedObject redacted = redact("{\"spec\":{\"args\":[" + args + "]}}");

    // Then
    assertThat(redacted.redacted()).hasSize(100).startsWith("/spec/args/0", "/spec/args/1");
  }

  @Test
  void reportsEverythingWhenAskedTo() throws Exception {
    // Given
    byte[] bytes = ("{\"spec\":{\"args\":[" + "\"x\",".repeat(150) + "\"x\"]}}").getBytes(UTF_8);
    Redactor redactor = Redactor.standard().reportingAll();

    // When
    RedactedObject redacted = redactor.redact(bytes, 0, bytes.length, null, null);

    // Then
    assertThat(redacted.removals())
        .hasSize(151)
        .contains(new Removal("/spec/args/150", RemovalReason.ARGS));
    assertThat(redactor.removals()).containsEntry(RemovalReason.ARGS, 151L);
  }

  /** Rules that look at siblings must do so once per container, not once per word: the latter takes minutes here. */
  @Test
  void looksAtSiblingsOnce() throws Exception {
    // Given
    int many = 60_000;
    String args = "\"--providers.x\",".repeat(many) + "\"x\"";
    String values = "\"value\":\"v\",".repeat(many);

    // When
    RedactedObject sidecar = redact("{\"name\":\"other\",\"args\":[" + args + "]}");
    RedactedObject controller = redact("{\"args\":[" + args + "],\"image\":\"traefik\"}");
    RedactedObject allowed = redact("{\"env\":[{" + values + "\"name\":\"MCP_CLUSTER_NAME\"}]}");
    RedactedObject denied = redact("{\"env\":[{" + values + "\"name\":\"OTHER\"}]}");

    // Then
    assertThat(new String(sidecar.json(), UTF_8)).doesNotContain("--providers");
    assertThat(controller.redacted()).containsExactly("/args/" + many);
    assertThat(allowed.redacted()).isEmpty();
    assertThat(new String(denied.json(), UTF_8)).doesNotContain("\"v\"");
  }

  @Test
  void appliesConfiguredAdditions() throws Exception {
    // Given
    RedactionRules rules = new RedactionRules(
        Set.of("employeeId"),
        List.of(
            "example.org/Shop:/spec/tenants/*/contact",
            "/spec/a~1b",
            "other.org/Shop:/spec/contact"),
        Set.of("LOG_LEVEL"),
        Set.of("--log.", "--v"),
        List.of("EMP-[0-9]{6}"),
        RedactionRules.DEFAULT_MAX_OBJECT_BYTES);
    String text = """
        {"metadata":{"name":"EMP-123456"},"kind":"Shop","apiVersion":"example.org/v1",
        "spec":{"employeeId":{"n":1},"tenants":[{"contact":"ann","name":"t"}],"a/b":"x","contact":"kept",
        "args":["--log.level=debug","--log.token=x","--v","--value=2","log."],"env":[{"name":"LOG_LEVEL","value":"debug"},{"name":"B","value":"b"}]},
        "status":{"message":"by \\u0045MP-654321 with token=abc"}}""";
    byte[] bytes = text.getBytes(UTF_8);

    // When
    Redactor redactor = Redactor.with(rules);
    RedactedObject redacted = redactor.redact(bytes, 0, bytes.length, null, null);

    // Then
    assertThat(Fixture.JSON.readTree(redacted.json())).isEqualTo(Fixture.JSON.readTree("""
        {"metadata":{"name":"EMP-123456"},"kind":"Shop","apiVersion":"example.org/v1",
        "spec":{"employeeId":"[redacted]","tenants":[{"contact":"[redacted]","name":"t"}],"a/b":"[redacted]","contact":"kept",
        "args":["--log.level=debug","[redacted]","--v","[redacted]","[redacted]"],"env":[{"name":"LOG_LEVEL","value":"debug"},{"name":"B","value":"[redacted]"}]},
        "status":{"message":"by [redacted] with token=[redacted]"}}"""));
    assertThat(redacted.redacted())
        .containsExactly(
            "/spec/employeeId",
            "/spec/tenants/0/contact",
            "/spec/a~1b",
            "/spec/args/1",
            "/spec/args/3",
            "/spec/args/4",
            "/spec/env/1/value",
            "/status/message");
    assertThat(redactor.removals())
        .containsEntry(RemovalReason.CUSTOM, 3L)
        .containsEntry(RemovalReason.ARGS, 3L)
        .containsEntry(RemovalReason.ENV, 1L)
        .containsEntry(RemovalReason.CREDENTIAL_IN_TEXT, 1L)
        .containsEntry(RemovalReason.MANAGED_FIELDS, 0L);
  }

  private static void assertIdentity(RedactedObject redacted, Fixture fixture) {
    ObjectNode input = fixture.input();
    assertThat(Map.of(
            "kind", redacted.kind(),
            "apiVersion", redacted.apiVersion(),
            "namespace", redacted.namespace(),
            "name", redacted.name(),
            "uid", redacted.uid(),
            "resourceVersion", redacted.resourceVersion()))
        .isEqualTo(Map.of(
            "kind", text(input, "kind"),
            "apiVersion", text(input, "apiVersion"),
            "namespace", text((ObjectNode) input.get("metadata"), "namespace"),
            "name", text((ObjectNode) input.get("metadata"), "name"),
            "uid", text((ObjectNode) input.get("metadata"), "uid"),
            "resourceVersion", text((ObjectNode) input.get("metadata"), "resourceVersion")));
  }

  private static String text(ObjectNode node, String name) {
    return node.path(name).asString("");
  }

  private static RedactedObject redact(String text) throws MalformedJsonException {
    byte[] bytes = text.getBytes(UTF_8);
    return Redactor.standard().redact(bytes, 0, bytes.length, null, null);
  }
}
