package org.mcpruntime.watcher.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * What a known object costs: heap that stays after a snapshot, in a process of its own whose heap is limited; and time,
 * from the request of the first page to the record that ends the snapshot, for clusters of several sizes.
 *
 * @param sizes numbers of pods, rising; the largest is what the memory is measured with
 * @param repeats of the smallest list; larger ones are timed fewer times
 * @param changes of the largest cluster, after its list
 */
record Memory(List<Integer> sizes, int rounds, int repeats, int changes) implements Scenario {
  private static final String HEAP = "-Xmx256m";
  private static final double MIB = 1 << 20;

  Memory {
    sizes = List.copyOf(sizes);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void run(Bed bed, Report report) throws Exception {
    int most = sizes.get(sizes.size() - 1);
    long size = 0;
    bed.clusters().ask("api", Bed.cluster(0), 0);
    for (int pods : sizes) {
      size = bed.clusters().askNumber("api", Bed.cluster(pods), pods);
    }
    report.heading("memory: a collector with " + HEAP + ", " + most + " pods of " + size
        + " bytes listed, published, and " + changes + " changes watched");
    List<Double> perObject = new ArrayList<>();
    List<Double> peaks = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      long empty;
      try (ChildJvm child = bed.collectInProcess(HEAP, Bed.cluster(0), bed.freshTopics())) {
        child.ask("settled");
        empty = child.askNumber("heap");
      }
      TopicNames topics = bed.freshTopics();
      try (ChildJvm child = bed.collectInProcess(HEAP, Bed.cluster(most), topics)) {
        if (child.askNumber("settled") != most) {
          throw new IOException("not all pods are known");
        }
        perObject.add((child.askNumber("heap") - empty) / (double) most);
        child.ask("reached", bed.clusters().ask("touch", Bed.cluster(most), changes));
        String[] peak = child.ask("peak").split(" ", -1);
        peaks.add(Long.parseLong(peak[0]) / MIB);
        resident.add(Long.parseLong(peak[1]) / MIB);
      }
    }
    report.line("heap that stays", new Figures(perObject), "bytes/object, aim ≤ 256");
    report.line("largest heap in use", new Figures(peaks), "MiB, of 256");
    report.line("largest resident memory", new Figures(resident), "MiB");
    // The machine gets warm first.
    listing(bed, sizes.get(sizes.size() / 2));
    Figures first = null;
    for (int pods : sizes) {
      Figures micros = listing(bed, pods);
      report.line("list of " + pods, micros, "µs/object");
      if (first != null) {
        report.note("  × " + "%.2f".formatted(micros.median() / first.median()) + " of the list of "
            + sizes.get(0) + " (aim: flat)");
      } else {
        first = micros;
      }
    }
  }

  private Figures listing(Bed bed, int pods) throws IOException {
    int times = Math.max(rounds, repeats * sizes.get(0) / pods);
    List<Double> micros = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      try (Bed.Running collector = bed.collect(Bed.cluster(pods), bed.freshTopics())) {
        collector.awaitSettled();
        KindStatus status = Bed.pods(collector.collector().status());
        Instant end = status.lastProgress();
        if (end == null || status.objects() != pods) {
          throw new IOException("not listed: " + status);
        }
        long began = bed.clusters().askNumber("listed", Bed.cluster(pods));
        micros.add((ChronoUnit.MICROS.between(Instant.EPOCH, end) - began) / (double) pods);
      }
    }
    return new Figures(micros);
  }
}
