package org.mcpruntime.watcher.correlator.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;

/**
 * How a failing stretch began.
 *
 * @param at when, milliseconds; {@link #UNKNOWN} when it began before we looked
 * @param record the earliest record that shows it
 */
record Onset(long at, RecordRef record) {

  static final long UNKNOWN = -1;

  @Nullable
  Instant instant() {
    return at == UNKNOWN ? null : Instant.ofEpochMilli(at);
  }

  Onset unknown() {
    return new Onset(UNKNOWN, record);
  }

  /** The earlier of both; what began before we looked is earlier than anything. */
  Onset earlier(Onset other) {
    long first = Math.min(at, other.at);
    return new Onset(first, other.record.offset() < record.offset() ? other.record : record);
  }

  void write(BinaryWriter out) {
    out.number(at);
    record.write(out);
  }

  static Onset read(BinaryReader in) {
    return new Onset(in.number(), RecordRef.read(in));
  }
}
