package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class DoctorCommandTest {

  /** A Deployment of two whose pods cannot pull their image. */
  private static final String FAILING = """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: apps/v1
        kind: Deployment
        metadata: {name: cart, namespace: shop, uid: d1, generation: 1}
        spec: {replicas: 1, selector: {matchLabels: {app: cart}}}
        status:
          observedGeneration: 1
          replicas: 1
          updatedReplicas: 1
          unavailableReplicas: 1
          conditions:
          - {type: Available, status: "False", reason: MinimumReplicasUnavailable, lastTransitionTime: "2026-11-23T02:00:00Z"}
          - {type: Progressing, status: "False", reason: ProgressDeadlineExceeded, lastTransitionTime: "2026-11-23T02:10:00Z"}
      - apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: cart-5c9
          namespace: shop
          uid: r1
          generation: 1
          ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: cart, uid: d1, controller: true}]
        spec: {replicas: 1}
        status: {observedGeneration: 1, replicas: 1}
      - apiVersion: v1
        kind: Pod
        metadata:
          name: cart-5c9-x
          namespace: shop
          uid: p1
          ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: cart-5c9, uid: r1, controller: true}]
        spec:
          nodeName: node-1
          containers: [{name: cart, image: "registry.local/shop/cart:1.5.0", env: [{name: TOKEN, value: topsecret}]}]
        status:
          phase: Pending
          containerStatuses:
          - name: cart
            image: registry.local/shop/cart:1.5.0
            ready: false
            restartCount: 0
            state:
              waiting:
                reason: ErrImagePull
                message: 'failed to pull image "registry.local/shop/cart:1.5.0": unexpected status from HEAD request: 401 Unauthorized'
      - apiVersion: v1
        kind: Event
        metadata: {name: cart-5c9-x.1, namespace: shop, uid: e1}
        involvedObject: {apiVersion: v1, kind: Pod, name: cart-5c9-x, namespace: shop, uid: p1}
        type: Warning
        reason: Failed
        message: 'Failed to pull image "registry.local/shop/cart:1.5.0": 401 Unauthorized'
        lastTimestamp: "2026-11-23T02:10:00Z"
      """;

  /** A warning. */
  private static final String FAILED_JOB = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: nightly, namespace: shop, uid: j1}
      spec: {backoffLimit: 3}
      status:
        failed: 4
        conditions:
        - {type: Failed, status: "True", reason: DeadlineExceeded, message: Job was active too long}
      """;

  @TempDir
  Path directory;

  private TestShell shell = new TestShell(Path.of("."));

  @BeforeEach
  void startInAnEmptyHome() {
    shell = new TestShell(directory);
  }

  @Test
  void judgesManifestsAsOneHeadlineWithItsCause() throws IOException {
    // Given
    Files.writeString(directory.resolve("cart.yaml"), FAILING);

    // When
    int code = shell.run("doctor", "-f", "cart.yaml");

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(shell.out().lines().findFirst()).hasValueSatisfying(line -> assertThat(line)
        .matches("CRITICAL {4}shop/cart  pod-image-pull  .*auth.*"));
    assertThat(shell.out())
        .contains("1 of 1 pod")
        .contains("            fix: ")
        .contains("explains 1: deployment-unavailable")
        .containsPattern("1 finding \\(1 critical\\) · 4 objects in \\d+\\.\\ds · exit 1\\n")
        .doesNotContain("topsecret");
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void readsStandardInputAndWritesJson() {
    // When
    int code = shell.withInput(FAILING).run("doctor", "-f", "-", "-o", "json");

    // Then
    JsonNode report = JsonMapper.builder().build().readTree(shell.out());
    assertThat(code).isEqualTo(1);
    assertThat(report.path("exitCode").asInt()).isEqualTo(1);
    JsonNode finding = report.path("findings").get(0);
    assertThat(finding.path("key").asString())
        .isEqualTo("apps/Deployment/shop/cart#pod-image-pull");
    assertThat(finding.path("severity").asString()).isEqualTo("CRITICAL");
    assertThat(report.path("findings").get(1).path("causedBy").asString())
        .isEqualTo("apps/Deployment/shop/cart#pod-image-pull");
  }

  @Test
  void findsNothingInAnotherNamespace() {
    assertThat(shell.withInput(FAILING).run("doctor", "-f", "-", "-n", "other")).isZero();
    assertThat(shell.out()).contains("0 findings").contains("exit 0");
  }

  @Test
  void saysWhatItWasNotGiven() {
    // Given a Deployment without its pods
    String alone =
        FAILING.substring(0, FAILING.indexOf("- apiVersion: apps/v1\n  kind: ReplicaSet"));

    // When
    int code = shell.withInput(alone).run("doctor", "-f", "-");

    // Then
    assertThat(code).isIn(0, 1);
    assertThat(shell.out()).contains("not looked at: ").contains("core/Pod");
  }

  @Test
  void namesWhatIsWrongWithTheInput() {
    assertThat(shell.withInput("a: [").run("doctor", "-f", "-")).isEqualTo(2);
    assertThat(shell.err()).startsWith("standard input: is neither YAML nor JSON at line 1");

    assertThat(shell.withInput("").run("doctor", "-f", "-")).isEqualTo(2);
    assertThat(shell.err()).startsWith("-: no objects found");

    assertThat(shell.run("doctor", "-f", "nothing.yaml")).isEqualTo(2);
    assertThat(shell.err()).contains("nothing.yaml: there is no such file or directory");
  }

  @Test
  void writesWhatBuildServersRead() throws Exception {
    // When
    int code = shell.withInput(FAILING).run("doctor", "-f", "-", "-o", "junit");

    // Then
    assertThat(code).isEqualTo(1);
    JunitReport report = JunitReport.parse(shell.out());
    report.requireSound();
    assertThat(report.cases("doctor.pod-image-pull")).singleElement().satisfies(each -> {
      assertThat(each.name()).isEqualTo("Deployment shop/cart");
      assertThat(each.outcome()).isEqualTo("failure");
      assertThat(each.message()).startsWith("image pull fails");
      assertThat(each.text())
          .startsWith("1 of 1 pod")
          .contains("\nfix: ", "\nexplains: apps/Deployment/shop/cart#deployment-unavailable")
          .contains("\nevidence: core/Pod/shop/cart-5c9-x ");
    });
    assertThat(report.cases("doctor.deployment-unavailable"))
        .singleElement()
        .satisfies(each -> assertThat(each.text())
            .contains("explained by: apps/Deployment/shop/cart#pod-image-pull"));
    assertThat(report.cases("doctor.pod-oom-killed"))
        .singleElement()
        .satisfies(each -> assertThat(each.outcome()).isEmpty());
    assertThat(report.cases("doctor.node-not-ready")).singleElement().satisfies(each -> {
      assertThat(each.outcome()).isEqualTo("skipped");
      assertThat(each.message()).isEqualTo("not looked at: core/Node");
    });
    assertThat(report.cases("doctor.coverage"))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.outcome()).isEqualTo("skipped"))
        .extracting(JunitReport.Case::name)
        .contains("sees core/Node");
    assertThat(shell.out()).doesNotContain("topsecret");
  }

  @Test
  void aFindingBelowTheLimitPassesAndSaysSo() throws Exception {
    // When
    int code = shell
        .withInput(FAILED_JOB)
        .run("doctor", "-f", "-", "-o", "junit", "--fail-on", "critical");

    // Then
    assertThat(code).isZero();
    JunitReport report = JunitReport.parse(shell.out());
    report.requireSound();
    assertThat(report.cases("doctor.job-failed")).singleElement().satisfies(each -> {
      assertThat(each.outcome()).isEqualTo("system-out");
      assertThat(each.text()).startsWith("WARNING, below --fail-on: ");
    });
  }

  @Test
  void whatXmlCannotHoldIsReplaced() throws Exception {
    // Given a message with colours, an entity, the end of a CDATA section and half of a character
    String dirty = FAILING.replace(
        "'failed to pull image \"registry.local/shop/cart:1.5.0\": unexpected status from HEAD request: 401 Unauthorized'",
        "\"\\e[31mfailed\\0 <b>&amp; ]]> \\uD83D x\"");

    // When
    int code = shell.withInput(dirty).run("doctor", "-f", "-", "-o", "junit");

    // Then
    assertThat(code).isEqualTo(1);
    JunitReport report = JunitReport.parse(shell.out());
    report.requireSound();
    assertThat(report.cases("doctor.pod-image-pull"))
        .singleElement()
        .satisfies(
            each -> assertThat(each.text()).contains("\uFFFD[31mfailed").contains("<b>&amp; ]]>"));
  }
}
