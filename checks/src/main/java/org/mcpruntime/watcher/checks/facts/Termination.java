package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a container's run ended. The termination message is left out: containers write anything into it.
 *
 * @param containerId the first twelve digits that the runtime gave the run; empty when it was never made
 */
public record Termination(
    String reason, int exitCode, @Nullable Instant finishedAt, String containerId) {

  void write(BinaryWriter out) {
    out.text(reason);
    out.number(exitCode);
    out.nullable(finishedAt, out::time);
    out.text(containerId);
  }

  static Termination read(BinaryReader in) {
    return new Termination(in.text(), in.integer(), in.nullable(in::time), in.text());
  }
}
