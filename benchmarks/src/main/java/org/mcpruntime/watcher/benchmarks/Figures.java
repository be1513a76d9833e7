package org.mcpruntime.watcher.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Several measurements of the same. */
record Figures(List<Double> values) {
  Figures {
    values = List.copyOf(values);
  }

  static Figures of(double... values) {
    return new Figures(Arrays.stream(values).boxed().toList());
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }
}
