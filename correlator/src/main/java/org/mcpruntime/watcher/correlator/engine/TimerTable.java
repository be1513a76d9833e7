package org.mcpruntime.watcher.correlator.engine;

import java.util.HexFormat;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** When something of one cluster has to be evaluated again, in due order, ties by key. */
final class TimerTable {

  /** Whose timer it is. */
  enum Target {
    /** Key: an incident key. */
    LIFE,
    /** Key: an object key and a check. */
    SUBJECT
  }

  record Timer(long due, String key, Target target) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byDue = Long.compare(due, other.due);
      int byKey = byDue != 0 ? byDue : key.compareTo(other.key);
      return byKey != 0 ? byKey : target.compareTo(other.target);
    }
  }

  private static final byte[] NOTHING = {};
  private static final int DUE_DIGITS = 16;

  private final String prefix;
  private final Store store;
  private final TreeSet<Timer> timers = new TreeSet<>();

  TimerTable(String cluster, Store store) {
    this.prefix = cluster + "/";
    this.store = store;
    store.scan(prefix, (key, value) -> timers.add(parse(key)));
  }

  void add(Timer timer) {
    if (timers.add(timer)) {
      store.put(text(timer), NOTHING);
    }
  }

  void remove(Timer timer) {
    if (timers.remove(timer)) {
      store.delete(text(timer));
    }
  }

  /** Takes the first timer that is due at {@code time} or before. */
  @Nullable
  Timer poll(long time) {
    if (timers.isEmpty() || timers.first().due() > time) {
      return null;
    }
    Timer first = timers.first();
    remove(first);
    return first;
  }

  int size() {
    return timers.size();
  }

  private String text(Timer timer) {
    return prefix
        + HexFormat.of().toHexDigits(timer.due())
        + (timer.target() == Target.LIFE ? 'L' : 'S')
        + timer.key();
  }

  private Timer parse(String key) {
    int due = prefix.length();
    int target = due + DUE_DIGITS;
    return new Timer(
        HexFormat.fromHexDigitsToLong(key, due, target),
        key.substring(target + 1),
        key.charAt(target) == 'L' ? Target.LIFE : Target.SUBJECT);
  }
}
