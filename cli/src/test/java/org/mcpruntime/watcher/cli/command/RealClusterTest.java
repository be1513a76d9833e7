package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.cli.ClusterWatcher;
import org.mcpruntime.watcher.testbed.real.Programs;
import org.mcpruntime.watcher.testbed.real.RealControlPlane;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code up} on a real API server with real controllers, as a process of its own, and the doctor on the same cluster. */
class RealClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String VOLUME = """
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: gone}
      spec:
        accessModes: [ReadWriteOnce]
        capacity: {storage: 1Gi}
        hostPath: {path: /nowhere}
        persistentVolumeReclaimPolicy: Retain
      """;
  private static final String FAILS = "annotations: {testbed/fails: image-pull}, ";

  @Test
  void opensIncidentsOfAFailingDeploymentAgreesWithTheDoctorAndResolvesAfterTheFix(
      @TempDir Path directory) throws Exception {
    // Given
    Optional<Programs> programs = Programs.findWithControllers();
    assumeTrue(programs.isPresent(), Programs.missing());
    try (RealControlPlane plane =
        RealControlPlane.start(programs.get(), directory.resolve("plane"), 2)) {
      plane.apply(deployment("healthy", ""));
      plane.apply(deployment("cart", FAILS));
      Process up = up(plane, directory);
      try {
        // When
        await()
            .atMost(PATIENCE)
            .failFast(() -> assertThat(up.isAlive()).as(() -> said(directory)).isTrue())
            .untilAsserted(() -> assertThat(stream(directory, "OPEN"))
                .containsOnlyKeys(
                    "apps/Deployment/default/cart#pod-image-pull",
                    "apps/Deployment/default/cart#deployment-unavailable"));
        // Then
        assertThat(stream(directory, "OPEN")
                .get("apps/Deployment/default/cart#deployment-unavailable"))
            .contains("causedBy apps/Deployment/default/cart#pod-image-pull");
        // Between two attempts a pod does not name the cause; these kubelets write no Event that
        // would,
        // and the doctor has no memory. So it may have to look again.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(doctor(plane, directory))
            .isEqualTo(stream(directory, "OPEN")));

        // When
        plane.apply(deployment("cart", ""));
        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stream(directory, "OPEN"))
            .isEmpty());
        assertThat(stream(directory, "RESOLVED")).hasSize(2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(doctor(plane, directory))
            .isEmpty());
      } finally {
        up.destroy();
        if (!up.waitFor(30, TimeUnit.SECONDS)) {
          up.destroyForcibly().waitFor();
        }
      }
    }
  }

  /** The controllers and the scheduler are real; nobody provisions. */
  @Test
  void tellsWhyClaimsHaveNoVolumeAndLeavesAloneWhatWaits(@TempDir Path directory) throws Exception {
    // Given
    Optional<Programs> programs = Programs.findWithControllers();
    assumeTrue(programs.isPresent(), Programs.missing());
    try (RealControlPlane plane =
        RealControlPlane.start(programs.get(), directory.resolve("plane"), 1)) {
      plane.apply(storageClass("now", "Immediate"));
      plane.apply(storageClass("later", "WaitForFirstConsumer"));
      plane.apply(VOLUME);
      plane.apply(claim("lost", "storageClassName: '', volumeName: gone,"));
      plane.kubectl(
          "", "wait", "--for=jsonpath={.status.phase}=Bound", "--timeout=60s", "pvc/lost");
      // When
      plane.kubectl("", "delete", "pv", "gone", "--wait=false");
      plane.kubectl("", "patch", "pv", "gone", "-p", "{\"metadata\":{\"finalizers\":null}}");
      plane.apply(claim("misspelt", "storageClassName: latter,"));
      plane.apply(claim("undecided", ""));
      plane.apply(claim("silent", "storageClassName: now,"));
      plane.apply(pod("uses-silent", "silent"));
      plane.apply(claim("chosen", "storageClassName: later,"));
      plane.apply(pod("uses-chosen", "chosen"));
      plane.apply(claim("unused", "storageClassName: later,"));
      // Then
      String claim = "core/PersistentVolumeClaim/default/%s#volume-claim-not-bound";
      String title = "volume claim has no volume: ";
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(doctor(plane, directory))
          .hasSize(6)
          .hasEntrySatisfying(claim.formatted("lost"), said -> assertThat(said)
              .contains(title + "its volume is gone"))
          .hasEntrySatisfying(claim.formatted("misspelt"), said -> assertThat(said)
              .contains(title + "its StorageClass does not exist"))
          .hasEntrySatisfying(claim.formatted("undecided"), said -> assertThat(said)
              .contains(title + "no StorageClass is the default"))
          .hasEntrySatisfying(claim.formatted("silent"), said -> assertThat(said)
              .contains(title + "its provisioner says nothing"))
          .hasEntrySatisfying(claim.formatted("chosen"), said -> assertThat(said)
              .contains(title + "its provisioner says nothing"))
          .hasEntrySatisfying("core/Pod/default/uses-silent#pod-pending", said -> assertThat(said)
              .contains("its volume", "causedBy " + claim.formatted("silent"))));
    }
  }

  private static Process up(RealControlPlane plane, Path directory) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx768m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        ClusterWatcher.class.getName(),
        "up",
        "--kubeconfig",
        plane.kubeconfig().toString(),
        "--context",
        "real",
        "--data-dir",
        directory.resolve("data").toString()));
    for (String quick : List.of(
        "checks.pod-image-pull.settle=10s",
        "checks.deployment-unavailable.hold=20s",
        "checks.deployment-unavailable.settle=10s")) {
      command.addAll(List.of("--set", quick));
    }
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("up.log").toFile());
    builder.environment().put("XDG_DATA_HOME", directory.toString());
    return builder.start();
  }

  /** What {@code up} has said. */
  private static String said(Path directory) {
    try {
      return Files.readString(directory.resolve("up.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Incident key, without the cluster that the doctor has no name for, to what the stream says of it. */
  private static Map<String, String> stream(Path directory, String status) {
    TestShell shell = shell(directory);
    int code = shell.run("incidents", "--status", status.toLowerCase(Locale.ROOT), "-o", "json");
    // A kind that is listed at this moment is not seen.
    assertThat(code).as(shell.err()).isIn(0, 3);
    return verdicts(shell.out().replace("real/apps/", "apps/"), "incidents");
  }

  /** Incident key to what the doctor says of it. */
  private static Map<String, String> doctor(RealControlPlane plane, Path directory) {
    TestShell shell = shell(directory);
    shell.run(
        "doctor",
        "--kubeconfig",
        plane.kubeconfig().toString(),
        "--context",
        "real",
        "-A",
        "-o",
        "json");
    return verdicts(shell.out(), "findings");
  }

  private static Map<String, String> verdicts(String json, String list) {
    Map<String, String> verdicts = new TreeMap<>();
    for (JsonNode each : JsonMapper.shared().readTree(json).path(list)) {
      verdicts.put(
          each.path("key").asString(),
          String.join(
              " · ",
              each.path("severity").asString(),
              each.path("impact").asString(),
              each.path("reason").asString(),
              each.path("title").asString(),
              "causedBy " + each.path("causedBy").asString("nothing")));
    }
    return verdicts;
  }

  private static TestShell shell(Path directory) {
    return new TestShell(directory).with("XDG_DATA_HOME", directory.toString());
  }

  private static String deployment(String name, String annotations) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: default}
        spec:
          replicas: 2
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {%2$slabels: {app: %1$s}}
            spec: {containers: [{name: %1$s, image: "registry.local/shop/%1$s:1.0"}]}
        """.formatted(name, annotations);
  }

  private static String storageClass(String name, String bindingMode) {
    return """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: %s}
        provisioner: storage.example.com
        volumeBindingMode: %s
        """.formatted(name, bindingMode);
  }

  private static String claim(String name, String spec) {
    return """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s, namespace: default}
        spec: {%s accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """.formatted(name, spec);
  }

  private static String pod(String name, String claim) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default}
        spec:
          containers: [{name: main, image: "registry.local/shop/db:7"}]
          volumes: [{name: data, persistentVolumeClaim: {claimName: %s}}]
        """.formatted(name, claim);
  }
}
