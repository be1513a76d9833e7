package org.mcpruntime.watcher.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A measurement at a tiny size, and what it reports. */
final class SmallRun {

  private SmallRun() {}

  static String report(Bed bed, Scenario scenario) throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    scenario.run(bed, new Report(new PrintStream(text, true, StandardCharsets.UTF_8)));
    return text.toString(StandardCharsets.UTF_8);
  }
}
