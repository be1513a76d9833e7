package org.mcpruntime.watcher.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.mcpruntime.watcher.benchmarks.StreamsProcess.Service;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.Topics;

/**
 * How fast the log becomes incidents, against a topology that reads and writes one value for each record, and against the
 * same that also takes each record's facts, which is the least for anybody who wants to know what a record says. All know
 * all objects already. Each round publishes so many records at once and ends when they are committed; they take turns, each
 * in its process, with equal logs.
 *
 * @param objects of all clusters together
 * @param threads stream threads of each
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
    MixedLogs logs = MixedLogs.of(clusters, objects);
    TopicNames ours = bed.freshTopics(Topics.DEFAULT_PARTITIONS);
    TopicNames bare = bed.freshTopics(Topics.DEFAULT_PARTITIONS);
    TopicNames facts = bed.freshTopics(Topics.DEFAULT_PARTITIONS);
    List<TopicNames> all = List.of(ours, bare, facts);
    try (Feed feed = new Feed(bed, Topics.DEFAULT_PARTITIONS, all);
        MeasuredStreams correlator = bed.streams(Service.CORRELATOR, ours, threads);
        MeasuredStreams table = bed.streams(Service.TABLE, bare, threads);
        MeasuredStreams reading = bed.streams(Service.FACTS, facts, threads)) {
      List<Contender> contenders =
          List.of(new Contender(correlator), new Contender(table), new Contender(reading));
      logs.list(feed);
      for (Contender each : contenders) {
        each.process().take(feed);
      }
      MeasuredStreams.Counts listed = correlator.counts();
      for (int i = 0; i < warmUps + rounds; i++) {
        logs.changes(feed, records);
        for (int turn = 0; turn < contenders.size(); turn++) {
          Contender next = contenders.get((i + turn) % contenders.size());
          Round round = next.process().round(feed, records);
          if (i >= warmUps) {
            next.rounds().add(round);
          }
        }
      }
      report.heading("throughput: %,d objects of %d clusters, %d stream threads; %d rounds of %,d"
          .formatted(objects, clusters, threads, rounds, records));
      report.note(logs.description() + "; values of " + feed.valueBytes() + " bytes");
      report.note(correlator.counts().since(listed).text());
      tell(report, contenders.get(0), contenders.get(1), contenders.get(2));
    }
  }

  private static void tell(Report report, Contender ours, Contender bare, Contender facts) {
    report.line("baseline: get and put of 200 bytes", bare.perSecond(), "records/s");
    report.line("the same, and facts taken", facts.perSecond(), "records/s");
    report.line("ours", ours.perSecond(), "records/s");
    report.ratio("ratio", ours.perSecond(), bare.perSecond(), "aim ≥ 0.8");
    report.ratio("ratio of what only takes facts", facts.perSecond(), bare.perSecond(), "");
    report.line("baseline: processor", bare.figures(Round::cpuMicros), "µs/record");
    report.line("facts taken: processor", facts.figures(Round::cpuMicros), "µs/record");
    report.line("ours: processor", ours.figures(Round::cpuMicros), "µs/record");
    report.line("baseline: allocated", bare.figures(Round::allocatedBytes), "bytes/record");
    report.line("facts taken: allocated", facts.figures(Round::allocatedBytes), "bytes/record");
    report.line("ours: allocated", ours.figures(Round::allocatedBytes), "bytes/record");
  }

  /** One of those that take turns. */
  private record Contender(MeasuredStreams process, List<Round> rounds) {
    Contender(MeasuredStreams process) {
      this(process, new ArrayList<>());
    }

    Figures perSecond() {
      return figures(Round::perSecond);
    }

    Figures figures(ToDoubleFunction<Round> figure) {
      return Round.figures(rounds, figure);
    }
  }
}
