package org.mcpruntime.watcher.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * From a write to the API server until a read_committed reader has its record, at a fixed rate, against a producer that
 * does nothing but write one small record per transaction at the same rate.
 */
record Latency(int rounds, int perSecond, int seconds, int pods) implements Scenario {
  private static final String CLUSTER = "latency";

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public void run(Bed bed, Report report) throws Exception {
    bed.clusters().ask("api", CLUSTER, pods);
    TopicNames ours = bed.freshTopics();
    TopicNames empty = bed.freshTopics();
    int changes = Math.max(1, perSecond * seconds);
    List<long[]> oursMicros = new ArrayList<>();
    List<long[]> emptyMicros = new ArrayList<>();
    try (Bed.Running collector = bed.collect(CLUSTER, ours)) {
      collector.awaitSettled();
      // The first round warms up.
      for (int i = 0; i <= rounds; i++) {
        long[] floor = Latencies.numbers(
            bed.clusters().ask("floor", bed.servers(), empty.events(), perSecond, changes));
        long[] own = Latencies.numbers(bed.clusters()
            .ask("latency", bed.servers(), ours.events(), 0, CLUSTER, perSecond, changes));
        if (i > 0) {
          emptyMicros.add(floor);
          oursMicros.add(own);
        }
      }
    }
    report.heading("latency: from a write to the API server to a readable record, " + perSecond
        + " writes/s; " + rounds + " rounds of " + changes + " writes");
    Latencies.report(report, "empty transactions", emptyMicros, oursMicros, "× the baseline");
  }
}
