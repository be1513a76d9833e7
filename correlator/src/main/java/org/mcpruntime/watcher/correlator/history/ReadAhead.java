package org.mcpruntime.watcher.correlator.history;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;

/**
 * Records that a thread of its own takes from the log and reads, while those before them are evaluated. They are the same in the
 * same order, and a failure of the log comes behind the last record before it. At most some hundred are ahead, or ten MiB of
 * objects; then the thread waits. It has ended when this is closed, so that the log may be closed then.
 */
public final class ReadAhead implements Iterator<LogRecord>, AutoCloseable {

  private static final int BATCHES = 8;
  private static final int BATCH_RECORDS = 64;
  private static final int BATCH_BYTES = 1 << 20;

  /**
   * Records that are handed over together.
   *
   * @param last nothing comes behind them
   * @param failure what comes behind them instead
   */
  private record Batch(
      List<LogRecord> records, boolean last, @Nullable Throwable failure) {}

  private final Iterator<LogRecord> log;
  private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(BATCHES);
  private final Thread thread = new Thread(this::read, "read-ahead");
  private Iterator<LogRecord> records = List.<LogRecord>of().iterator();
  private @Nullable Batch batch;
  private volatile boolean closed;

  private ReadAhead(Iterator<LogRecord> log) {
    this.log = log;
  }

  /** Begins to read. Nobody else may use {@code log} from now on. */
  public static ReadAhead of(Iterator<LogRecord> log) {
    ReadAhead ahead = new ReadAhead(log);
    ahead.thread.setDaemon(true);
    ahead.thread.start();
    return ahead;
  }

  @Override
  public boolean hasNext() {
    while (!records.hasNext() && (batch == null || !batch.last())) {
      try {
        batch = queue.take();
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
      records = batch.records().iterator();
    }
    if (!records.hasNext() && batch != null) {
      rethrow(batch.failure());
    }
    return records.hasNext();
  }

  @Override
  public LogRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return records.next();
  }

  @Override
  public void close() {
    closed = true;
    // There is room for all that the thread may still hand over.
    queue.clear();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void read() {
    List<LogRecord> read = new ArrayList<>();
    Throwable failure = null;
    try {
      long bytes = 0;
      while (!closed && log.hasNext()) {
        LogRecord record = log.next().ahead();
        read.add(record);
        bytes += record.objectBytes();
        if (read.size() == BATCH_RECORDS || bytes >= BATCH_BYTES) {
          queue.put(new Batch(read, false, null));
          read = new ArrayList<>();
          bytes = 0;
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      failure = e;
    }
    try {
      queue.put(new Batch(read, true, failure));
    } catch (InterruptedException e) {
      // Nobody interrupts this thread.
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    } else if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }
}
