package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.history.BundleWriter;
import org.mcpruntime.watcher.correlator.replay.BundlePlan;

/** Scripts and pipelines rely on these numbers: 2 could not run, over 1 findings or differences, over 3 not seen, over 0. */
final class ExitCodesTest {

  private static final String FAILING_POD = """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"cart","namespace":"shop","uid":"p1"},
       "spec":{"nodeName":"n","containers":[{"name":"cart","image":"r.local/cart:1"}]},
       "status":{"phase":"Pending","containerStatuses":[{"name":"cart","image":"r.local/cart:1",
        "ready":false,"restartCount":0,"state":{"waiting":{"reason":"InvalidImageName"}}}]}}
      """;

  private static final String BROKEN_SERVER = """
      {"apiVersion":"mcpruntime.org/v1alpha1","kind":"MCPServer",
       "metadata":{"name":"cart","namespace":"shop","uid":"s1"},"spec":"none","status":7}
      """;

  @TempDir
  static Path directory;

  @BeforeAll
  static void export() throws Exception {
    ShopHistory history = ShopHistory.played();
    BundleWriter.write(
        directory.resolve("cart.zip"),
        BundlePlan.of(
                history,
                history.incident(),
                Duration.ofMinutes(30),
                EngineSettings.standard(Rules.standard(Catalog.all()), FactsCodec.VERSION))
            .orElseThrow(),
        history);
    Files.writeString(directory.resolve("pod.json"), FAILING_POD);
    Files.writeString(directory.resolve("server.json"), BROKEN_SERVER);
    Files.writeString(directory.resolve("rules.yaml"), "checks.pod-image-pull.terminal: 5m\n");
  }

  @ParameterizedTest(name = "{0} : {1}")
  @CsvSource(textBlock = """
      0, version
      0, doctor -f cart.zip --at 2026-11-23T03:04:00Z
      0, doctor -f cart.zip --at 2026-11-23T03:12:00Z -n other
      0, replay -f cart.zip --from 2026-11-23T03:01:00Z --to 2026-11-23T03:29:00Z --verify
      1, doctor -f cart.zip --at 2026-11-23T03:12:00Z
      1, doctor -f cart.zip --between 2026-11-23T03:04:00Z 2026-11-23T03:12:00Z
      1, doctor -f pod.json
      1, doctor -f pod.json -f server.json
      1, replay -f cart.zip --from 2026-11-23T03:01:00Z --to 2026-11-23T03:29:00Z --verify --rules rules.yaml
      2, doctor -f cart.zip --at 2026-11-23T01:00:00Z
      2, doctor -f cart.zip --at 2026-11-23T03:12:00Z --fail-on never
      2, doctor -f pod.json -f nothing.json
      2, doctor --no-such-option
      2, incidents explain x -f cart.zip
      2, incidents
      2, ''
      3, doctor -f cart.zip --at 2026-11-23T03:25:00Z
      3, doctor -f server.json
      3, replay -f cart.zip --from 2026-11-23T03:01:00Z --to 2026-11-23T09:00:00Z --verify
      """)
  void areAContract(int code, String command) {
    TestShell shell = new TestShell(directory);
    String[] words = command.isEmpty() ? new String[0] : command.split(" ");
    assertThat(shell.run(words)).as("%s%s", shell.out(), shell.err()).isEqualTo(code);
  }

  @Test
  void haveTheseNumbers() {
    assertThat(new int[] {ExitCode.FINE, ExitCode.FINDINGS, ExitCode.CANNOT_RUN, ExitCode.BLIND})
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void dependOnTheSeverityThatIsAskedFor() {
    TestShell shell = new TestShell(directory);
    assertThat(shell.run("doctor", "-f", "pod.json", "--fail-on", "critical"))
        .as(shell.out())
        .isEqualTo(1);
    assertThat(shell.run("doctor", "-f", "server.json", "--fail-on", "info")).isEqualTo(3);
  }
}
