package org.mcpruntime.watcher.correlator.streams;

import java.nio.ByteBuffer;
import org.mcpruntime.watcher.correlator.engine.LogRecord;

/**
 * How far a cluster is evaluated, whichever version did it. Committed together with what was told, in a store that all
 * versions share: so nothing up to {@code offset} is ever told again, and nothing behind it is left out.
 *
 * @param offset of the newest record that was evaluated or set aside
 * @param time of the cluster there, milliseconds; -1 when nothing is remembered of it
 * @param facts version of the state that stands there; {@link #NONE} while there is none, {@link #LOST} when it is not even
 *     known where that is: records stamped up to {@code time} were evaluated then, too
 * @param handed offset of the newest record that Kafka Streams handed over; when it is behind {@code offset}, what lies
 *     between is still to be evaluated
 */
record Evaluated(long offset, long time, int facts, long handed) {

  /** No version has a state. */
  static final int NONE = -1;

  static final int LOST = -2;

  /** Whether a record was evaluated or set aside. */
  boolean covers(LogRecord record) {
    return record.offset() <= offset || (facts == LOST && record.timestamp() <= time);
  }

  /** This version has a state that stands there. */
  Evaluated by(int version, long then) {
    return new Evaluated(offset, then, version, handed);
  }

  /** A record was followed. The state of another version does not stand there. */
  Evaluated through(LogRecord record) {
    return record.offset() <= offset
        ? this
        : new Evaluated(
            record.offset(),
            Math.max(time, record.timestamp()),
            facts == LOST ? LOST : NONE,
            handed);
  }

  /** Nobody can read any more what lies before this offset. */
  Evaluated removedBefore(long begin) {
    return new Evaluated(Math.min(begin - 1, handed), time, facts, handed);
  }

  Evaluated withoutState() {
    return new Evaluated(offset, time, NONE, handed);
  }

  Evaluated handed(long newest) {
    return new Evaluated(offset, time, facts, Math.max(handed, newest));
  }

  /** Whether every record that was handed over is evaluated. */
  boolean isInStep() {
    return offset >= handed;
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES)
        .putLong(offset)
        .putLong(time)
        .putInt(facts)
        .putLong(handed)
        .array();
  }

  static Evaluated read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Evaluated(in.getLong(), in.getLong(), in.getInt(), in.getLong());
  }
}
