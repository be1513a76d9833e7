package org.mcpruntime.watcher.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints figures: each line a name, the median, the smallest and largest, and the unit. */
final class Report {
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  void heading(String text) {
    out.printf("%n%s%n", text);
    out.printf("  %-46s %10s %10s %10s%n", "", "median", "min", "max");
  }

  void line(String name, Figures figures, String unit) {
    out.printf(
        "  %-46s %10s %10s %10s  %s%n",
        name, number(figures.median()), number(figures.min()), number(figures.max()), unit);
  }

  /** Ours against a baseline, round by round. */
  void ratio(String name, Figures ours, Figures baseline, String aim) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.values().size(); i++) {
      ratios.add(ours.values().get(i) / baseline.values().get(i));
    }
    line(name, new Figures(ratios), aim);
  }

  void note(String text) {
    out.println("  " + text);
  }

  private static String number(double value) {
    String format = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
