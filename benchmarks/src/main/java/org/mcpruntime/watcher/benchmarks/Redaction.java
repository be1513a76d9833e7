package org.mcpruntime.watcher.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.schemas.json.WatchLine;
import org.mcpruntime.watcher.schemas.redaction.Redactor;
import tools.jackson.databind.json.JsonMapper;

/**
 * What redacting one watch line of a pod costs, on one thread, in processor time, so that what else the machine does
 * matters little. The baseline makes a tree of the object and writes it again.
 */
record Redaction(int rounds, int lines) implements Scenario {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public String name() {
    return "redaction";
  }

  private interface Work {
    /** Returns the length of what it made. */
    int on(byte[] line, WatchLine read) throws Exception;
  }

  private record Round(double micros, double bytes) {}

  @Override
  public void run(Bed bed, Report report) throws Exception {
    byte[] line = Pods.watchLine();
    Redactor redactor = Redactor.standard();
    List<Round> ours = new ArrayList<>();
    List<Round> tree = new ArrayList<>();
    for (int i = 0; i < 2 * rounds; i++) {
      Round own = round(line, (bytes, read) -> redactor
          .redact(bytes, read.objectOffset(), read.objectLength(), "v1", "Pod")
          .json()
          .length);
      Round other = round(line, (bytes, read) -> JSON.writeValueAsBytes(
              JSON.readTree(bytes, read.objectOffset(), read.objectLength()))
          .length);
      if (i >= rounds) {
        ours.add(own);
        tree.add(other);
      }
    }
    report.heading("redaction: one watch line of a pod, " + line.length + " bytes; " + rounds
        + " rounds of " + lines + " lines");
    Figures treeMicros = new Figures(tree.stream().map(Round::micros).toList());
    Figures ourMicros = new Figures(ours.stream().map(Round::micros).toList());
    report.line("baseline: into a tree and back", treeMicros, "µs/object");
    report.line("ours", ourMicros, "µs/object, aim < 15");
    report.ratio("ratio", ourMicros, treeMicros, "of the baseline");
    report.line(
        "ours: allocated", new Figures(ours.stream().map(Round::bytes).toList()), "bytes/object");
  }

  private Round round(byte[] line, Work work) throws Exception {
    long thread = Thread.currentThread().getId();
    long cpu = THREADS.getThreadCpuTime(thread);
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long made = 0;
    for (int i = 0; i < lines; i++) {
      made += work.on(line, WatchLine.read(line, 0, line.length));
    }
    if (made == 0) {
      throw new IllegalStateException("nothing was made");
    }
    return new Round(
        (THREADS.getThreadCpuTime(thread) - cpu) / 1e3 / lines,
        (THREADS.getThreadAllocatedBytes(thread) - allocated) / (double) lines);
  }
}
