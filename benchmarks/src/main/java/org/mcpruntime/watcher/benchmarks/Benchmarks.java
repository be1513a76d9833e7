package org.mcpruntime.watcher.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs the measurements that the command line names, or all. */
public final class Benchmarks {
  private Benchmarks() {}

  /** Arguments: {@code collector [--quick] [scenario …]}, or {@code replay [--quick]}. */
  public static void main(String[] args) throws Exception {
    List<String> words = new ArrayList<>(Arrays.asList(args));
    boolean quick = words.remove("--quick");
    if (words.equals(List.of("replay"))) {
      System.out.println(Machine.description());
      new Replay(quick ? 3 : 7, quick ? 20_000 : 40_000, List.of(10_000, 100_000))
          .run(new Report(System.out));
      return;
    }
    List<Scenario> all = quick ? quick() : full();
    List<String> names = all.stream().map(Scenario::name).toList();
    if (words.isEmpty() || !words.remove(0).equals("collector") || !names.containsAll(words)) {
      System.err.println("usage: run collector [--quick] [" + String.join("] [", names) + "]\n"
          + "       run replay [--quick]");
      System.exit(2);
    }
    System.out.println(Machine.description());
    try (Bed bed = Bed.start(List.of())) {
      Report report = new Report(System.out);
      for (Scenario scenario : all) {
        if (words.isEmpty() || words.contains(scenario.name())) {
          scenario.run(bed, report);
        }
      }
    }
    System.exit(0);
  }

  private static List<Scenario> full() {
    return List.of(
        new Redaction(9, 20_000),
        new Throughput(9, 4, 20_000, 2_000),
        new Latency(5, 200, 8, 2_000),
        new Memory(List.of(1_000, 10_000, 100_000), 2, 15, 20_000),
        new Restart(100_000, 5));
  }

  private static List<Scenario> quick() {
    return List.of(
        new Redaction(5, 10_000),
        new Throughput(5, 2, 10_000, 2_000),
        new Latency(5, 200, 2, 2_000),
        new Memory(List.of(1_000, 5_000, 20_000), 1, 9, 5_000),
        new Restart(20_000, 3));
  }
}
