package org.mcpruntime.watcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each measurement of the collector at a tiny size: that it runs and reports, not what it reports. */
class CollectorSmokeTest {
  @RegisterExtension
  static final SmallRun small = new SmallRun();

  @Test
  void measuresRedaction() throws Exception {
    assertThat(small.report(new Redaction(1, 10))).contains("µs/object");
  }

  @Test
  void measuresThroughput() throws Exception {
    assertThat(small.report(new Throughput(1, 0, 50, 10))).contains("ratio", "events/s");
  }

  @Test
  void measuresLatency() throws Exception {
    assertThat(small.report(new Latency(1, 200, 0, 10))).contains("ours, p99");
  }

  @Test
  void measuresMemory() throws Exception {
    assertThat(small.report(new Memory(List.of(5, 20), 1, 1, 20)))
        .contains("bytes/object", "list of 20");
  }

  @Test
  void measuresRestart() throws Exception {
    assertThat(small.report(new Restart(20, 1))).contains("20 objects known");
  }
}
