package org.mcpruntime.watcher.correlator.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far state is restored, for the status and the log. Written by threads of Kafka Streams, read by any. */
public final class RestoreProgress implements StateRestoreListener {

  private static final Logger LOG = LoggerFactory.getLogger(RestoreProgress.class);

  /** Less is read at once, and most partitions hold no cluster. */
  private static final long WORTH_TELLING = 1_000;

  private static final int PARTS = 4;

  private record Place(String store, int partition) {}

  /** @param begin offset; offsets have holes, so these are positions, not records */
  private record Run(long begin, long end, long reached) {
    long total() {
      return Math.max(0, end - begin);
    }

    long left() {
      return Math.max(0, end - reached);
    }

    long part() {
      return total() == 0 ? PARTS : (reached - begin) * PARTS / total();
    }
  }

  private final Map<Place, Run> runs = new ConcurrentHashMap<>();
  private final LongAdder records = new LongAdder();

  @Override
  public void onRestoreStart(TopicPartition changelog, String store, long begin, long end) {
    Run run = new Run(begin, end, begin);
    runs.put(new Place(store, changelog.partition()), run);
    tell(changelog, store, run, "State is being restored");
  }

  @Override
  public void onBatchRestored(
      TopicPartition changelog, String store, long batchEnd, long restored) {
    records.add(restored);
    Place place = new Place(store, changelog.partition());
    Run before = runs.get(place);
    if (before != null) {
      Run now = new Run(before.begin(), before.end(), batchEnd + 1);
      runs.put(place, now);
      if (now.part() > before.part() && now.left() > 0) {
        tell(changelog, store, now, "State is being restored");
      }
    }
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long restored) {
    Run run = runs.remove(new Place(store, changelog.partition()));
    if (run != null) {
      tell(changelog, store, new Run(run.begin(), run.end(), run.end()), "State is restored");
    }
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long restored) {
    runs.remove(new Place(store, changelog.partition()));
  }

  /** Positions of changelogs that are to be read before work goes on; 0 when nothing is being restored. */
  public long left() {
    return runs.values().stream().mapToLong(Run::left).sum();
  }

  /** The same when each of them began. */
  public long total() {
    return runs.values().stream().mapToLong(Run::total).sum();
  }

  /** Records read from changelogs since the start. */
  public long records() {
    return records.sum();
  }

  private static void tell(TopicPartition changelog, String store, Run run, String message) {
    if (run.total() >= WORTH_TELLING) {
      LOG.atInfo()
          .addKeyValue("store", store)
          .addKeyValue("partition", changelog.partition())
          .addKeyValue("left", run.left())
          .addKeyValue("of", run.total())
          .log(message);
    }
  }
}
