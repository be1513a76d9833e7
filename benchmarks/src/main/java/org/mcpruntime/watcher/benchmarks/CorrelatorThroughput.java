package org.mcpruntime.watcher.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.Topics;

/**
 * How fast the log becomes incidents, against a topology that reads and writes one value for each record. Both know all
 * objects already. Each round publishes so many records at once and ends when they are committed; the two take turns, each
 * in its process, with equal logs.
 *
 * @param objects of all clusters together
 * @param threads stream threads, of ours and of the baseline
 */
record CorrelatorThroughput(
    int objects, int clusters, int threads, int rounds, int warmUps, int records)
    implements Scenario {

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public void run(Bed bed, Report report) throws Exception {
    TopicNames ours = bed.freshTopics(Topics.DEFAULT_PARTITIONS);
    TopicNames bare = bed.freshTopics(Topics.DEFAULT_PARTITIONS);
    List<Round> ourRounds = new ArrayList<>();
    List<Round> bareRounds = new ArrayList<>();
    MixedLogs logs = MixedLogs.of(clusters, objects);
    MeasuredStreams.Counts counts;
    try (Feed feed = new Feed(bed, Topics.DEFAULT_PARTITIONS, List.of(ours, bare));
        MeasuredStreams correlator = bed.streams(StreamsProcess.Service.CORRELATOR, ours, threads);
        MeasuredStreams table = bed.streams(StreamsProcess.Service.TABLE, bare, threads)) {
      logs.list(feed);
      correlator.take(feed);
      table.take(feed);
      MeasuredStreams.Counts listed = correlator.counts();
      for (int i = 0; i < warmUps + rounds; i++) {
        logs.changes(feed, records);
        for (int turn = 0; turn < 2; turn++) {
          boolean our = (i + turn) % 2 == 0;
          Round round = (our ? correlator : table).round(feed, records);
          if (i >= warmUps) {
            (our ? ourRounds : bareRounds).add(round);
          }
        }
      }
      counts = correlator.counts().since(listed);
      report.heading(
          "throughput: %,d objects of %d clusters, %d stream threads; %d rounds of %,d records"
              .formatted(objects, clusters, threads, rounds, records));
      report.note(logs.description() + "; values of " + feed.valueBytes() + " bytes");
    }
    report.note(counts.text());
    Figures ourPerSecond = Round.figures(ourRounds, Round::perSecond);
    Figures barePerSecond = Round.figures(bareRounds, Round::perSecond);
    report.line("baseline: get and put of 200 bytes", barePerSecond, "records/s");
    report.line("ours", ourPerSecond, "records/s");
    report.ratio("ratio", ourPerSecond, barePerSecond, "aim ≥ 0.8");
    report.line("baseline: processor", Round.figures(bareRounds, Round::cpuMicros), "µs/record");
    report.line("ours: processor", Round.figures(ourRounds, Round::cpuMicros), "µs/record");
    report.line(
        "baseline: allocated", Round.figures(bareRounds, Round::allocatedBytes), "bytes/record");
    report.line("ours: allocated", Round.figures(ourRounds, Round::allocatedBytes), "bytes/record");
  }
}
