package org.mcpruntime.watcher.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What one round took, for each of what it was about. */
record Round(double perSecond, double cpuMicros, double allocatedBytes) {
  static Figures figures(List<Round> rounds, ToDoubleFunction<Round> of) {
    return new Figures(rounds.stream().mapToDouble(of).boxed().toList());
  }
}
