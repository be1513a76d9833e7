package org.mcpruntime.watcher.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast a watch becomes committed records, against {@link PlainCopy}. Each round changes so many pods at once and ends
 * when the last of these changes is committed; the two take turns in the same process.
 */
record Throughput(int rounds, int warmUps, int changes, int pods) implements Scenario {
  private static final String OURS = "throughput-ours";
  private static final String PLAIN = "throughput-plain";

  @Override
  public String name() {
    return "throughput";
  }

  private interface Awaited {
    void until(long resourceVersion) throws Exception;
  }

  @Override
  public void run(Bed bed, Report report) throws Exception {
    long size = bed.clusters().askNumber("api", OURS, pods);
    bed.clusters().askNumber("api", PLAIN, pods);
    List<Round> ours = new ArrayList<>();
    List<Round> plain = new ArrayList<>();
    try (Bed.Running collector = bed.collect(OURS, bed.freshTopics());
        PlainCopy copy = PlainCopy.start(
            bed.access(PLAIN),
            bed.freshTopics(),
            bed.kafka(),
            bed.clusters().askNumber("touch", PLAIN, 0))) {
      collector.awaitSettled();
      for (int i = 0; i < warmUps + rounds; i++) {
        for (int turn = 0; turn < 2; turn++) {
          boolean our = (i + turn) % 2 == 0;
          Round round = our
              ? round(bed, OURS, collector::awaitPosition)
              : round(bed, PLAIN, version -> {
                while (copy.position() < version) {
                  LockSupport.parkNanos(1_000_000);
                }
              });
          if (i >= warmUps) {
            (our ? ours : plain).add(round);
          }
        }
      }
    }
    report.heading("throughput: from a watch of pods of " + size + " bytes to committed records; "
        + rounds + " rounds of " + changes + " changes");
    Figures oursPerSecond = Round.figures(ours, Round::perSecond);
    Figures plainPerSecond = Round.figures(plain, Round::perSecond);
    report.line("baseline: plain copy, nothing redacted", plainPerSecond, "events/s");
    report.line("ours", oursPerSecond, "events/s");
    report.ratio("ratio", oursPerSecond, plainPerSecond, "aim ≥ 0.8");
    report.line("baseline: processor", Round.figures(plain, Round::cpuMicros), "µs/event");
    report.line("ours: processor", Round.figures(ours, Round::cpuMicros), "µs/event");
    report.line("baseline: allocated", Round.figures(plain, Round::allocatedBytes), "bytes/event");
    report.line("ours: allocated", Round.figures(ours, Round::allocatedBytes), "bytes/event");
  }

  private Round round(Bed bed, String cluster, Awaited awaited) throws Exception {
    Cost cost = Cost.from();
    awaited.until(bed.clusters().askNumber("touch", cluster, changes));
    return new Round(
        changes / cost.seconds(), cost.cpuMicros() / changes, cost.allocatedBytes() / changes);
  }
}
