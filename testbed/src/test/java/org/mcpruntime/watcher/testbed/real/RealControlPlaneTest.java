package org.mcpruntime.watcher.testbed.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealControlPlaneTest {

  private static final String DEPLOYMENT = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart, namespace: default}
      spec:
        replicas: 1
        selector: {matchLabels: {app: cart}}
        template:
          metadata: {labels: {app: cart}, annotations: {testbed/fails: image-pull}}
          spec: {containers: [{name: cart, image: "registry.local/cart:1"}]}
      """;

  @Test
  void runsPodsThatFailAsAnnotated(@TempDir Path directory) throws Exception {
    // Given
    Optional<Programs> programs = Programs.findWithControllers();
    assumeTrue(programs.isPresent(), Programs.missing());
    try (RealControlPlane plane = RealControlPlane.start(programs.get(), directory, 1)) {
      // When
      plane.apply(DEPLOYMENT);
      // Then
      await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
              plane.kubectl("", "get", "pods", "-o", "json"))
          .contains("ErrImagePull", "401 Unauthorized"));
      await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
              plane.kubectl("", "get", "pods", "-o", "json"))
          .contains("ImagePullBackOff"));
    }
  }
}
