package org.mcpruntime.watcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each measurement at a tiny size: that it runs and reports, not what it reports. */
class SmokeTest {
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
    assertThat(report(new Redaction(1, 10))).contains("µs/object");
  }

  @Test
  void measuresThroughput() throws Exception {
    assertThat(report(new Throughput(1, 0, 50, 10))).contains("ratio", "events/s");
  }

  @Test
  void measuresLatency() throws Exception {
    assertThat(report(new Latency(1, 200, 0, 10))).contains("ours, p99");
  }

  @Test
  void measuresMemory() throws Exception {
    assertThat(report(new Memory(List.of(5, 20), 1, 1, 20))).contains("bytes/object", "list of 20");
  }

  @Test
  void measuresRestart() throws Exception {
    assertThat(report(new Restart(20, 1))).contains("20 objects known");
  }

  @Test
  void measuresCorrelatorThroughput() throws Exception {
    assertThat(report(new CorrelatorThroughput(200, 2, 2, 1, 0, 100)))
        .contains("ratio", "records/s");
  }

  @Test
  void measuresOnePartition() throws Exception {
    assertThat(report(new CorrelatorPartition(100, 1, 0, 100))).contains("records/s");
  }

  @Test
  void measuresIncidentLatency() throws Exception {
    assertThat(report(new CorrelatorLatency(1, 10, 200, 0))).contains("ours, p99");
  }

  @Test
  void measuresCorrelatorState() throws Exception {
    assertThat(report(new CorrelatorState(100, 200, 1, 0, 50, 1)))
        .contains("bytes/object", "s/100,000 objects");
  }

  private static String report(Scenario scenario) throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    scenario.run(bed, new Report(new PrintStream(text, true, StandardCharsets.UTF_8)));
    return text.toString(StandardCharsets.UTF_8);
  }
}
