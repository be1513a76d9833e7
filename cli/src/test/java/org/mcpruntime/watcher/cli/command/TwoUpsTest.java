package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.cli.connect.RunFile;

/** Two that start at once, and so choose the same ports at first, as processes of their own. */
final class TwoUpsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Test
  void findPortsOfTheirOwn(@TempDir Path one, @TempDir Path other) throws Exception {
    try (DemoProcess first = DemoProcess.start(one);
        DemoProcess second = DemoProcess.start(other)) {
      // When each has all that listens
      RunFile mine = awaitRunning(first, one);
      RunFile yours = awaitRunning(second, other);

      // Then
      assertThat(mine.kafka()).isNotEqualTo(yours.kafka());
      assertThat(mine.registry()).isNotEqualTo(yours.registry());
      assertThat(Files.readString(one.resolve("cluster-watcher/demo/ports")))
          .isNotEqualTo(Files.readString(other.resolve("cluster-watcher/demo/ports")));
    }
  }

  private static RunFile awaitRunning(DemoProcess demo, Path home) {
    Path file = home.resolve("cluster-watcher/demo/run.json");
    return await()
        .atMost(PATIENCE)
        .until(
            () -> {
              demo.requireAlive();
              return RunFile.read(file);
            },
            Optional::isPresent)
        .orElseThrow();
  }
}
