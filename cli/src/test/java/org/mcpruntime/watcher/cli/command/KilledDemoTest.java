package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.cli.connect.RunFile;
import org.mcpruntime.watcher.cli.connect.TopicReader;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import tools.jackson.databind.JsonNode;

/** The demo as a user runs it, killed before it has come to the present. */
final class KilledDemoTest {

  @TempDir
  Path home;

  private TestShell shell = new TestShell(Path.of("."));

  @BeforeEach
  void useTheSameDataDirectory() {
    shell = new TestShell(home).with("XDG_DATA_HOME", home.toString());
  }

  @Test
  void goesOnWithAPastThatWasKilled() throws Exception {
    try (DemoProcess demo = DemoProcess.start(home)) {
      // Given
      Instant begin = Instant.now();
      await().atMost(DemoProcess.PATIENCE).until(() -> {
        demo.requireAlive();
        return evaluated().isAfter(begin.minus(Duration.ofMinutes(11)));
      });
      demo.kill();
      assertThat(demo.err()).doesNotContain("✓ history");
    }

    try (DemoProcess demo = DemoProcess.start(home)) {
      // When
      demo.awaitLive();

      // Then
      assertThat(demo.err()).containsPattern("✓ history {5}last 1?\\d min at ");
      assertThat(DemoIncidents.headlines(DemoIncidents.open(shell)))
          .containsExactlyInAnyOrder(
              DemoIncidents.PULL, DemoIncidents.QUOTA, DemoIncidents.INGRESS);
      JsonNode all = DemoIncidents.read(shell, "all");
      assertThat(shell.run("topics", "verify", "--sequence"))
          .as(shell.out() + shell.err())
          .isZero();
      assertThat(demo.interrupt()).isZero();
      Episodes.matchTheRecord(all, home.resolve("cluster-watcher/demo/cluster"));
    }
  }

  /** Time of the newest tick that is evaluated; long ago when there is none. */
  private Instant evaluated() throws IOException {
    RunFile run = RunFile.read(home.resolve("cluster-watcher/demo/run.json")).orElse(null);
    if (run == null) {
      return Instant.EPOCH;
    }
    Instant[] through = {Instant.EPOCH};
    try (TopicReader<WatcherStatus> reader = TopicReader.open(
        run.connection(),
        run.connection().topics().watcherStatus(),
        WatcherStatus.class,
        each -> fail(each.why()))) {
      reader.readToEnd(record -> {
        WatcherStatus status = record.value();
        if (record.key().equals("demo") && status != null && status.getEvaluatedThrough() != null) {
          through[0] = status.getEvaluatedThrough();
        }
      });
    }
    return through[0];
  }
}
