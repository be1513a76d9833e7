package org.mcpruntime.watcher.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs the measurements that the command line names, or all of one part. */
public final class Benchmarks {
  private static final String COLLECTOR = "collector";
  private static final String CORRELATOR = "correlator";
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private Benchmarks() {}

  /** Arguments: {@code collector|correlator [--quick] [scenario …]}, or {@code replay [--quick]}. */
  public static void main(String[] args) throws Exception {
    List<String> words = new ArrayList<>(Arrays.asList(args));
    boolean quick = words.remove("--quick");
    if (words.equals(List.of("replay"))) {
      System.out.println(Machine.description());
      replay(quick).run(new Report(System.out));
      return;
    }
    String part = words.isEmpty() ? "" : words.remove(0);
    List<Scenario> all = scenarios(part, quick);
    if (all.isEmpty() || !names(all).containsAll(words)) {
      for (String each : List.of(COLLECTOR, CORRELATOR)) {
        System.err.println("usage: run " + each + " [--quick] ["
            + String.join("] [", names(scenarios(each, quick))) + "]");
      }
      System.err.println("       run replay [--quick]");
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

  private static List<String> names(List<Scenario> scenarios) {
    return scenarios.stream().map(Scenario::name).distinct().toList();
  }

  private static List<Scenario> scenarios(String part, boolean quick) {
    return switch (part) {
      case COLLECTOR -> quick ? quickCollector() : collector();
      case CORRELATOR -> quick ? quickCorrelator() : correlator();
      default -> List.of();
    };
  }

  private static List<Scenario> collector() {
    return List.of(
        new Redaction(9, 20_000),
        new Throughput(9, 4, 20_000, 2_000),
        new Latency(5, 200, 8, 2_000),
        new Memory(List.of(1_000, 10_000, 100_000), 2, 15, 20_000),
        new Restart(100_000, 5));
  }

  private static List<Scenario> quickCollector() {
    return List.of(
        new Redaction(5, 10_000),
        new Throughput(5, 2, 10_000, 2_000),
        new Latency(5, 200, 2, 2_000),
        new Memory(List.of(1_000, 5_000, 20_000), 1, 9, 5_000),
        new Restart(20_000, 3));
  }

  private static List<Scenario> correlator() {
    return List.of(
        new CorrelatorThroughput(10_000, 8, 1, 5, 30, 50_000),
        new CorrelatorThroughput(10_000, 8, PROCESSORS, 5, 30, 50_000),
        new CorrelatorThroughput(100_000, 8, 1, 3, 16, 50_000),
        new CorrelatorPartition(10_000, 5, 8, 50_000),
        replayScenario(false),
        new CorrelatorLatency(5, 10_000, 200, 8),
        new CorrelatorState(10_000, 100_000, 5, 8, 20_000, 3));
  }

  private static List<Scenario> quickCorrelator() {
    return List.of(
        new CorrelatorThroughput(10_000, 8, PROCESSORS, 3, 2, 10_000),
        new CorrelatorPartition(5_000, 3, 1, 5_000),
        replayScenario(true),
        new CorrelatorLatency(3, 5_000, 200, 3),
        new CorrelatorState(2_000, 20_000, 3, 1, 4_000, 1));
  }

  private static Replay replay(boolean quick) {
    return new Replay(
        quick ? 3 : 7, quick ? 3 : 10, quick ? 20_000 : 40_000, List.of(10_000, 100_000));
  }

  private static Scenario replayScenario(boolean quick) {
    return new Scenario() {
      @Override
      public String name() {
        return "replay";
      }

      @Override
      public void run(Bed bed, Report report) throws Exception {
        replay(quick).run(report);
      }
    };
  }
}
