package org.mcpruntime.watcher.testbed.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers are those of Confluent's registry: status, error code and shape. */
class LocalRegistryTest {
  private static final String A = "{\"name\":\"a\",\"type\":\"string\"}";
  private static final String B =
      "{\"name\":\"b\",\"type\":[\"null\",\"string\"],\"default\":null}";
  private static final String NEEDED = "{\"name\":\"n\",\"type\":\"string\"}";

  @TempDir
  private Path dir;

  private LocalRegistry registry;
  private Rest rest;

  @BeforeEach
  void start() throws IOException {
    registry = LocalRegistry.start(dir.resolve("registry.jsonl"), 0);
    rest = new Rest(registry.uri());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void registersAndAnswersInEveryShape() throws Exception {
    int id = register("t-value", record(A));

    assertThat(id).isEqualTo(1);
    assertThat(register("t-value", record(A))).isEqualTo(1);
    assertThat(register("other-value", record(A))).isEqualTo(1);
    assertThat(register("t-value", record(A, B))).isEqualTo(2);
    assertThat(rest.get("/subjects").text()).isEqualTo("[\"other-value\",\"t-value\"]");
    assertThat(rest.get("/subjects?subjectPrefix=t").text()).isEqualTo("[\"t-value\"]");
    assertThat(rest.get("/subjects/t-value/versions").text()).isEqualTo("[1,2]");
    assertThat(rest.get("/subjects/t-value/versions/latest").json().path("id").asInt())
        .isEqualTo(2);
    assertThat(rest.get("/subjects/t-value/versions/1").json().path("schema").asString())
        .isEqualTo(record(A));
    assertThat(rest.get("/subjects/t-value/versions/1/schema").text()).isEqualTo(record(A));
    assertThat(rest.get("/schemas/ids/2").json().path("schema").asString()).isEqualTo(record(A, B));
    assertThat(rest.get("/schemas/ids/1/versions").text())
        .isEqualTo(
            "[{\"subject\":\"other-value\",\"version\":1},{\"subject\":\"t-value\",\"version\":1}]");
    assertThat(rest.get("/schemas/ids/1/subjects").text())
        .isEqualTo("[\"other-value\",\"t-value\"]");
    assertThat(rest.get("/schemas/types").text()).isEqualTo("[\"AVRO\"]");
    assertThat(rest.get("/mode").text()).isEqualTo("{\"mode\":\"READWRITE\"}");
    assertThat(rest.postSchema("/subjects/t-value", record(A))
            .json()
            .path("version")
            .asInt())
        .isEqualTo(1);
  }

  @Test
  void readsSubjectsWithSpecialCharacters() throws Exception {
    register("a%2Fb%20c+d-value", record(A));

    assertThat(rest.get("/subjects").text()).isEqualTo("[\"a/b c+d-value\"]");
  }

  @ParameterizedTest(name = "{0} {1} is {2} {3}")
  @CsvSource({
    "GET, /subjects/none/versions, 404, 40401",
    "GET, /subjects/t-value/versions/9, 404, 40402",
    "GET, /subjects/t-value/versions/nine, 422, 42202",
    "GET, /schemas/ids/99, 404, 40403",
    "GET, /config/t-value, 404, 40408",
    "GET, /mode/t-value, 404, 40409",
    "DELETE, /subjects/none, 404, 40401",
    "DELETE, /subjects/t-value?permanent=true, 404, 40405",
    "GET, /nothing, 404, 404",
    "PATCH, /config, 405, 405"
  })
  void refusesWithConfluentsCodes(String method, String path, int status, int code)
      throws Exception {
    register("t-value", record(A));

    Rest.Answer answer = rest.call(method, path, null);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.errorCode()).isEqualTo(code);
  }

  @Test
  void refusesBadBodies() throws Exception {
    register("t-value", record(A));

    assertThat(rest.postSchema("/subjects/t-value", record(B)).errorCode()).isEqualTo(40403);
    assertThat(rest.postSchema("/subjects/none", record(A)).errorCode()).isEqualTo(40401);
    assertThat(rest.postSchema("/subjects/t-value/versions", "{\"type\":\"recor\"}")
            .errorCode())
        .isEqualTo(42201);
    assertThat(rest.postSchema("/subjects/t-value/versions", "").errorCode()).isEqualTo(42201);
    assertThat(rest.call("POST", "/subjects/t-value/versions", "{").status()).isEqualTo(400);
    assertThat(rest.call("PUT", "/config", "{\"compatibility\":\"SOME\"}").errorCode())
        .isEqualTo(42203);
    assertThat(rest.call(
                "POST", "/subjects/t-value/versions", "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}")
            .errorCode())
        .isEqualTo(42201);
  }

