package org.mcpruntime.watcher.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.cli.config.ConfigLoader.Loaded;
import org.mcpruntime.watcher.cli.config.ConfigSources.Flag;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.api.Selection;

final class ConfigLoaderTest {

  @TempDir
  Path directory;

  @Test
  void usesDefaultsWithoutAnySource() {
    // When
    Loaded loaded = ConfigLoader.load(new ConfigSources(null, Map.of(), Map.of()));

    // Then
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.config().get(Keys.TOPICS_PREFIX)).isEqualTo("mcp.");
    assertThat(loaded.config().get(ServiceKeys.SNAPSHOT_INTERVAL)).isEqualTo(Duration.ofHours(1));
    assertThat(loaded.config().find(Keys.CONTEXT)).isEmpty();
  }

  @Test
  void flagWinsOverEnvironmentOverFileOverDefault() throws IOException {
    // Given
    Path file = file("topics: {prefix: file., partitions: 3, replication: 2}");
    Map<String, String> environment =
        Map.of("CLUSTER_WATCHER_TOPICS_PREFIX", "env.", "CLUSTER_WATCHER_TOPICS_PARTITIONS", "4");

    // When
    Config config = ConfigLoader.load(new ConfigSources(
            file, environment, Map.of("topics.prefix", new Flag("flag.", "--set topics.prefix"))))
        .config();

    // Then
    assertThat(config.get(Keys.TOPICS_PREFIX)).isEqualTo("flag.");
    assertThat(config.get(Keys.TOPICS_PARTITIONS)).isEqualTo(4);
    assertThat(config.get(Keys.TOPICS_REPLICATION)).isEqualTo(2);
    assertThat(config.get(Keys.STALE_AFTER)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void readsNestedSectionsDottedKeysAndLists() throws IOException {
    // Given
    Path file = file("""
        kafka:
          bootstrap.servers: [a:9092, b:9093]
          security.protocol: SASL_SSL
        collector.snapshot-interval: 10m
        """);

    // When
    Loaded loaded = ConfigLoader.load(new ConfigSources(file, Map.of(), Map.of()));

    // Then
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.config().kafka())
        .containsExactly(
            Map.entry("bootstrap.servers", "a:9092,b:9093"),
            Map.entry("security.protocol", "SASL_SSL"));
    assertThat(loaded.config().get(ServiceKeys.SNAPSHOT_INTERVAL))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void tellsEveryProblemAtOnce() throws IOException {
    // Given
    Path file = file("""
        collector.snapshot-interval: -5s
        colector.tick-interval: 5s
        topics: {partitions: many, retention: {events: 30d, incidents: 30d}}
        registry: {url: "ftp://registry", user: ann}
        kafka: {transactional.id: mine, sasl.mechanisn: PLAIN}
        """);

    // When
    Loaded loaded = ConfigLoader.load(
        new ConfigSources(file, Map.of("CLUSTER_WATCHER_TOPICS_PREFIXX", "a"), Map.of()));

    // Then
    assertThat(lines(loaded))
        .containsExactlyInAnyOrder(
            "collector.snapshot-interval: must be a positive duration, was \"-5s\" (example: 10m)",
            "colector.tick-interval: unknown key, did you mean collector.tick-interval?",
            "topics.partitions: must be a whole number between 1 and 1000, was \"many\" (example: 12)",
            "topics.retention.incidents: must be more than topics.retention.events and two days (32d), was \"30d\" (example: 53d)",
            "registry.url: must be an http or https URL without a user in it, was \"ftp://registry\""
                + " (example: https://registry-0:8081,https://registry-1:8081)",
            "registry.password: must be given too: registry.user and registry.password go together",
            "kafka.transactional.id: is set by Cluster Watcher, since its guarantees rest on it; remove it",
            "kafka.sasl.mechanisn: unknown key, did you mean kafka.sasl.mechanism?",
            "CLUSTER_WATCHER_TOPICS_PREFIXX: unknown variable, did you mean CLUSTER_WATCHER_TOPICS_PREFIX?");
  }

  @Test
  void keepsTheDefaultWhereAValueIsBad() {
    // When
    Loaded loaded = ConfigLoader.load(new ConfigSources(
        null, Map.of(), Map.of("topics.partitions", new Flag("0", "--set topics.partitions"))));

    // Then
    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.config().get(Keys.TOPICS_PARTITIONS)).isEqualTo(12);
  }

  @Test
  void saysWhichLineIsNotYaml() throws IOException {
    // Given
    Path file = file("topics:\n  prefix: [mcp.\n");

    // When
    Loaded loaded = ConfigLoader.load(new ConfigSources(file, Map.of(), Map.of()));

    // Then
    assertThat(lines(loaded))
        .singleElement()
        .asString()
        .startsWith(file + ": is not YAML at line ");
  }

  @Test
  void saysThatTheFileIsMissing() {
    // Given
    Path file = directory.resolve("none.yaml");

    // When
    Loaded loaded = ConfigLoader.load(new ConfigSources(file, Map.of(), Map.of()));

    // Then
    assertThat(lines(loaded)).containsExactly(file + ": there is no such file");
  }

  @Test
  void tellsAKeyThatIsGivenTwice() throws IOException {
    // Given
    Path file = file("topics.prefix: a.\ntopics: {prefix: b.}\n");

    // When
    Loaded loaded = ConfigLoader.load(new ConfigSources(file, Map.of(), Map.of()));

    // Then
    assertThat(lines(loaded)).containsExactly("topics.prefix: is given twice in " + file);
  }

  @Test
  void masksSecretsWhereverTheyCouldShow() throws IOException {
    // Given
    Path file = file("""
        registry: {user: ann, password: topsecret, url: "https://ann:topsecret@registry"}
        kafka: {sasl.jaas.config: topsecret, ssl.keystore.password: topsecret}
        """);

    // When
    Loaded loaded = ConfigLoader.load(new ConfigSources(file, Map.of(), Map.of()));

    // Then
    assertThat(loaded.config().entries(key -> true))
        .extracting(Config.Entry::key, Config.Entry::shown)
        .contains(
            tuple("registry.password", "***"),
            tuple("kafka.sasl.jaas.config", "***"),
            tuple("kafka.ssl.keystore.password", "***"));
    assertThat(loaded.config().toString() + lines(loaded)).doesNotContain("topsecret");
  }

  @Test
  void leavesOtherVariablesAlone() {
    // When
    Loaded loaded = ConfigLoader.load(new ConfigSources(
        null, Map.of("PATH", "/bin", "CLUSTER_WATCHER_JAVA_OPTS", "-Xmx2g"), Map.of()));

    // Then
    assertThat(loaded.problems()).isEmpty();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("config.yaml"), text);
  }

  private static List<String> lines(Loaded loaded) {
    return loaded.problems().stream().map(Problem::line).toList();
  }

  @Test
  void readsContextsWithAndWithoutNames() {
    Config config = load(Map.of("CLUSTER_WATCHER_KUBE_CONTEXTS", "k3s-stage, prod=arn:aws:eks:x"));
    assertThat(config.get(Keys.CONTEXTS))
        .containsExactly(
            new NamedContext(null, "k3s-stage"), new NamedContext("prod", "arn:aws:eks:x"));
  }

  @Test
  void readsSelectionsWhoseSelectorsHoldCommas() throws IOException {
    // Given
    Path file = file("""
        collector.kinds.select:
          - core/ConfigMap namespaces=shop,web
          - core/Pod labels=tier in (a,b),app!=x fields=spec.nodeName=n1
        """);

    // When
    Config config =
        ConfigLoader.load(new ConfigSources(file, Map.of(), Map.of())).config();

    // Then
    assertThat(ServiceKeys.kinds(config))
        .filteredOn(kind -> !kind.selection().equals(Selection.everything()))
        .extracting(kind -> kind.id().text(), KindSpec::selection)
        .containsExactlyInAnyOrder(
            tuple("core/ConfigMap", new Selection(List.of("shop", "web"), null, null)),
            tuple(
                "core/Pod", new Selection(List.of(), "tier in (a,b),app!=x", "spec.nodeName=n1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "core/Pod",
        "Pod labels=a",
        "core/Pod labels=",
        "core/Pod labels=a labels=b",
        "core/Pod namespaces=Shop",
        "core/Pod names=a"
      })
  void refusesSelectionsThatSelectNothing(String text) {
    ConfigLoader.Loaded loaded = ConfigLoader.load(
        new ConfigSources(null, Map.of("CLUSTER_WATCHER_COLLECTOR_KINDS_SELECT", text), Map.of()));
    assertThat(loaded.problems())
        .singleElement()
        .extracting(Problem::line)
        .asString()
        .startsWith("collector.kinds.select: must be group/Kind with");
  }

  @Test
  void tellsAllThatDoesNotGoTogetherAboutClustersAndKinds() {
    ConfigLoader.Loaded loaded = ConfigLoader.load(new ConfigSources(
        null,
        Map.of(
            "CLUSTER_WATCHER_KUBE_CONTEXTS", "a=x,a=y",
            "CLUSTER_WATCHER_KUBE_CONTEXT", "x",
            "CLUSTER_WATCHER_CLUSTER_NAME", "prod",
            "CLUSTER_WATCHER_COLLECTOR_KINDS_SELECT",
                "core/Pod labels=a,core/Pod labels=b,core/Lease labels=c",
            "CLUSTER_WATCHER_COLLECTOR_HTTP_ADDRESS", "9464"),
        Map.of()));
    assertThat(loaded.problems())
        .extracting(Problem::line)
        .containsExactlyInAnyOrder(
            "kube.context: must not be given together with kube.contexts",
            "cluster.name: must not be given together with kube.contexts",
            "kube.contexts: names a twice (example: k3s-stage,prod=k3s-prod)",
            "collector.kinds.select: names core/Pod twice",
            "collector.kinds.select: names core/Lease, which is not collected (see collector.kinds.add)",
            "collector.http.address: must be host:port, or off, was \"9464\" (example: 0.0.0.0:9464)");
  }

  private static Config load(Map<String, String> environment) {
    ConfigLoader.Loaded loaded = ConfigLoader.load(new ConfigSources(null, environment, Map.of()));
    assertThat(loaded.problems()).isEmpty();
    return loaded.config();
  }
}
