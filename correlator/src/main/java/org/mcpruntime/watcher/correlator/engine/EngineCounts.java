package org.mcpruntime.watcher.correlator.engine;

import java.util.concurrent.atomic.LongAdder;

/** What engines did since this was made. Written and read by any thread; never part of their output. */
public final class EngineCounts {

  final LongAdder records = new LongAdder();
  final LongAdder known = new LongAdder();
  final LongAdder unchanged = new LongAdder();
  final LongAdder evaluations = new LongAdder();
  final LongAdder defects = new LongAdder();
  final LongAdder incidents = new LongAdder();

  /** Records processed. */
  public long records() {
    return records.sum();
  }

  /** Of these, objects whose version was known: not decoded. */
  public long known() {
    return known.sum();
  }

  /** Of these, objects whose facts were equal: not evaluated. */
  public long unchanged() {
    return unchanged.sum();
  }

  /** Verdicts asked of checks. */
  public long evaluations() {
    return evaluations.sum();
  }

  /** Times a check threw. */
  public long defects() {
    return defects.sum();
  }

  /** Incident records written. */
  public long incidents() {
    return incidents.sum();
  }
}
