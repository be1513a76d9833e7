package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.history.BundleManifest;
import org.mcpruntime.watcher.correlator.history.BundleWriter;
import org.mcpruntime.watcher.correlator.replay.BundlePlan;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be asked of a bundle, without any server. */
final class BundleCommandsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir
  static Path directory;

  private static Incident incident;

  private TestShell shell = new TestShell(Path.of("."));

  @BeforeAll
  static void export() throws Exception {
    ShopHistory history = ShopHistory.played();
    incident = history.incident();
    BundleManifest manifest = BundlePlan.of(
            history,
            incident,
            Duration.ofMinutes(30),
            EngineSettings.standard(Rules.standard(Catalog.all()), FactsCodec.VERSION))
        .orElseThrow();
    BundleWriter.write(directory.resolve("cart.zip"), manifest, history);
  }

  @BeforeEach
  void startInTheDirectory() {
    shell = new TestShell(directory);
  }

  @Test
  void isAboutOneIncidentThatIsOver() {
    assertThat(incident.getCheck()).isEqualTo("pod-image-pull");
    assertThat(incident.getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void doctorTellsWhatWasWrongThen() {
    // When
    int code = shell.run("doctor", "-f", "cart.zip", "--at", "2026-11-23T03:12:00Z");
    // Then
    assertThat(code).as(shell.err()).isEqualTo(1);
    assertThat(shell.out())
        .contains("shop/cart  pod-image-pull  ")
        .containsPattern("cluster prod as of 11-23 03:12:00 UTC · last TICK 0s before · (\\d+)/\\1"
            + " kinds seen · \\d+ records read\\n")
        .containsPattern("1 finding .* · 1 object in .* · exit 1\\n$");
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void doctorTellsThatAllWasWellBefore() {
    assertThat(shell.run("doctor", "-f", "cart.zip", "--at", "2026-11-23T03:04:00Z"))
        .as(shell.err())
        .isZero();
    assertThat(shell.out()).contains("0 findings").doesNotContain("CANNOT SEE");
  }

  @Test
  void doctorTellsWhatCouldNotBeSeenThen() {
    // When
    int code = shell.run("doctor", "-f", "cart.zip", "--at", "2026-11-23T03:25:00Z", "-o", "json");
    // Then
    assertThat(code).isEqualTo(3);
    JsonNode report = JSON.readTree(shell.out());
    assertThat(report.path("exitCode").asInt()).isEqualTo(3);
    assertThat(report.path("cannotSee").get(0).asString())
        .isEqualTo("core/Node: Forbidden since 03:20:00");
    assertThat(report.path("coverage").path("kindsSeen").asInt())
        .isEqualTo(report.path("coverage").path("kinds").size() - 1);
  }

  @Test
  void doctorSeesNothingBehindTheEndOfTheLog() {
    assertThat(shell.run("doctor", "-f", "cart.zip", "--at", "2026-11-23T04:00:00Z"))
        .isEqualTo(3);
    assertThat(shell.out()).contains("every kind: nothing was written after 03:30:00");
  }

  @Test
  void doctorRefusesWhatTheLogCannotTell() {
    assertThat(shell.run("doctor", "-f", "cart.zip", "--at", "2026-11-23T02:00:00Z"))
        .isEqualTo(2);
    assertThat(shell.err())
        .contains("the log of cluster prod cannot tell of 11-23 02:00:00: it begins at 11-23"
            + " 03:00:00 UTC");
    assertThat(shell.run("doctor", "-f", "cart.zip", "--at", "teatime")).isEqualTo(2);
    assertThat(shell.err()).contains("\"teatime\" is no point in time (examples: 03:12");
    assertThat(shell.run("doctor", "--demo", "--at", "03:12")).isEqualTo(2);
    assertThat(shell.run("doctor", "-f", "nothing.zip", "--at", "03:12")).isEqualTo(2);
    assertThat(shell.err()).contains("nothing.zip: there is no such file");
  }

  @Test
  void doctorComparesTwoTimes() {
    // When it began
    int code = between("03:04:00", "03:12:00");
    // Then
    assertThat(code).as(shell.err()).isEqualTo(1);
    assertThat(shell.out())
        .contains("+ CRITICAL  shop/cart  pod-image-pull  ")
        .contains("1 appeared · 0 stayed · 0 went · exit 1");

    // When it went on
    assertThat(between("03:08:00", "03:12:00")).isEqualTo(1);
    assertThat(shell.out()).contains("= CRITICAL").contains("0 appeared · 1 stayed · 0 went");

    // When it was over
    assertThat(between("03:12:00", "03:15:30")).isZero();
    assertThat(shell.out()).contains("- CRITICAL").contains("0 appeared · 0 stayed · 1 went");

    // When something was not seen on the way, though it was at both times
    assertThat(between("03:12:00", "03:19:00")).isEqualTo(3);
    assertThat(shell.out())
        .contains(
            "not seen between: networking.k8s.io/Ingress 11-23 03:16:00 to 11-23 03:17:05 (Forbidden)\n")
        .doesNotContain("cannot see at");

    // When it could not be seen at the end
    assertThat(between("03:12:00", "03:40:00")).isEqualTo(3);

    // When asked the wrong way round
    assertThat(between("03:12:00", "03:04:00")).isEqualTo(2);
    assertThat(shell.err()).contains("the first time must not be after the second");
  }

  @Test
  void doctorWritesForBuildServersWhatWasTrueThen() throws Exception {
    // When a finding was there
    int code = shell.run("doctor", "-f", "cart.zip", "--at", "2026-11-23T03:12:00Z", "-o", "junit");
    // Then
    assertThat(code).isEqualTo(1);
    JunitReport failing = JunitReport.parse(shell.out());
    failing.requireSound();
    assertThat(failing.cases("doctor.pod-image-pull"))
        .singleElement()
        .extracting(JunitReport.Case::outcome)
        .isEqualTo("failure");
    assertThat(failing
            .root()
            .getElementsByTagName("testsuite")
            .item(0)
            .getAttributes()
            .getNamedItem("timestamp")
            .getNodeValue())
        .isEqualTo("2026-11-23T03:12:00");

    // When Nodes could not be seen
    code = shell.run("doctor", "-f", "cart.zip", "--at", "2026-11-23T03:25:00Z", "-o", "junit");
    // Then
    assertThat(code).isEqualTo(3);
    JunitReport blind = JunitReport.parse(shell.out());
    blind.requireSound();
    assertThat(blind.cases("doctor.node-not-ready"))
        .singleElement()
        .extracting(JunitReport.Case::message)
        .isEqualTo("cannot see core/Node: Forbidden");
    assertThat(blind.cases("doctor.coverage"))
        .singleElement()
        .extracting(JunitReport.Case::name, JunitReport.Case::outcome, JunitReport.Case::message)
        .containsExactly(
            "sees core/Node", "skipped", "cannot see: core/Node: Forbidden since 03:20:00");
  }

  @Test
  void explainsWithTheRecordsItRestsOn() {
    // When
    int code =
        shell.run("incidents", "explain", incident.getId().substring(0, 8), "-f", "cart.zip");
    // Then
    assertThat(code).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("opened by", "kept by", "closed by", "MODIFIED Pod/cart (resourceVersion ")
        .contains("].state.waiting.reason = ErrImagePull")
        .contains("resolved as RECOVERED");
  }

  @Test
  void theCommandOfAnExplanationShowsTheSameIncident() {
    // Given
    assertThat(shell.run("incidents", "explain", incident.getId(), "-f", "cart.zip"))
        .isZero();
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 100);
    String command = shell.out().substring(shell.out().indexOf("  cluster-watcher replay "));
    String[] words = command.replace("\\\n", "").strip().split(" +", -1);
    // When
    int code = shell.run(Arrays.copyOfRange(words, 1, words.length));
    // Then
    assertThat(code).as(shell.out() + shell.err()).isZero();
    assertThat(shell.out()).contains("OPEN CRITICAL shop/cart").contains("RESOLVED");
  }

  @Test
  void aBundleReplaysToWhatWasTold() {
    // When
    int code = shell.run(
        "replay",
        "-f",
        "cart.zip",
        "--from",
        "2026-11-23T03:00:00Z",
        "--to",
        "2026-11-23T03:30:00Z",
        "--verify");
    // Then
    assertThat(code).as(shell.out() + shell.err()).isZero();
    assertThat(shell.out()).contains("2 records compared · identical");
  }

  @Test
  void namesABundleThatIsDamaged() throws IOException {
    // Given
    byte[] bytes = Files.readAllBytes(directory.resolve("cart.zip"));
    Files.write(directory.resolve("half.zip"), Arrays.copyOf(bytes, bytes.length / 2));
    // Then
    assertThat(shell.run("incidents", "explain", "7c", "-f", "half.zip")).isEqualTo(2);
    assertThat(shell.err()).startsWith("half.zip: is no bundle");
  }

  private int between(String first, String second) {
    return shell.run(
        "doctor",
        "-f",
        "cart.zip",
        "--between",
        "2026-11-23T" + first + "Z",
        "2026-11-23T" + second + "Z");
  }
}
