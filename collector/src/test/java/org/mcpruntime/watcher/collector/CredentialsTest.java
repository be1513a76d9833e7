package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;

/** Credentials that are replaced while the collector runs. */
final class CredentialsTest {
  @TempDir
  Path directory;

  private CollectorRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new CollectorRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void readsTheTokenOfAKubeconfigAgain() throws Exception {
    Path kubeconfig = directory.resolve("config");
    goesOnAfterARotation(
        token -> write(kubeconfig, rig.api.kubeconfig("{token: \"" + token + "\"}")),
        () -> KubeAccess.kubeconfig(kubeconfig, null));
  }

  @Test
  void readsATokenFileAgain() throws Exception {
    Path tokenFile = directory.resolve("token");
    Path kubeconfig = directory.resolve("config");
    write(kubeconfig, rig.api.kubeconfig("{tokenFile: \"" + tokenFile + "\"}"));
    goesOnAfterARotation(
        token -> write(tokenFile, token), () -> KubeAccess.kubeconfig(kubeconfig, null));
  }

  @Test
  void runsACredentialCommandAgain() throws Exception {
    Path answer = directory.resolve("answer");
    Path command = directory.resolve("command.sh");
    write(command, "#!/bin/sh\ncat '" + answer + "'\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    Path kubeconfig = directory.resolve("config");
    write(
        kubeconfig,
        rig.api.kubeconfig("{exec: {apiVersion: client.authentication.k8s.io/v1, command: \""
            + command + "\", interactiveMode: Never}}"));
    goesOnAfterARotation(
        token -> write(answer, """
            {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
             "status": {"token": "%s"}}
            """.formatted(token)),
        () -> KubeAccess.kubeconfig(kubeconfig, null));
  }

  @Test
  void readsTheTokenOfAServiceAccountAgain() throws Exception {
    Path tokenFile = directory.resolve("token");
    Map<String, @Nullable String> before = set(Map.of(
        "kubernetes.master", rig.api.uri().toString(),
        "kubernetes.auth.tryKubeConfig", "false",
        "kubernetes.auth.serviceAccount.token", tokenFile.toString()));
    try {
      goesOnAfterARotation(
          token -> write(tokenFile, token), () -> KubeAccess.of(Config.autoConfigure(null)));
    } finally {
      set(before);
    }
  }

  private interface Way {
    KubeAccess in();
  }

  private void goesOnAfterARotation(Consumer<String> store, Way way) {
    // Given
    rig.createPod("stays");
    rig.api.requireToken("first");
    store.accept("first");
    rig.start(way.in(), null);
    rig.awaitStatus(CollectorStatus::isSettled);

    // When: the server refuses the old token before there is a new one
    rig.api.requireToken("second");
    rig.api.faults().add(Target.watches(ResourceTypes.POD), Fault.cutBetweenLines(), 1);
    String refused = rig.awaitKind(POD, CoverageState.BLIND).reason();
    rig.createPod("comes");
    store.accept("second");
    rig.awaitCaughtUp();

    // Then
    assertThat(refused).isEqualTo("Unauthorized");
    assertThat(rig.changes(POD)).containsExactly("ADDED WATCH comes");
    assertThat(rig.ofOperation(Operation.GAP)).isEmpty();
    rig.assertSound();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets system properties; returns what they were. */
  private static Map<String, @Nullable String> set(Map<String, ? extends @Nullable String> values) {
    Map<String, @Nullable String> before = new TreeMap<>();
    values.forEach((name, value) -> before.put(
        name, value == null ? System.clearProperty(name) : System.setProperty(name, value)));
    return before;
  }
}
