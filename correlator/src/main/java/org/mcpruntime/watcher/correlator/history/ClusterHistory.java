package org.mcpruntime.watcher.correlator.history;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.correlator.engine.LogRecord;

/**
 * What is kept of one cluster, as it was when this was opened: what comes later is not seen. Reading leaves no trace. Used by one
 * thread, but another one may take the events while this one takes the incidents; an iterator is done with when the next one
 * of its kind is asked for.
 */
public interface ClusterHistory extends AutoCloseable {

  String cluster();

  /** Records of the events log from this offset on, in order; an offset before the first one kept means that one. */
  Iterator<LogRecord> events(long fromOffset);

  /**
   * The same in portions, for those who must not wait for the next record of a cluster that has few: each is what some records
   * of the log, of whichever clusters, hold of this one, and may be empty.
   *
   * @param toOffset where it ends, exclusive
   */
  default Iterator<List<LogRecord>> portions(long fromOffset, long toOffset) {
    List<LogRecord> all = new ArrayList<>();
    events(fromOffset).forEachRemaining(record -> {
      if (record.offset() < toOffset) {
        all.add(record);
      }
    });
    return List.of(all).iterator();
  }

  /**
   * About where in the log this time is, milliseconds: the offset of the first record, of whichever cluster, that is stamped
   * then or later; the end when there is none.
   */
  default long offsetAt(long time) {
    for (Iterator<LogRecord> all = events(beginOffset()); all.hasNext(); ) {
      LogRecord record = all.next();
      if (record.timestamp() >= time) {
        return record.offset();
      }
    }
    return Long.MAX_VALUE;
  }

  /** Offset of the first record that is kept of any cluster in this partition. */
  long beginOffset();

  /** The newest TICK stamped at or before this time, milliseconds. */
  Optional<Tick> tickBefore(long time);

  /** Every incident record that is kept and can be read, in the order written. */
  Iterator<PublishedIncident> incidents();

  /** Those that cannot, as far as incidents have been read here. The cluster shares its partition: they may be of others. */
  default List<Unreadable> unreadableIncidents() {
    return List.of();
  }

  /** Under which rules, and since when, the cluster was evaluated; oldest first. */
  List<Policy> policies();

  /** Everything up to here was evaluated, milliseconds; -1 when nothing was. */
  long evaluatedThrough();

  @Override
  void close();
}
