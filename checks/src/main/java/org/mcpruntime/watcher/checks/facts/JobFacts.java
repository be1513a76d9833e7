package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Job.
 *
 * @param suspended spec.suspend
 * @param startedAt status.startTime: since when it runs; null before, and while it is suspended
 * @param hasDeadline spec.activeDeadlineSeconds is given
 * @param failed status.failed
 * @param complete condition Complete is True
 * @param failure condition Failed, when it is True; null otherwise
 */
public record JobFacts(
    Meta meta,
    boolean suspended,
    @Nullable Instant startedAt,
    boolean hasDeadline,
    int failed,
    boolean complete,
    @Nullable ConditionFacts failure)
    implements Facts {

  void write(BinaryWriter out) {
    out.flag(suspended);
    out.nullable(startedAt, out::time);
    out.flag(hasDeadline);
    out.number(failed);
    out.flag(complete);
    out.nullable(failure, condition -> condition.write(out));
  }

  static JobFacts read(Meta meta, BinaryReader in) {
    return new JobFacts(
        meta,
        in.flag(),
        in.nullable(in::time),
        in.flag(),
        in.integer(),
        in.flag(),
        in.nullable(() -> ConditionFacts.read(in)));
  }
}
