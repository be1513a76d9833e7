package org.mcpruntime.watcher.collector.publish;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.schemas.avro.CollectorState;

/**
 * The complete lists of one scope in the log: where the newest one is, the one under way, and when the next is due. The
 * interval stretches, so that snapshots stay a small part of what the log gets. One thread.
 */
final class SnapshotBook {
  /** What a TICK tells about a kind: part of the log that grows with time alone, so small kinds are restated in time. */
  private static final int COVERAGE_BYTES = 120;

  /** A snapshot may be one part in this many of what the log gets about a scope. */
  private static final int SNAPSHOT_SHARE = 5;

  /** A restate that was dropped is tried again after this part of the interval. */
  private static final int RETRY_SHARE = 12;

  private final ScopeLog log;
  private final Pacing pacing;

  /** The newest complete list; null before the first. */
  private @Nullable String id;

  private @Nullable Long beginOffset;
  private @Nullable Instant at;
  private long bytes;

  /** With {@link ScopeLog#changedBytes}: what the log got beside snapshots since the newest complete one. */
  private long changedBefore;

  private @Nullable Begin begin;
  private @Nullable Instant notBefore;

  /** Where a list began. */
  private static final class Begin {
    private final ScopeLog.Begun begun;
    private final long snapshotBytes;
    private final long changedBytes;
    private @Nullable Long offset;

    Begin(ScopeLog.Begun begun, long snapshotBytes, long changedBytes) {
      this.begun = begun;
      this.snapshotBytes = snapshotBytes;
      this.changedBytes = changedBytes;
    }
  }

  SnapshotBook(ScopeLog log, Pacing pacing) {
    this.log = log;
    this.pacing = pacing;
  }

  void restore(CollectorState committed) {
    id = committed.getSnapshotId();
    beginOffset = committed.getSnapshotBeginOffset();
    at = committed.getSnapshotAt();
    bytes = orZero(committed.getSnapshotBytes());
    changedBefore = orZero(committed.getChangedBytes());
  }

  void write(CollectorState entry) {
    entry.setSnapshotId(id);
    entry.setSnapshotBeginOffset(beginOffset);
    entry.setSnapshotAt(at);
    entry.setSnapshotBytes(bytes);
    entry.setChangedBytes(changedBytes());
  }

  /** Whether a list was ever complete. */
  boolean isAny() {
    return id != null;
  }

  /** Begin of the newest complete list in the log; null before the first. */
  @Nullable
  Long beginOffset() {
    return beginOffset;
  }

  @Nullable
  Instant at() {
    return at;
  }

  /** A list begins, and replaces the one under way. */
  void begun(ScopeLog.Begun begun) {
    begin = new Begin(begun, log.snapshotBytes(), changedBytes());
  }

  /** Whether the begin of a list was written of which nobody has told yet where it stands. */
  boolean awaitsOffset() {
    return begin != null && begin.offset == null;
  }

  /** Where the begin of the list under way stands in the log. */
  void standsAt(long offset) {
    require(begin).offset = offset;
  }

  /** The list under way is complete. */
  void completed() {
    Begin current = require(begin);
    id = current.begun.snapshotId();
    beginOffset = require(current.offset);
    at = current.begun.at();
    bytes = log.snapshotBytes() - current.snapshotBytes;
    changedBefore -= current.changedBytes;
    begin = null;
  }

  /** The list under way is void, and the next waits for a while. */
  void dropped(Instant now) {
    begin = null;
    notBefore = now.plus(pacing.snapshotInterval().dividedBy(RETRY_SHARE));
  }

  /** What was listed is gone with its kind. */
  void forget() {
    beginOffset = null;
    at = null;
  }

  /** A TICK is written. */
  void tick() {
    changedBefore += COVERAGE_BYTES;
  }

  /** Whether the next periodic list is due. */
  boolean isDue(Instant now) {
    if (id == null || (notBefore != null && now.isBefore(notBefore))) {
      return false;
    }
    if (at == null) {
      return true;
    }
    boolean paidFor = changedBytes() >= (SNAPSHOT_SHARE - 1) * bytes;
    Duration age = Duration.between(at, now);
    return age.compareTo(paidFor ? pacing.snapshotInterval() : pacing.longestSnapshotInterval())
        >= 0;
  }

  private long changedBytes() {
    return changedBefore + log.changedBytes();
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a list that has not begun");
    }
    return value;
  }
}
