package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a container's run ended. The termination message is left out: containers write anything into it. */
public record Termination(
    String reason, int exitCode, @Nullable Instant finishedAt) {

  void write(BinaryWriter out) {
    out.text(reason);
    out.number(exitCode);
    out.nullable(finishedAt, out::time);
  }

  static Termination read(BinaryReader in) {
    return new Termination(in.text(), in.integer(), in.nullable(in::time));
  }
}
