package org.mcpruntime.watcher.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** How fast one cluster's log becomes incidents: one partition, one stream thread, and one processor for its process. */
record CorrelatorPartition(int objects, int rounds, int warmUps, int records) implements Scenario {

  @Override
  public String name() {
    return "partition";
  }

  @Override
  public void run(Bed bed, Report report) throws Exception {
    TopicNames topics = bed.freshTopics(1);
    List<Round> took = new ArrayList<>();
    MixedLogs logs = MixedLogs.of(1, objects);
    List<String> pinned = ChildJvm.onOneProcessor();
    try (Feed feed = new Feed(bed, 1, List.of(topics));
        MeasuredStreams correlator =
            bed.streams(pinned, StreamsProcess.Service.CORRELATOR, topics, 1)) {
      logs.list(feed);
      correlator.take(feed);
      for (int i = 0; i < warmUps + rounds; i++) {
        logs.changes(feed, records);
        Round round = correlator.round(feed, records);
        if (i >= warmUps) {
          took.add(round);
        }
      }
    }
    report.heading("partition: one cluster of %,d objects, %s; %d rounds of %,d records"
        .formatted(
            objects,
            pinned.isEmpty() ? "one stream thread" : "its process on one processor",
            rounds,
            records));
    report.line("ours", Round.figures(took, Round::perSecond), "records/s");
    report.line("ours: processor", Round.figures(took, Round::cpuMicros), "µs/record");
  }
}
