package org.mcpruntime.watcher.benchmarks;

import java.util.Arrays;
import java.util.List;

/** What latencies say: the middle and the slow end, ours against a baseline that was measured in turns with it. */
final class Latencies {
  private Latencies() {}

  /**
   * One element for each round: the µs of each of its writes.
   *
   * @param aim what is put behind the ratios
   */
  static void report(
      Report report, String baseline, List<long[]> floors, List<long[]> ours, String aim) {
    for (int percentile : List.of(50, 99)) {
      Figures floor = figures(floors, percentile);
      Figures own = figures(ours, percentile);
      report.line("baseline: " + baseline + ", p" + percentile, floor, "ms");
      report.line("ours, p" + percentile, own, "ms");
      report.ratio("ratio, p" + percentile, own, floor, aim);
    }
  }

  /** What a process answered that measured. */
  static long[] numbers(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  private static Figures figures(List<long[]> rounds, int percentile) {
    return new Figures(rounds.stream().map(micros -> millis(micros, percentile)).toList());
  }

  private static double millis(long[] micros, int percentile) {
    long[] sorted = micros.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)] / 1e3;
  }
}
