package org.mcpruntime.watcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each measurement of the correlator at a tiny size: that it runs and reports, not what it reports. */
class CorrelatorSmokeTest {
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
  void measuresCorrelatorThroughput() throws Exception {
    assertThat(SmallRun.report(bed, new CorrelatorThroughput(200, 2, 2, 1, 0, 100)))
        .contains("ratio", "records/s");
  }

  @Test
  void measuresOnePartition() throws Exception {
    assertThat(SmallRun.report(bed, new CorrelatorPartition(100, 1, 0, 100))).contains("records/s");
  }

  @Test
  void measuresIncidentLatency() throws Exception {
    assertThat(SmallRun.report(bed, new CorrelatorLatency(1, 10, 200, 0))).contains("ours, p99");
  }

  @Test
  void measuresCorrelatorState() throws Exception {
    assertThat(SmallRun.report(bed, new CorrelatorState(100, 200, 1, 0, 50, 1)))
        .contains("bytes/object", "s/100,000 objects");
  }
}
