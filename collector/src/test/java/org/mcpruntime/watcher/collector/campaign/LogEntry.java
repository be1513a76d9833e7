package org.mcpruntime.watcher.collector.campaign;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;

/**
 * One record of the log as a read_committed reader finds it, reduced to what can be compared.
 *
 * @param time the record's timestamp, in milliseconds
 * @param kind as in record keys: {@code core/Pod}; empty when it concerns the whole cluster
 * @param version of the object; null on control records
 * @param mark what the writer had put into the object; null when the record carries none
 * @param coverage on a TICK: what it says of each kind
 */
record LogEntry(
    long offset,
    long time,
    long sequence,
    long epoch,
    Operation operation,
    Origin origin,
    String kind,
    String key,
    @Nullable Version version,
    @Nullable String mark,
    @Nullable String snapshotId,
    @Nullable Long objectCount,
    @Nullable Gap gap,
    @Nullable Long tick,
    @Nullable Long baseOffset,
    List<Coverage> coverage) {
  /** The positions between which not everything was told; {@code from} is null when it is not known. */
  record Gap(@Nullable String from, @Nullable String to) {}

  /** What a TICK says of a kind; {@code position} is null while the kind has to be listed. */
  record Coverage(
      String kind, boolean synced, long objects, @Nullable String position) {}

  LogEntry {
    coverage = List.copyOf(coverage);
  }

  @Override
  public String toString() {
    return "#" + sequence + " @" + offset + " epoch " + epoch + " " + operation + "/" + origin + " "
        + key + (version == null ? "" : " " + version) + (gap == null ? "" : " " + gap)
        + (snapshotId == null ? "" : " in " + snapshotId);
  }
}
