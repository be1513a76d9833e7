package org.mcpruntime.watcher.testbed.kube;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one type, the newest changes of them, and the newest listed states. Guarded by the
 * store's lock.
 */
final class Shelf {
  /** Lists whose later pages can still be asked for. */
  private static final int KEPT_LISTS = 32;

  final ResourceType type;
  final TreeMap<String, StoredObject> objects = new TreeMap<>();
  final Condition changed;

  /** Every change after this position is in the history. */
  long compactedThrough;

  long lastChange;

  private final ArrayList<@Nullable WatchEvent> ring = new ArrayList<>();
  private final HistoryLimits limits;
  private long first;
  private long next;
  private long historyBytes;

  private final Map<Long, ObjectList> lists = new LinkedHashMap<>();
  private @Nullable ObjectList newest;

  Shelf(ResourceType type, Condition changed, HistoryLimits limits, long resourceVersion) {
    this.type = type;
    this.changed = changed;
    this.limits = limits;
    this.compactedThrough = resourceVersion;
  }

  void add(WatchEvent change) {
    if (change.operation() == WatchEvent.Operation.DELETED) {
      objects.remove(change.object().key());
    } else {
      objects.put(change.object().key(), change.object());
    }
    lastChange = change.resourceVersion();
    newest = null;
    remember(change);
    changed.signalAll();
  }

  private void remember(WatchEvent change) {
    historyBytes += change.object().json().length;
    while (next - first >= limits.changes()
        || (historyBytes > limits.bytes() && next - first > 0)) {
      forgetOldest();
    }
    int slot = slot(next);
    if (slot < ring.size()) {
      ring.set(slot, change);
    } else {
      ring.add(change);
    }
    next++;
  }

  private void forgetOldest() {
    WatchEvent oldest = at(first);
    compactedThrough = oldest.resourceVersion();
    historyBytes -= oldest.object().json().length;
    ring.set(slot(first), null);
    first++;
  }

  /** Forgets the whole history and all listed states. */
  void compact(long resourceVersion) {
    while (first < next) {
      forgetOldest();
    }
    compactedThrough = resourceVersion;
    lists.clear();
    newest = null;
  }

  /** Number of the first change after the position; may be the one that comes next. */
  long indexAfter(long resourceVersion) throws ExpiredException {
    if (resourceVersion < compactedThrough) {
      throw new ExpiredException(resourceVersion, compactedThrough);
    }
    long low = first;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (at(middle).resourceVersion() > resourceVersion) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Changes from the numbered one on; fewer than asked when there are no more. */
  List<WatchEvent> changes(long index, int max) throws ExpiredException {
    if (index < first) {
      throw new ExpiredException(index, compactedThrough);
    }
    int count = (int) Math.min(max, next - index);
    List<WatchEvent> result = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      result.add(at(index + i));
    }
    return result;
  }

  boolean hasChange(long index) {
    return index < next;
  }

  /** The state now. */
  ObjectList list(long resourceVersion) {
    ObjectList list = newest;
    if (list == null) {
      list = new ObjectList(resourceVersion, List.copyOf(objects.values()));
    } else if (list.resourceVersion() != resourceVersion) {
      list = new ObjectList(resourceVersion, list.objects());
    }
    newest = list;
    return list;
  }

  /** The state at an older position, by undoing what came after it; null when that is forgotten. */
  @Nullable
  ObjectList stateAt(long position) {
    if (position < compactedThrough) {
      return null;
    }
    TreeMap<String, StoredObject> state = new TreeMap<>(objects);
    for (long index = next - 1; index >= first; index--) {
      WatchEvent change = at(index);
      if (change.resourceVersion() <= position) {
        break;
      }
      StoredObject before = change.previous();
      if (before == null) {
        state.remove(change.object().key());
      } else {
        state.put(before.key(), before);
      }
    }
    return new ObjectList(position, List.copyOf(state.values()));
  }

  /** Remembers a listed state, so that its later pages can be asked for. */
  void keep(ObjectList list) {
    lists.put(list.resourceVersion(), list);
    if (lists.size() > KEPT_LISTS) {
      lists.remove(lists.keySet().iterator().next());
    }
  }

  /** A state listed earlier; null when it is forgotten. */
  @Nullable
  ObjectList listed(long resourceVersion) {
    return lists.get(resourceVersion);
  }

  private WatchEvent at(long index) {
    WatchEvent change = ring.get(slot(index));
    if (change == null) {
      throw new IllegalStateException("forgotten change " + index);
    }
    return change;
  }

  private int slot(long index) {
    return (int) (index % limits.changes());
  }
}
