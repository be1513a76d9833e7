package org.mcpruntime.watcher.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.testbed.kube.FakeKubeApi;
import org.mcpruntime.watcher.testbed.kube.KubeStore;

/** Credentials that do not work, or stand in files that cannot be read, are not repeated by the message that says so. */
class SecretsInErrorsTest {
  private static final String SECRET = "KQ7CANARY0000X9Z";

  @TempDir
  Path directory;

  static Stream<String> kubeconfigs() {
    return Stream.of(
        kubeconfig("http://127.0.0.1:1", "{token: " + SECRET + "}"),
        kubeconfig("http://ann:" + SECRET + "@127.0.0.1:1", "{}"),
        kubeconfig("http://127.0.0.1:1/?token=" + SECRET, "{}"),
        kubeconfig("http://127.0.0.1:1", "{username: ann, password: " + SECRET + "}"),
        kubeconfig("http://127.0.0.1:1", "{client-key-data: " + SECRET + "}"),
        kubeconfig(
            "https://127.0.0.1:1", "{client-certificate-data: x, client-key-data: " + SECRET + "}"),
        kubeconfig("http://127.0.0.1:1", "{token: [" + SECRET + "}"),
        kubeconfig("http://127.0.0.1:1", "{token: {a: " + SECRET + "}}"),
        kubeconfig("http://127.0.0.1:1", "{tokens: " + SECRET + "}"),
        kubeconfig(
            "http://127.0.0.1:1",
            "{exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/false, args: ["
                + SECRET + "], env: [{name: A, value: " + SECRET + "}]}}"),
        kubeconfig(
            "http://127.0.0.1:1",
            "{exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/echo, args: ['{\"token\": "
                + SECRET + "']}}"),
        SECRET + ": : {",
        "password: '" + SECRET);
  }

  @ParameterizedTest
  @MethodSource("kubeconfigs")
  void aKubeconfigThatDoesNotWork(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("kubeconfig"), text);
    for (String command : new String[] {"doctor", "collect", "up"}) {
      assertFailsQuietly(command, "-v", "--kubeconfig", file.toString());
    }
  }

  @Test
  void aTokenThatTheServerRefuses() throws IOException {
    try (KubeStore store = KubeStore.inMemory(Clock.systemUTC());
        FakeKubeApi api = FakeKubeApi.start(store, 0)) {
      api.requireToken("another");
      Path file = Files.writeString(
          directory.resolve("kubeconfig"), api.kubeconfig("{token: " + SECRET + "}"));
      for (String command : new String[] {"doctor", "collect", "up"}) {
        assertFailsQuietly(command, "-v", "--kubeconfig", file.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.url=http://ann:KQ7CANARY0000X9Z@127.0.0.1:1",
        "registry.url=ann:KQ7CANARY0000X9Z@127.0.0.1:1",
        "registry.url=http://127.0.0.1:1/?token=KQ7CANARY0000X9Z x",
        "registry.password=KQ7CANARY0000X9Z",
        "registry.token=KQ7CANARY0000X9Z",
        "registry.pasword=KQ7CANARY0000X9Z",
        "kafka.bootstrap.servers=ann:KQ7CANARY0000X9Z@127.0.0.1:1",
        "kafka.sasl.jaas.config=KQ7CANARY0000X9Z",
        "kafka.sasl.jaas.config=a.b.C required password=\"KQ7CANARY0000X9Z",
        "kafka.ssl.keystore.key=KQ7CANARY0000X9Z",
        "kafka.ssl.truststore.password=KQ7CANARY0000X9Z"
      })
  void aSettingThatDoesNotFit(String setting) {
    for (String command : new String[] {"collect", "correlate", "incidents"}) {
      assertFailsQuietly(
          command,
          "-v",
          "--set",
          "kafka.bootstrap.servers=127.0.0.1:1",
          "--set",
          "kafka.security.protocol=SASL_SSL",
          "--set",
          setting);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry: {password: KQ7CANARY0000X9Z",
        "registry:\n  password: KQ7CANARY0000X9Z\n x",
        "KQ7CANARY0000X9Z",
        "registry.password: KQ7CANARY0000X9Z\nregistry.password: KQ7CANARY0000X9Z",
        "registry: {password: [KQ7CANARY0000X9Z, {a: b}]}"
      })
  void aFileThatCannotBeRead(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("config.yaml"), text);
    assertFailsQuietly("config", "check", "-v", "--config", file.toString());
  }

  private void assertFailsQuietly(String... arguments) {
    TestShell shell = new TestShell(directory);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, UTF_8));
    int code;
    try {
      code = shell.run(arguments);
    } finally {
      System.setErr(before);
    }
    assertThat(shell.out() + shell.err() + log.toString(UTF_8))
        .as(String.join(" ", arguments))
        .isNotEmpty()
        .doesNotContain(SECRET);
    assertThat(code).as(shell.out() + shell.err()).isNotZero();
  }

  private static String kubeconfig(String server, String user) {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: %s}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """.formatted(server, user);
  }
}
