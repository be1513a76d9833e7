package org.mcpruntime.watcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each measurement of the collector at a tiny size: that it runs and reports, not what it reports. */
class CollectorSmokeTest {
  private static Bed bed;

  @BeforeAll
  static void start() throws Exception {
    bed = Bed.start(List.of("-XX:TieredStopAtLevel=1"));
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @Test
  void measuresRedaction() throws Exception {
    assertThat(SmallRun.report(bed, new Redaction(1, 10))).contains("µs/object");
  }

  @Test
  void measuresThroughput() throws Exception {
    assertThat(SmallRun.report(bed, new Throughput(1, 0, 50, 10))).contains("ratio", "events/s");
  }

  @Test
  void measuresLatency() throws Exception {
    assertThat(SmallRun.report(bed, new Latency(1, 200, 0, 10))).contains("ours, p99");
  }

  @Test
  void measuresMemory() throws Exception {
    assertThat(SmallRun.report(bed, new Memory(List.of(5, 20), 1, 1, 20)))
        .contains("bytes/object", "list of 20");
  }

  @Test
  void measuresRestart() throws Exception {
    assertThat(SmallRun.report(bed, new Restart(20, 1))).contains("20 objects known");
  }
}
