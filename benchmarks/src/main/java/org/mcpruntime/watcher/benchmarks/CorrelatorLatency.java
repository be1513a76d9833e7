package org.mcpruntime.watcher.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * From an event in the log until a read_committed reader has the incident that it opens, at a fixed rate, with no hold;
 * against a topology that writes each record on as it came.
 *
 * @param warmUps events that come at once, before the rounds
 */
record CorrelatorLatency(int rounds, int warmUps, int perSecond, int seconds) implements Scenario {

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public void run(Bed bed, Report report) throws Exception {
    TopicNames ours = bed.freshTopics(1);
    TopicNames empty = bed.freshTopics(1);
    int events = Math.max(1, perSecond * seconds);
    List<long[]> ourMicros = new ArrayList<>();
    List<long[]> emptyMicros = new ArrayList<>();
    try (MeasuredStreams correlator = bed.streams(StreamsProcess.Service.CORRELATOR_AT_ONCE, ours);
        MeasuredStreams passThrough = bed.streams(StreamsProcess.Service.PASS_THROUGH, empty);
        FailingJobs ourJobs = new FailingJobs(bed, ours);
        FailingJobs emptyJobs = new FailingJobs(bed, empty)) {
      correlator.group().await(ourJobs.begin(warmUps));
      passThrough.group().await(emptyJobs.begin(warmUps));
      // The first round warms up.
      for (int i = 0; i <= rounds; i++) {
        long[] floor;
        long[] own;
        try (LatencyProbe probe = LatencyProbe.ofTopic(bed.servers(), empty.incidents(), 0)) {
          floor = probe.measure(perSecond, events, emptyJobs::fail);
        }
        try (LatencyProbe probe =
            LatencyProbe.ofTopic(bed.servers(), ours.incidents(), 0, ourJobs::idOf)) {
          own = probe.measure(perSecond, events, ourJobs::fail);
        }
        if (i > 0) {
          emptyMicros.add(floor);
          ourMicros.add(own);
        }
      }
    }
    report.heading("latency: from an event to a readable incident with no hold, " + perSecond
        + " events/s; " + rounds + " rounds of " + events + " events");
    Latencies.report(
        report, "empty topology", emptyMicros, ourMicros, "× the baseline, aim ≤ 2 for p99");
  }
}
