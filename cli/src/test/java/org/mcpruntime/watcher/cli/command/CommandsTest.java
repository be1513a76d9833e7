package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.cli.Shell;
import org.mcpruntime.watcher.cli.Version;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands as a user types them: exit code, standard output, standard error. */
final class CommandsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir
  Path directory;

  private TestShell shell = new TestShell(Path.of("."));

  @BeforeEach
  void startInAnEmptyHome() {
    shell = new TestShell(directory);
  }

  @Test
  void tellsItsVersion() {
    assertThat(shell.run("version")).isZero();
    assertThat(shell.out())
        .isEqualTo("Cluster Watcher " + Version.NUMBER + " · Java " + Runtime.version() + "\n");
    assertThat(Version.NUMBER).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void tellsTheHoldOfEveryCheck() {
    // When
    assertThat(shell.run("checks", "-o", "json")).isZero();

    // Then
    JsonNode checks = JSON.readTree(shell.out());
    assertThat(checks).hasSize(Catalog.all().size());
    assertThat(holdOf(checks, "mcpserver-not-ready")).isEqualTo("PT15M");
  }

  @Test
  void showsTheHoldThatIsInForce() {
    shell.run("checks", "-o", "json", "--set", "checks.mcpserver-not-ready.hold=20m");

    assertThat(holdOf(JSON.readTree(shell.out()), "mcpserver-not-ready")).isEqualTo("PT20M");
  }

  @Test
  void explainsOneCheckAndNamesTheNearestForATypo() {
    assertThat(shell.run("checks", "pod-image-pull")).isZero();
    assertThat(shell.out()).contains("subject  core/Pod").contains("hold     2m");

    assertThat(shell.run("checks", "pod-image-pul")).isEqualTo(2);
    assertThat(shell.err()).startsWith("no check \"pod-image-pul\", did you mean pod-image-pull?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "topics",
        "checks --nonsense",
        "incidents -o xml",
        "completion tcsh",
        "up --port-base"
      })
  void answersBadUsageWithTwoAndOneLine(String line) {
    // When
    int code = shell.run(line.isEmpty() ? new String[0] : line.split(" ", -1));

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).isNotEmpty().doesNotContain("Exception").doesNotContain("\tat ");
  }

  static Stream<List<String>> allCommands() {
    CommandLine root = RootCommand.commandLine(Shell.silent(Path.of(".")));
    return Stream.concat(
        root.getSubcommands().keySet().stream().map(List::of),
        root.getSubcommands().entrySet().stream()
            .flatMap(entry -> entry.getValue().getSubcommands().keySet().stream()
                .map(sub -> List.of(entry.getKey(), sub))));
  }

  @ParameterizedTest
  @MethodSource("allCommands")
  void everyCommandHelpsWithAnExampleThatFits(List<String> command) {
    // When
    int code =
        shell.run(Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new));

    // Then
    assertThat(code).isZero();
    if (!command.get(0).equals("warm-up")) {
      assertThat(shell.out()).containsPattern("Examples?:\\n");
      assertThat(shell.out().lines()).allMatch(line -> line.length() <= 100);
    }
  }

  @Test
  void theReadmeNamesTheCommandsThatTakeAFormat() throws IOException {
    // Given
    Set<String> takers = new TreeSet<>();
    RootCommand.commandLine(Shell.silent(Path.of(".")))
        .getSubcommands()
        .values()
        .forEach(each -> {
          Stream.concat(Stream.of(each), each.getSubcommands().values().stream())
              .filter(command -> command.getCommandSpec().findOption("-o") != null)
              .map(command -> command.getCommandSpec().qualifiedName())
              .forEach(name -> takers.add(name.substring("cluster-watcher ".length())));
        });
    // When
    Matcher sentence = Pattern.compile("`-o json\\|yaml\\|table\\|wide` goes with ([^.]+)\\.")
        .matcher(Files.readString(Path.of("..", "README.md")));
    // Then
    assertThat(sentence.find()).isTrue();
    assertThat(Pattern.compile("`([a-z ]+)`").matcher(sentence.group(1)).results())
        .extracting(word -> word.group(1))
        .containsExactlyElementsOf(takers);
  }

  /** As bash asks it when the user presses the tabulator. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      doctor -o ''         | table wide json yaml junit
      doctor --be          | --between
      replay -o ''         | table wide json yaml
      replay --ver         | --verify --verbose
      replay --d           | --diff
      incidents e          | explain export
      incidents explain --f | --filename
      incidents export --w | --window
      incidents --status '' | open resolved all
      """)
  void bashCompletes(String line, String words) throws Exception {
    // Given
    assertThat(shell.run("completion", "bash")).isZero();
    Path script = Files.writeString(directory.resolve("completion"), shell.out());
    // When
    Process bash = new ProcessBuilder(
            "bash",
            "-c",
            "compopt() { :; }; source " + script + "; COMP_WORDS=(cluster-watcher " + line
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=\"${COMP_WORDS[*]}\"; "
                + "_complete_cluster-watcher; echo \"${COMPREPLY[*]}\"")
        .redirectErrorStream(true)
        .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // Then
    assertThat(out).isEqualTo(words + "\n");
  }

  @Test
  void saysHowToStartWhenNothingRuns() {
    assertThat(shell.run("incidents")).isEqualTo(2);
    assertThat(shell.err().lines())
        .singleElement()
        .asString()
        .contains("cluster-watcher up --demo");

    assertThat(shell.run("doctor", "--demo")).isEqualTo(2);
    assertThat(shell.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"collect", "correlate"})
  void aServiceTellsAllProblemsAtOnce(String service) throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("bad.yaml"), """
        colector.tick-interval: 5s
        collector: {snapshot-interval: -5s}
        kafka: {bootstrap.servers: "127.0.0.1:1"}
        registry: {url: "http://127.0.0.1:1"}
        kube: {kubeconfig: none}
        """);

    // When
    int code = shell.run(service, "--config", file.toString());

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(shell.err())
        .contains("colector.tick-interval: unknown key, did you mean collector.tick-interval?\n")
        .contains(
            "collector.snapshot-interval: must be a positive duration, was \"-5s\" (example: 10m)\n")
        .contains(
            "kafka.bootstrap.servers: must name a broker that can be reached; 127.0.0.1:1 cannot be reached")
        .contains(
            "registry.url: must name a registry that can be reached; http://127.0.0.1:1 cannot be reached")
        .doesNotContain("Exception");
    assertThat(shell.err().contains("kube.kubeconfig: must be a file that can be read"))
        .isEqualTo(service.equals("collect"));
  }

  @Test
  void namesAnApiServerThatDoesNotAnswer() throws IOException {
    // Given
    Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
        users: [{name: u, user: {token: t}}]
        contexts: [{name: far, context: {cluster: c, user: u}}]
        current-context: far
        """);

    // When
    int code =
        shell.run("up", "--kubeconfig", kubeconfig.toString(), "--set", "topics.partitions=0");

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(shell.err())
        .contains(
            "topics.partitions: must be a whole number between 1 and 1000, was \"0\" (example: 12)\n")
        .contains("context \"far\": http://127.0.0.1:1 cannot be reached");
    assertThat(shell.run("up", "--kubeconfig", kubeconfig.toString(), "--context", "fat"))
        .isEqualTo(2);
    assertThat(shell.err()).contains("was \"fat\", did you mean far? (known: far)");
  }

  @Test
  void namesAPortThatIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // When
      int code = shell.run("up", "--demo", "--port-base", Integer.toString(taken.getLocalPort()));

      // Then
      assertThat(code).isEqualTo(2);
      assertThat(shell.err())
          .startsWith("127.0.0.1:" + taken.getLocalPort() + ": the port is in use");
    }
  }

  @Test
  void refusesADirectoryThatIsNotOurs() throws IOException {
    // Given
    Path precious = Files.createDirectory(directory.resolve("precious"));
    Files.writeString(precious.resolve("letter.txt"), "dear");

    // When
    int code = shell.run("up", "--demo", "--fresh", "--data-dir", precious.toString());

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(shell.err()).contains("holds no data of Cluster Watcher");
    assertThat(precious.resolve("letter.txt")).exists();
  }

  @Test
  void checksTheConfigurationWithoutStartingAnything() {
    assertThat(shell.run("config", "check", "--set", "topics.prefix=test.")).isZero();
    assertThat(shell.out()).isEqualTo("configuration is fine: 1 key set\n");

    assertThat(shell.with("CLUSTER_WATCHER_TOPICS_PARTITIONS", "many").run("config", "check"))
        .isEqualTo(2);
    assertThat(shell.err()).startsWith("topics.partitions: must be a whole number");
  }

  @Test
  void printsWhereEveryValueComesFromAndMasksSecrets() {
    // When
    shell
        .with("CLUSTER_WATCHER_REGISTRY_USER", "ann")
        .with("CLUSTER_WATCHER_REGISTRY_PASSWORD", "topsecret")
        .run("config", "print", "-o", "json");

    // Then
    JsonNode printed = JSON.readTree(shell.out());
    assertThat(printed.path("registry.password").path("value").asString()).isEqualTo("***");
    assertThat(printed.path("registry.user").path("from").asString())
        .isEqualTo("environment CLUSTER_WATCHER_REGISTRY_USER");
    assertThat(printed.path("topics.prefix").path("from").asString()).isEqualTo("default");
  }

  private static String holdOf(JsonNode checks, String id) {
    for (JsonNode check : checks) {
      if (check.path("id").asString().equals(id)) {
        return check.path("hold").asString();
      }
    }
    throw new AssertionError("no check " + id);
  }
}
