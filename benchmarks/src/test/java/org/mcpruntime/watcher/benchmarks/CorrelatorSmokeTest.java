package org.mcpruntime.watcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each measurement of the correlator at a tiny size: that it runs and reports, not what it reports. */
class CorrelatorSmokeTest {
  @RegisterExtension
  static final SmallRun small = new SmallRun();

  @Test
  void measuresCorrelatorThroughput() throws Exception {
    assertThat(small.report(new CorrelatorThroughput(200, 2, 2, 1, 0, 100)))
        .contains("ratio", "records/s");
  }

  @Test
  void measuresOnePartition() throws Exception {
    assertThat(small.report(new CorrelatorPartition(100, 1, 0, 100))).contains("records/s");
  }

  @Test
  void measuresIncidentLatency() throws Exception {
    assertThat(small.report(new CorrelatorLatency(1, 10, 200, 0))).contains("ours, p99");
  }

  @Test
  void measuresCorrelatorState() throws Exception {
    assertThat(small.report(new CorrelatorState(100, 200, 1, 0, 50, 1)))
        .contains("bytes/object", "s/100,000 objects");
  }
}
