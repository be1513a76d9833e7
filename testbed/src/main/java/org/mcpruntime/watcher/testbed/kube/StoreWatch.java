package org.mcpruntime.watcher.testbed.kube;

import java.time.Duration;
import java.util.List;

/**
 * Reads the changes of one type in order, from one position on. Pulling means that a slow reader
 * costs nothing but falls out of the history in the end. One thread polls; {@link #wakeUp()} is for
 * others.
 */
public final class StoreWatch {
  private final KubeStore store;
  private final Shelf shelf;
  private long index;
  private long position;
  private boolean woken;

  StoreWatch(KubeStore store, Shelf shelf, long index, long position) {
    this.store = store;
    this.shelf = shelf;
    this.index = index;
    this.position = position;
  }

  /**
   * Waits until there is a change, the time is over, or somebody wakes the watch up; in the last
   * two cases the result is empty.
   *
   * @throws ExpiredException when changes were forgotten before they were read
   */
  public List<WatchEvent> poll(int max, Duration timeout)
      throws ExpiredException, InterruptedException {
    store.lock.lockInterruptibly();
    try {
      long nanos = timeout.toNanos();
      while (!shelf.hasChange(index) && !woken && nanos > 0) {
        nanos = shelf.changed.awaitNanos(nanos);
      }
      woken = false;
      List<WatchEvent> changes = shelf.changes(index, max);
      index += changes.size();
      position = shelf.hasChange(index)
          ? changes.get(changes.size() - 1).resourceVersion()
          : Math.max(position, store.resourceVersion());
      return changes;
    } finally {
      store.lock.unlock();
    }
  }

  /**
   * The newest position up to which the changes returned so far are complete; what a bookmark may
   * say.
   */
  public long position() {
    store.lock.lock();
    try {
      return position;
    } finally {
      store.lock.unlock();
    }
  }

  /** Makes the current or the next {@link #poll} return at once. */
  public void wakeUp() {
    store.lock.lock();
    try {
      woken = true;
      shelf.changed.signalAll();
    } finally {
      store.lock.unlock();
    }
  }
}