  @Test
  void keepsCompatibilityPerSubjectAndGlobally() throws Exception {
    assertThat(rest.get("/config").text()).isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
    assertThat(rest.get("/config/s?defaultToGlobal=true").text())
        .isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");

    assertThat(rest.call("PUT", "/config/s", "{\"compatibility\":\"FULL_TRANSITIVE\"}")
            .text())
        .isEqualTo("{\"compatibility\":\"FULL_TRANSITIVE\"}");

    assertThat(rest.get("/config/s").text())
        .isEqualTo("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
    assertThat(rest.delete("/config/s").text())
        .isEqualTo("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
    assertThat(rest.get("/config/s").errorCode()).isEqualTo(40408);
  }

  /** First version has a; second a and b, optional; third is what is tried. */
  @ParameterizedTest(name = "{0}: {1} gives {2}")
  @CsvSource({
    "NONE, needed, 200",
    "BACKWARD, needed, 409",
    "BACKWARD, without-a, 200",
    "BACKWARD_TRANSITIVE, b-as-text, 409",
    "FORWARD, needed, 200",
    "FORWARD, without-a, 409",
    "FORWARD_TRANSITIVE, without-a, 409",
    "FULL, needed, 409",
    "FULL, without-a, 409",
    "FULL, without-b, 200",
    "FULL_TRANSITIVE, without-b, 200",
    "FULL_TRANSITIVE, b-as-text, 409",
    "FULL, other-name, 409"
  })
  void checksCompatibility(String level, String change, int status) throws Exception {
    rest.call("PUT", "/config/s", "{\"compatibility\":\"NONE\"}");
    register("s", record(A));
    register("s", record(A, B));
    rest.call("PUT", "/config/s", "{\"compatibility\":\"" + level + "\"}");
    String third =
        switch (change) {
          case "needed" -> record(A, B, NEEDED);
          case "without-a" -> record(B);
          case "without-b" -> record(A, "{\"name\":\"c\",\"type\":\"int\",\"default\":0}");
          case "b-as-text" -> record(A, "{\"name\":\"b\",\"type\":\"string\"}");
          default -> record(A, B).replace("\"R\"", "\"Q\"");
        };

    boolean compatible = rest.postSchema("/compatibility/subjects/s/versions", third)
        .json()
        .path("is_compatible")
        .asBoolean();
    Rest.Answer answer = rest.postSchema("/subjects/s/versions", third);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.errorCode()).isEqualTo(status == 409 ? 409 : 0);
    assertThat(compatible).isEqualTo(status == 200);
  }

  @Test
  void readsUnknownEnumSymbolsAsDefaultSoTheyMayBeAdded() throws Exception {
    rest.call("PUT", "/config/s", "{\"compatibility\":\"FULL_TRANSITIVE\"}");
    register("s", enumOf("\"U\",\"X\"", ",\"default\":\"U\""));

    assertThat(rest.postSchema(
                "/subjects/s/versions", enumOf("\"U\",\"X\",\"Y\"", ",\"default\":\"U\""))
            .status())
        .isEqualTo(200);
    assertThat(rest.postSchema("/subjects/s/versions", enumOf("\"U\",\"X\",\"Z\"", ""))
            .status())
        .isEqualTo(409);
  }

  @Test
  void deletesSoftlyThenForGood() throws Exception {
    register("s", record(A));
    register("s", record(A, B));

    assertThat(rest.delete("/subjects/s/versions/2").text()).isEqualTo("2");
    assertThat(rest.get("/subjects/s/versions").text()).isEqualTo("[1]");
    assertThat(rest.get("/subjects/s/versions?deleted=true").text()).isEqualTo("[1,2]");
    assertThat(rest.delete("/subjects/s").text()).isEqualTo("[1]");
    assertThat(rest.get("/subjects").text()).isEqualTo("[]");
    assertThat(rest.get("/schemas/ids/1").status()).isEqualTo(200);
    assertThat(rest.delete("/subjects/s?permanent=true").text()).isEqualTo("[1,2]");
    assertThat(rest.get("/subjects?deleted=true").text()).isEqualTo("[]");
    assertThat(register("s", record(NEEDED))).isEqualTo(3);
  }

  @Test
  void keepsEverythingAcrossARestart() throws Exception {
    register("s", record(A));
    register("s", record(A, B));
    rest.call("PUT", "/config/s", "{\"compatibility\":\"FULL_TRANSITIVE\"}");
    rest.call("PUT", "/config", "{\"compatibility\":\"NONE\"}");
    rest.delete("/subjects/s/versions/1");
    registry.close();

    start();

    assertThat(rest.get("/subjects/s/versions").text()).isEqualTo("[2]");
    assertThat(rest.get("/schemas/ids/1").json().path("schema").asString()).isEqualTo(record(A));
    assertThat(rest.get("/config/s").text()).contains("FULL_TRANSITIVE");
    assertThat(rest.get("/config").text()).contains("NONE");
    assertThat(register("s", record(A, B))).isEqualTo(2);
    assertThat(register("t", record(NEEDED))).isEqualTo(3);
  }

  @Test
  void cutsOffAHalfWrittenLine() throws Exception {
    register("s", record(A));
    registry.close();
    Path file = dir.resolve("registry.jsonl");
    Files.writeString(
        file, "{\"op\":\"register\",\"subj", StandardCharsets.UTF_8, StandardOpenOption.APPEND);

    start();

    assertThat(register("s", record(A, B))).isEqualTo(2);
    registry.close();
    start();
    assertThat(rest.get("/subjects/s/versions").text()).isEqualTo("[1,2]");
  }

  @Test
  void namesThePortOrFileInUse() {
    URI uri = registry.uri();

    assertThatThrownBy(() -> LocalRegistry.start(dir.resolve("second.jsonl"), uri.getPort()))
        .isInstanceOf(IOException.class)
        .hasMessage("Schema registry: port " + uri.getPort() + " on 127.0.0.1 is in use");
    assertThatThrownBy(() -> LocalRegistry.start(dir.resolve("registry.jsonl"), 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("registry.jsonl is in use");
  }

  @Test
  void namesADamagedFile() throws Exception {
    Path file = dir.resolve("damaged.jsonl");
    Files.writeString(file, "not json\n");

    assertThatThrownBy(() -> LocalRegistry.start(file, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged.jsonl is damaged at byte 0");
  }

  private int register(String subject, String schema) throws Exception {
    Rest.Answer answer = rest.postSchema("/subjects/" + subject + "/versions", schema);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("id").asInt();
  }

  private static String record(String... fields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"x\",\"fields\":["
        + String.join(",", fields) + "]}";
  }

  private static String enumOf(String symbols, String rest) {
    return record("{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":["
        + symbols + "]" + rest + "}}");
  }
}
