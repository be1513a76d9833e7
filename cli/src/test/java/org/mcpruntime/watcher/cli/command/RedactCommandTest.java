package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RedactCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String OBJECTS = """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: v1
        kind: Pod
        metadata: {name: cart-0, namespace: shop, labels: {owner: ann}}
        spec:
          containers:
          - {name: cart, image: cart:1, args: [--port=1, --log-level=debug], env: [{name: KEY, value: hunter2}]}
      ---
      apiVersion: mcpruntime.org/v1alpha1
      kind: MCPServer
      metadata: {name: cart, namespace: shop, labels: {owner: ann}}
      spec: {image: cart:1, contact: {mail: ann}}
      """;

  @TempDir
  Path directory;

  private TestShell shell = new TestShell(Path.of("."));

  @BeforeEach
  void startInAnEmptyHome() {
    shell = new TestShell(directory);
  }

  @Test
  void showsWhatIsLeftAndTellsWhatWasRemovedByWhichRule() {
    // When
    int code = shell.withInput(OBJECTS).run("config", "redact", "-f", "-");

    // Then
    assertThat(code).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("\"value\" : \"[redacted]\"", "\"name\" : \"KEY\"", "\"mail\" : \"ann\"")
        .doesNotContain("hunter2", "--port");
    assertThat(shell.err()).isEqualTo("""
        args  /spec/containers/0/args/0
        args  /spec/containers/0/args/1
        env  /spec/containers/0/env/0/value
        Pod/cart-0: 3 removed (args, env)
        MCPServer/cart: 0 removed
        """);
  }

  @Test
  void appliesTheConfiguredAdditions() {
    // When
    int code = shell
        .withInput(OBJECTS)
        .run(
            "config",
            "redact",
            "-f",
            "-",
            "-o",
            "json",
            "--set",
            "redaction.fields=mcpruntime.org/MCPServer:/spec/contact,core/Pod:/metadata/labels/*",
            "--set",
            "redaction.args.allow=--log-level",
            "--set",
            "redaction.env.allow=KEY",
            "--set",
            "redaction.names=image",
            "--set",
            "redaction.pattern=d.bug");

    // Then
    assertThat(code).as(shell.err()).isZero();
    assertThat(shell.err()).isEmpty();
    JsonNode pod = JSON.readTree(shell.out().lines().findFirst().orElseThrow());
    JsonNode server = JSON.readTree(shell.out().lines().skip(1).findFirst().orElseThrow());
    JsonNode container = pod.at("/object/spec/containers/0");
    assertThat(container.at("/env/0/value").asString()).isEqualTo("hunter2");
    assertThat(container.at("/args").toString()).isEqualTo("[\"[redacted]\",\"[redacted]\"]");
    assertThat(container.at("/image").asString()).isEqualTo("[redacted]");
    assertThat(pod.at("/removed").toString())
        .contains("{\"pointer\":\"/metadata/labels/owner\",\"rule\":\"custom\"}");
    assertThat(server.at("/object/spec/contact").asString()).isEqualTo("[redacted]");
    assertThat(server.at("/object/metadata/labels/owner").asString()).isEqualTo("ann");
    assertThat(server.at("/truncated").asBoolean()).isFalse();
  }

  @Test
  void namesEveryAdditionThatCannotBe() {
    // When
    int code = shell.run(
        "config",
        "check",
        "--set",
        "redaction.fields=/spec/x,/metadata/name",
        "--set",
        "redaction.names=spec",
        "--set",
        "redaction.pattern=(",
        "--set",
        "redaction.env.allow=A B",
        "--set",
        "redaction.args.allow=log");

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(shell.err().lines())
        .hasSize(5)
        .contains(
            "redaction.args.allow: must be flags without their values, separated by commas, was \"log\" (example: --log-level,--metrics.)");
  }
}
