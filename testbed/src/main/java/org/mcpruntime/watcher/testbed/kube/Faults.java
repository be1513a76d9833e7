package org.mcpruntime.watcher.testbed.kube;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The script of the server's misbehaviour: each fault hits its target a number of times and is then
 * used up. Faults of open watches take effect at once. Thread-safe.
 */
public final class Faults {
  /** For faults that stay until they are removed. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  /** A fault in the script. */
  public final class Entry {
    private final Target target;
    private final Fault fault;
    private final int times;
    private int hits;
    private boolean removed;

    private Entry(Target target, Fault fault, int times) {
      this.target = target;
      this.fault = fault;
      this.times = times;
    }

    /** How often it hit. */
    public int hits() {
      synchronized (Faults.this) {
        return hits;
      }
    }

    /** Ends the fault, whatever is left of it. */
    public void remove() {
      synchronized (Faults.this) {
        removed = true;
      }
      entries.remove(this);
      changed.run();
    }

    boolean isRemoved() {
      synchronized (Faults.this) {
        return removed;
      }
    }

    Fault fault() {
      return fault;
    }

    private boolean take() {
      synchronized (Faults.this) {
        if (removed || hits >= times) {
          return false;
        }
        hits++;
        if (hits == times) {
          entries.remove(this);
        }
        return true;
      }
    }
  }

  /** Turns the whole server off and on. */
  interface Switch {
    void reachable(boolean on);
  }

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final Runnable changed;
  private final Switch network;

  Faults(Runnable changed, Switch network) {
    this.changed = changed;
    this.network = network;
  }

  /**
   * Appends a fault to the script.
   *
   * @param times how many requests, streams or changes it hits; {@link #ALWAYS} for no limit
   */
  public Entry add(Target target, Fault fault, int times) {
    Entry entry = new Entry(target, fault, times);
    entries.add(entry);
    changed.run();
    return entry;
  }

  /** Ends all faults in the script. */
  public void clear() {
    entries.forEach(Entry::remove);
  }

  /** The server refuses connections and breaks off those it has, until {@link #reachable}. */
  public void unreachable() {
    network.reachable(false);
  }

  /** The server is there again, on the same port. */
  public void reachable() {
    network.reachable(true);
  }

  /** Uses up one hit of the first entry that fits; null when there is none. */
  @Nullable
  Entry take(
      Predicate<Fault> kind,
      ResourceType type,
      Target.Call call,
      WatchEvent.@Nullable Operation operation) {
    for (Entry entry : entries) {
      if (kind.test(entry.fault) && entry.target.covers(type, call, operation) && entry.take()) {
        return entry;
      }
    }
    return null;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }
}
