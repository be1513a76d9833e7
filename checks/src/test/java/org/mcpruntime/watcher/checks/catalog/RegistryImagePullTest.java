package org.mcpruntime.watcher.checks.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

final class RegistryImagePullTest {

  @ParameterizedTest
  @CsvSource({
    "registry.local:5000/acme/cart:2, registry.local:5000",
    "Registry.Local/acme/cart@sha256:0123, registry.local",
    "localhost/cart, localhost",
    "acme/cart:2, docker.io",
    "cart, docker.io",
    "docker.io/library/cart, docker.io",
    "index.docker.io/library/cart, docker.io",
  })
  void groupsByRegistryHost(String image, String host) {
    // When
    CauseGroup group = RegistryImagePull.group(image, PullFailureClass.AUTH);
    // Then
    assertThat(group)
        .isEqualTo(new CauseGroup(
            "registry-image-pull",
            new ObjectRef("watcher.mcpruntime.org", "Registry", "", host),
            "auth"));
  }

  /** K27. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "sha256:0123", "registry.local#1/cart"})
  void groupsNothingWithoutAHost(String image) {
    assertThat(RegistryImagePull.group(image, PullFailureClass.AUTH)).isNull();
  }

  /** K27. */
  @ParameterizedTest
  @EnumSource(
      value = PullFailureClass.class,
      names = {"UNKNOWN", "NOT_FOUND", "INVALID_NAME", "DISK_FULL", "NEVER_PULL", "CORRUPT"})
  void groupsNothingThatSaysNothingOfTheRegistry(PullFailureClass failureClass) {
    assertThat(RegistryImagePull.group("registry.local/cart", failureClass)).isNull();
  }

  @ParameterizedTest
  @MethodSource("groups")
  void tellsWhatFailsInFewWords(CauseGroup group) {
    // Given
    Evidence example =
        new Evidence(new ObjectRef("apps", "Deployment", "shop", "cart"), "message", "1 pod: 401");
    // When
    Finding finding = new RegistryImagePull().finding(group, List.of(example));
    // Then
    assertThat(finding.title()).startsWith("registry ").hasSizeLessThanOrEqualTo(80);
    assertThat(finding.message()).isEqualTo("1 pod: 401");
    assertThat(finding.causeClass()).isEqualTo(group.aspect());
    assertThat(finding.remediation()).hasSizeBetween(1, 3).allMatch(step -> step.endsWith("."));
    assertThat(finding.evidence()).containsExactly(example);
  }

  @Test
  void isJudgedWithThePodsThatNameIt() {
    // Given
    GroupCheck group = new PodImagePull().groups().get(0);
    // Then
    assertThat(group.spec().id()).isEqualTo("registry-image-pull");
    assertThat(group.spec().subject()).isEqualTo(Kinds.POD);
    assertThat(Rules.standard(List.of(new PodImagePull())).text())
        .contains("registry-image-pull version 1");
  }

  static Stream<CauseGroup> groups() {
    return Stream.of(PullFailureClass.values())
        .flatMap(failureClass -> Stream.of("registry.local/cart", "a".repeat(60) + ".local/cart")
            .map(image -> RegistryImagePull.group(image, failureClass)))
        .filter(group -> group != null);
  }
}
