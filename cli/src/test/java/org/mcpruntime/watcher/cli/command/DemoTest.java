package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The demo as a user runs it: a process of its own, with default thresholds, real broker and real HTTP. */
final class DemoTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir
  Path home;

  private TestShell shell = new TestShell(Path.of("."));

  @BeforeEach
  void useTheSameDataDirectory() {
    shell = new TestShell(home).with("XDG_DATA_HOME", home.toString());
  }

  @Test
  void showsTheFirstMinuteAndForgetsNothingWhenKilled() throws Exception {
    Map<String, String> before;
    try (DemoProcess demo = DemoProcess.start(home)) {
      // When
      demo.awaitLive();

      // Then the terminal shows three headlines
      assertThat(demo.err())
          .startsWith("Cluster Watcher ")
          .contains(
              "  ✓ kafka ",
              "  ✓ registry ",
              "  ✓ collector ",
              "  ✓ correlator  10 checks, default holds ")
          .containsPattern("✓ history {5}last 2\\d min at \\d+× .*now live at 1×")
          .doesNotContain("Exception");
      assertThat(demo.out().lines())
          .hasSizeGreaterThanOrEqualTo(3)
          .anyMatch(
              line -> line.matches(
                  ".{8} OPEN CRITICAL mcp-team-acme/jira-tools +DOWN 0/2 · image pull fails: authentication"))
          .anyMatch(
              line -> line.matches(
                  ".{8} OPEN WARNING  mcp-team-pay/ledger-tools +DEGRADED 1/3 · pods not created: quota exceeded"))
          .anyMatch(line -> line.matches(
              ".{8} OPEN INFO     mcp-servers/docs-search +SERVING 1/1 · PartiallyReady.*"));

      // And the topic holds them with what they explain
      Map<String, JsonNode> open = DemoIncidents.open(shell);
      assertThat(DemoIncidents.headlines(open))
          .containsExactlyInAnyOrder(
              DemoIncidents.PULL, DemoIncidents.QUOTA, DemoIncidents.INGRESS);
      assertThat(causes(open))
          .containsEntry(
              "demo/apps/Deployment/mcp-team-acme/jira-tools#deployment-unavailable",
              DemoIncidents.PULL)
          .containsKey(
              "demo/mcpruntime.org/MCPServer/mcp-team-acme/jira-tools#mcpserver-not-ready");
      assertThat(held(open, DemoIncidents.INGRESS))
          .isBetween(Duration.ofMinutes(15), Duration.ofMinutes(16));
      assertThat(shell.run("incidents")).isZero();
      assertThat(shell.out())
          .contains(
              "└ explains 3: deployment-unavailable, Service/jira-tools service-no-endpoints, ")
          .containsPattern(
              "3 open · cluster demo · evaluated through .* · (\\d+)/\\1 kinds seen\\n");

      // And nothing is missing in the log
      assertThat(shell.run("topics", "verify", "--sequence"))
          .as(shell.out() + shell.err())
          .isZero();
      assertThat(shell.out()).contains("cluster demo: ", ", 0 holes, 0 repeats");

      // And a replay of the log says the same, and what other rules would have said
      assertThat(shell.run("replay", "--from", "-2h", "--verify"))
          .as(shell.out() + shell.err())
          .isZero();
      assertThat(shell.out()).containsPattern("^[\\d,]+ records compared · identical\\n$");
      assertThat(shell.run("replay", "--from", "-2h")).isZero();
      assertThat(shell.out())
          .containsPattern("OPEN CRITICAL mcp-team-acme/jira-tools .*image pull fails")
          .containsPattern("records of \\d+ incidents, \\d+ of them open at ");
      Path rules =
          Files.writeString(home.resolve("rules.yaml"), "checks.pod-image-pull.enabled: false\n");
      assertThat(shell.run("replay", "--from", "-2h", "--rules", rules.toString(), "--diff"))
          .isZero();
      assertThat(shell.out()).containsPattern("newly silent +1 +0 +" + DemoIncidents.PULL);

      // And the doctor, who does not wait, sees at least the same
      assertThat(shell.run("doctor", "--demo", "-o", "json")).isEqualTo(1);
      List<String> findings = StreamSupport.stream(
              JSON.readTree(shell.out()).path("findings").spliterator(), false)
          .map(finding -> "demo/" + finding.path("key").asString())
          .toList();
      assertThat(findings).containsAll(open.keySet());

      assertThat(shell.run("doctor", "--demo", "-o", "junit")).isEqualTo(1);
      JunitReport report = JunitReport.parse(shell.out());
      report.requireSound();
      assertThat(report.cases("doctor.pod-image-pull"))
          .extracting(JunitReport.Case::name, JunitReport.Case::outcome)
          .contains(tuple("Deployment mcp-team-acme/jira-tools", "failure"));

      // And the log tells the same of a moment ago, explains, and can be taken away
      assertThat(shell.run("doctor", "--at", "-10s")).as(shell.err()).isEqualTo(1);
      assertThat(shell.out())
          .contains("mcp-team-acme/jira-tools")
          .containsPattern("cluster demo as of .* · (\\d+)/\\1 kinds seen · ");
      assertThat(shell.run("doctor", "--at", "-2h")).isEqualTo(2);
      assertThat(shell.err()).contains("it begins at ");
      String id = ids(open).getOrDefault(DemoIncidents.PULL, "");
      assertThat(shell.run("incidents", "explain", id)).as(shell.err()).isZero();
      assertThat(shell.out()).contains("opened by", "Pod/jira-tools-", "explains");
      assertThat(shell.run("incidents", "export", id, "-f", "pull.zip"))
          .as(shell.err())
          .isZero();
      assertThat(shell.run("replay", "-f", "pull.zip", "--from", "-1h", "--verify"))
          .as(shell.out() + shell.err())
          .isZero();
      assertThat(shell.out()).containsPattern("[1-9]\\d* records compared · identical");

      // And a second one is told who is first
      assertThat(shell.run("up", "--demo")).isEqualTo(2);
      assertThat(shell.err())
          .startsWith("Already running as process " + demo.pid() + " on " + home);

      before = ids(open);
      demo.kill();
    }

    try (DemoProcess demo = DemoProcess.start(home)) {
      // When
      demo.awaitLive();

      // Then
      assertThat(demo.err()).contains("kept, not played again").contains("resumed 3 open, 0 new");
      assertThat(ids(DemoIncidents.open(shell))).containsAllEntriesOf(before);
      JsonNode all = DemoIncidents.read(shell, "all");
      assertThat(demo.interrupt()).isZero();
      assertThat(demo.err()).containsPattern("stopped in \\d+\\.\\ds\\n$");
      Episodes.matchTheRecord(all, home.resolve("cluster-watcher/demo/cluster"));
    }
  }

  private static Map<String, String> causes(Map<String, JsonNode> incidents) {
    return incidents.values().stream()
        .filter(incident -> incident.path("causedBy").isString())
        .collect(Collectors.toMap(
            incident -> incident.path("key").asString(),
            incident -> incident.path("causedBy").asString()));
  }

  private static Map<String, String> ids(Map<String, JsonNode> incidents) {
    return incidents.entrySet().stream()
        .collect(Collectors.toMap(
            Map.Entry::getKey, entry -> entry.getValue().path("id").asString()));
  }

  private static Duration held(Map<String, JsonNode> incidents, String key) {
    JsonNode incident = incidents.getOrDefault(key, MissingNode.getInstance());
    return Duration.between(
        Instant.parse(incident.path("firstSeenAt").asString()),
        Instant.parse(incident.path("openedAt").asString()));
  }
}
