package org.mcpruntime.watcher.checks.facts;

/** A CronJob: what its runs fail is told at it, for as long as it is there. */
public record CronJobFacts(Meta meta) implements Facts {

  void write(BinaryWriter out) {
    // Its metadata is all.
  }

  static CronJobFacts read(Meta meta, BinaryReader in) {
    return new CronJobFacts(meta);
  }
}
