package org.mcpruntime.watcher.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * What a known object costs: processor time of a record in a large cluster and in a small one, which one correlator evaluates
 * in turns; state on disk; and the time to have it back from Kafka when the disk is lost.
 *
 * @param restarts of each sort, with local state and without
 */
record CorrelatorState(int small, int large, int rounds, int warmUps, int records, int restarts)
    implements Scenario {
  private static final int PARTITIONS = 2;
  private static final double OBJECTS = 100_000;

  /** @param restored records of changelogs that were read */
  private record Restart(double seconds, long restored) {}

  @Override
  public String name() {
    return "state";
  }

  @Override
  public void run(Bed bed, Report report) throws Exception {
    TopicNames topics = bed.freshTopics(PARTITIONS);
    MixedLogs few = log(0, small);
    MixedLogs many = log(1, large);
    List<Round> inSmall = new ArrayList<>();
    List<Round> inLarge = new ArrayList<>();
    List<Restart> kept = new ArrayList<>();
    List<Restart> wiped = new ArrayList<>();
    long bytes;
    try (Feed feed = new Feed(bed, PARTITIONS, List.of(topics))) {
      try (MeasuredStreams correlator = bed.streams(StreamsProcess.Service.CORRELATOR, topics)) {
        few.list(feed);
        many.list(feed);
        correlator.take(feed);
        for (int i = 0; i < warmUps + rounds; i++) {
          few.changes(feed, records);
          Round fewRound = correlator.round(feed, records);
          many.changes(feed, records);
          Round manyRound = correlator.round(feed, records);
          if (i >= warmUps) {
            inSmall.add(fewRound);
            inLarge.add(manyRound);
          }
        }
      }
      bytes = bytes(bed.state(topics), "0_1");
      for (int i = 0; i < restarts; i++) {
        kept.add(restart(bed, topics, feed, many));
        Bed.delete(bed.state(topics));
        wiped.add(restart(bed, topics, feed, many));
      }
    }
    report.heading("state: clusters of %,d and %,d objects; %d rounds of %,d records for each"
        .formatted(small, large, rounds, records));
    Figures smallMicros = Round.figures(inSmall, Round::cpuMicros);
    Figures largeMicros = Round.figures(inLarge, Round::cpuMicros);
    report.line("processor, %,d objects".formatted(small), smallMicros, "µs/record");
    report.line("processor, %,d objects".formatted(large), largeMicros, "µs/record");
    report.ratio("ratio", largeMicros, smallMicros, "aim: flat");
    report.line("on disk", Figures.of((double) bytes / large), "bytes/object");
    report.line("baseline: restart with its state", seconds(kept), "s");
    report.line("restart without", seconds(wiped), "s");
    List<Double> each = new ArrayList<>();
    for (int i = 0; i < restarts; i++) {
      each.add((wiped.get(i).seconds() - kept.get(i).seconds()) * OBJECTS / (small + large));
    }
    report.line("difference", new Figures(each), "s/100,000 objects");
    report.note("%,d records of changelogs read each time"
        .formatted(wiped.get(wiped.size() - 1).restored()));
  }

  /** A cluster that has a partition for itself. */
  private static MixedLogs log(int partition, int objects) {
    String cluster = Stream.iterate(0, i -> i + 1)
        .map(i -> "cluster-" + i)
        .filter(name -> ClusterPartitioner.partition(name, PARTITIONS) == partition)
        .findFirst()
        .orElseThrow();
    return MixedLogs.of(List.of(cluster), objects);
  }

  /** From the start of a process until the next record is committed. */
  private static Restart restart(Bed bed, TopicNames topics, Feed feed, MixedLogs logs)
      throws Exception {
    logs.changes(feed, 1);
    long began = System.nanoTime();
    try (MeasuredStreams correlator = bed.streams(StreamsProcess.Service.CORRELATOR, topics)) {
      correlator.take(feed);
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Restart(seconds, Long.parseLong(correlator.process().ask("restored")));
    }
  }

  private static Figures seconds(List<Restart> restarts) {
    return new Figures(restarts.stream().map(Restart::seconds).toList());
  }

  /** What a task's directory holds. */
  private static long bytes(Path state, String task) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      return files
          .filter(file -> Files.isRegularFile(file))
          .filter(file -> Stream.of(file.toString().split("/", -1)).anyMatch(task::equals))
          .mapToLong(CorrelatorState::size)
          .sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
