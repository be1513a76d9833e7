package org.mcpruntime.watcher.collector.kind;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * From the readers of one cluster to its publisher. Bounded by number and by bytes, and nothing in it is ever dropped: a
 * reader whose input has no room waits, so it stops reading, so the API server stops sending to it. Inputs of one reader
 * keep their order. An input larger than the whole bound is let in when the queue is empty.
 */
public final class InputQueue {
  private final int maxInputs;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<Input> inputs = new ArrayDeque<>();
  private long bytes;
  private boolean nudged;

  public InputQueue(int maxInputs, long maxBytes) {
    this.maxInputs = maxInputs;
    this.maxBytes = maxBytes;
  }

  /** Waits for room. */
  public void put(Input input) throws InterruptedException {
    int size = input.sizeBytes();
    lock.lockInterruptibly();
    try {
      while (!inputs.isEmpty() && (inputs.size() >= maxInputs || bytes + size > maxBytes)) {
        room.await();
      }
      inputs.add(input);
      bytes += size;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** How many inputs wait. */
  public int inputs() {
    lock.lock();
    try {
      return inputs.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes of objects wait. */
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** The next input, or null when there is none at the end of the wait or at a nudge. */
  public @Nullable Input poll(Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (inputs.isEmpty() && !nudged && left > 0) {
        left = work.awaitNanos(left);
      }
      nudged = false;
      return take();
    } finally {
      lock.unlock();
    }
  }

  /** The next input, or null when there is none now. */
  public @Nullable Input poll() {
    lock.lock();
    try {
      return take();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the present or next waiting {@link #poll(Duration)} at once. */
  public void nudge() {
    lock.lock();
    try {
      nudged = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Input take() {
    Input input = inputs.poll();
    if (input != null) {
      bytes -= input.sizeBytes();
      room.signalAll();
    }
    return input;
  }
}
