package org.mcpruntime.watcher.benchmarks;

/** One measurement. */
interface Scenario {
  /** As the command line names it. */
  String name();

  void run(Bed bed, Report report) throws Exception;
}
