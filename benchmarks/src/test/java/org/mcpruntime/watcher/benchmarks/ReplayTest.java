package org.mcpruntime.watcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The measurement at a tiny size: that it runs and reports, not what it reports. */
class ReplayTest {

  @Test
  void measuresAReplay() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new Replay(1, 1, 400, List.of(100))
        .run(new Report(new PrintStream(text, true, StandardCharsets.UTF_8)));
    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains("Pod", "EndpointSlice", "a replay", "bytes allocated/event", "100 objects");
  }
}
