package org.mcpruntime.watcher.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The bed for a class of tests, and what a measurement at a tiny size reports on it. */
// JUnit calls beforeAll before anything else.
@SuppressWarnings("NullAway.Init")
final class SmallRun implements BeforeAllCallback, AfterAllCallback {
  private Bed bed;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    bed = Bed.start(List.of("-XX:TieredStopAtLevel=1"));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    bed.close();
  }

  String report(Scenario scenario) throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    scenario.run(bed, new Report(new PrintStream(text, true, StandardCharsets.UTF_8)));
    return text.toString(StandardCharsets.UTF_8);
  }
}
