package org.mcpruntime.watcher.checks.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.ExtractionException;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.Facts;

/** What changed, in words. */
class SpecChangeTest {

  @ParameterizedTest
  @CsvSource({
    "a/cart:1.4.2, a/cart:1.5.0, image 1.4.2→1.5.0",
    "cart, cart:2, image latest→2",
    "registry.local:5000/a/cart:1, registry.local:5000/a/cart:2, image 1→2",
    "a/cart:1, a/wagon:2, image cart:1→wagon:2",
    "registry.a/cart:1, registry.b/cart:1, image registry.a/cart:1→registry.b/cart:1",
    "cart:1@sha256:aaaaaaaaaaaaaaaa, cart:1@sha256:bbbbbbbbbbbbbbbb, image aaaaaaaaaaaa→bbbbbbbbbbbb",
    "cart:1@sha256:aaaaaaaaaaaaaaaa, cart:2@sha256:bbbbbbbbbbbbbbbb, image 1→2",
    "cart@sha256:aaaaaaaaaaaaaaaa, cart:2, image aaaaaaaaaaaa→2",
    "user:secret@host/cart:1, user:secret@host/cart:2, image changed",
    "https://user:secret@host/cart:1, host/cart:2, image changed"
  })
  void namesImages(String before, String after, String text) throws ExtractionException {
    assertThat(SpecChange.between(deployment(before, 1), deployment(after, 2)))
        .containsExactly(new SpecChange(SpecChange.Sort.IMAGE, text));
  }

  @Test
  void saysWhichOfSeveralImages() throws ExtractionException {
    assertThat(SpecChange.between(
            deployment("cart:1\"},{\"image\":\"proxy:1", 1),
            deployment("cart:1\"},{\"image\":\"proxy:2", 2)))
        .extracting(SpecChange::text)
        .containsExactly("image proxy 1→2");
    assertThat(SpecChange.between(
            deployment("cart:1\"},{\"image\":\"proxy:1", 1),
            deployment("cart:2\"},{\"image\":\"proxy:2", 2)))
        .extracting(SpecChange::text)
        .containsExactly("image cart 1→2 and 1 more");
    assertThat(SpecChange.between(
            deployment("cart:1", 1), deployment("cart:1\"},{\"image\":\"proxy:2", 2)))
        .extracting(SpecChange::text)
        .containsExactly("containers 1→2");
  }

  @Test
  void namesConfigurationByName() throws ExtractionException {
    // Given
    Facts one = configured("settings-6f5", "token");
    // Then
    assertThat(SpecChange.between(one, configured("settings-9k2", "token")))
        .containsExactly(new SpecChange(
            SpecChange.Sort.CONFIG, "config ConfigMap/settings-6f5→ConfigMap/settings-9k2"));
    assertThat(SpecChange.between(deployment("cart:1", 1), one))
        .extracting(SpecChange::text)
        .containsExactly("config added ConfigMap/settings-6f5 and 1 more");
    assertThat(SpecChange.between(one, deployment("cart:1", 1)))
        .extracting(SpecChange::text)
        .containsExactly("config removed ConfigMap/settings-6f5 and 1 more");
  }

  /** The value is a secret perhaps, and no news. */
  @Test
  void namesWhatIsStampedOnPodsWhenTheirConfigurationChanges() throws ExtractionException {
    for (String name : List.of(
        "checksum/config",
        "kubectl.kubernetes.io/restartedAt",
        "reloader.stakater.com/last-reloaded-from",
        "wave.pusher.com/config-hash",
        "mcp-runtime.io/webhook-cert-sha256")) {
      assertThat(SpecChange.between(stamped(name, "one"), stamped(name, "other")))
          .containsExactly(new SpecChange(SpecChange.Sort.CONFIG, "config " + name));
      assertThat(((DeploymentFacts) stamped(name, "one")).stamps())
          .noneMatch(stamp -> stamp.contains("one"));
    }
    assertThat(SpecChange.between(
            stamped("prometheus.io/port", "80"), stamped("prometheus.io/port", "81")))
        .isEmpty();
  }

  @Test
  void namesTheSelectorOfAService() throws ExtractionException {
    assertThat(SpecChange.between(
            object(
                "v1",
                "Service",
                "s",
                "\"spec\":{\"selector\":{\"app\":\"cart\",\"tier\":\"web\"}}"),
            object("v1", "Service", "s", "\"spec\":{\"selector\":{\"app\":\"crat\"}}")))
        .containsExactly(
            new SpecChange(SpecChange.Sort.CONFIG, "selector app=cart,tier=web→app=crat"));
  }

  @Test
  void fallsBackToTheGeneration() throws ExtractionException {
    assertThat(SpecChange.between(deployment("cart:1", 4), deployment("cart:1", 5)))
        .containsExactly(new SpecChange(SpecChange.Sort.SPEC, "spec generation 4→5"));
  }

  @Test
  void namesReplicasOfEveryWorkloadThatIsScaled() throws ExtractionException {
    for (String kind : List.of("Deployment", "StatefulSet")) {
      assertThat(SpecChange.between(
              object("apps/v1", kind, "d", "\"spec\":{\"replicas\":2}"),
              object("apps/v1", kind, "d", "\"spec\":{\"replicas\":3}")))
          .as(kind)
          .containsExactly(new SpecChange(SpecChange.Sort.REPLICAS, "replicas 2→3"));
    }
  }

  @Test
  void takesAStatusForNoChange() throws ExtractionException {
    assertThat(SpecChange.between(
            object("apps/v1", "Deployment", "d", "\"status\":{\"readyReplicas\":1}"),
            object("apps/v1", "Deployment", "d", "\"status\":{\"readyReplicas\":0}")))
        .isEmpty();
  }

  @Test
  void namesRevisionsOfAPolicy() throws ExtractionException {
    // Given
    Facts one = policy("\"policySummary\":{\"revision\":\"sha256:" + "1".repeat(64) + "\"}");
    Facts other = policy("\"policySummary\":{\"revision\":\"sha256:" + "2".repeat(64) + "\"}");
    // Then
    assertThat(SpecChange.between(one, other))
        .containsExactly(
            new SpecChange(SpecChange.Sort.POLICY, "policy 111111111111→222222222222"));
    assertThat(SpecChange.between(one, policy("\"policySummary\":{\"parseState\":\"invalid\"}")))
        .extracting(SpecChange::text)
        .containsExactly("policy changed");
    assertThat(SpecChange.between(
            one, object("v1", "ConfigMap", "cart-gateway-policy", "\"data\":{\"x\":\"\"}")))
        .extracting(SpecChange::text)
        .containsExactly("policy removed");
  }

  @Test
  void shortensLongNamesInTheirMiddle() {
    assertThat(SpecChange.shortened("a".repeat(60))).hasSize(60).doesNotContain("…");
    assertThat(SpecChange.shortened("a".repeat(100) + "-6f5"))
        .hasSize(60)
        .contains("…")
        .endsWith("-6f5");
  }

  private static Facts deployment(String image, int generation) throws ExtractionException {
    return extract(
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"d\",\"namespace\":\"n\",\"generation\":"
            + generation
            + "},\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"image\":\""
            + image
            + "\"}]}}}}");
  }

  private static Facts configured(String configMap, String secret) throws ExtractionException {
    return object("apps/v1", "Deployment", "d", """
        "spec":{"template":{"spec":{"volumes":[{"name":"v","configMap":{"name":"%s"}}],
         "containers":[{"image":"cart:1","env":[{"name":"T","valueFrom":{"secretKeyRef":{"name":"%s","key":"k"}}}]}]}}}
        """.formatted(configMap, secret));
  }

  private static Facts stamped(String annotation, String value) throws ExtractionException {
    return object(
        "apps/v1",
        "Deployment",
        "d",
        "\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"" + annotation + "\":\"" + value
            + "\"}}}}");
  }

  private static Facts policy(String summary) throws ExtractionException {
    return object(
        "v1", "ConfigMap", "cart-gateway-policy", "\"data\":{\"policy.json\":\"\"}," + summary);
  }

  private static Facts object(String apiVersion, String kind, String name, String members)
      throws ExtractionException {
    return extract("{\"apiVersion\":\"" + apiVersion + "\",\"kind\":\"" + kind
        + "\",\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"n\"}," + members + "}");
  }

  private static Facts extract(String json) throws ExtractionException {
    return Extractors.extract(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }
}
