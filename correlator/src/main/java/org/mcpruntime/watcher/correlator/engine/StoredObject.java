package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.Change;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.FactsCodec;

/**
 * One object as stored: the record that brought its facts, which names its version, the facts, encoded, and what was changed
 * about it lately.
 */
final class StoredObject {

  /** Changes kept of each sort: an autoscaler changes its object without end, and somebody its image once. */
  private static final int CHANGES = 4;

  private static final byte[] UNREADABLE = {};

  private final Origin origin;

  private final byte[] facts;
  private final List<RecentChange> changes;

  /** @param origin with uid and resourceVersion */
  StoredObject(Origin origin, byte[] facts) {
    this(origin, facts, List.of());
  }

  private StoredObject(Origin origin, byte[] facts, List<RecentChange> changes) {
    this.origin = origin;

    this.facts = facts;
    this.changes = List.copyOf(changes);
  }

  /**
   * The same with what was changed since {@code before}, on top of what was known to have changed after {@code cut}.
   *
   * @param listed a list found it
   */
  StoredObject changedFrom(
      StoredObject before, List<Change> between, long now, boolean listed, long cut) {
    List<RecentChange> all = new ArrayList<>(before.changes);
    all.removeIf(change -> change.at() <= cut);
    for (Change change : between) {
      all.add(new RecentChange(now, listed, change));
      List<RecentChange> alike =
          all.stream().filter(each -> each.change().sort() == change.sort()).toList();
      if (alike.size() > CHANGES) {
        all.remove(alike.get(0));
      }
    }
    return new StoredObject(origin, facts, all);
  }

  /** It is there, and what it says cannot be read. */
  static StoredObject unreadable(Origin origin) {
    return new StoredObject(origin, UNREADABLE);
  }

  /** Whether its facts were taken from this very version. */
  boolean isVersion(String uid, String resourceVersion) {
    return isReadable()
        && uid.equals(origin.uid())
        && resourceVersion.equals(origin.resourceVersion());
  }

  private boolean isReadable() {
    return facts.length > 0;
  }

  boolean isSameObject(StoredObject other) {
    return Objects.equals(origin.uid(), other.origin.uid());
  }

  boolean sameFacts(StoredObject other) {
    return Arrays.equals(facts, other.facts);
  }

  /** Null when it cannot be read. */
  @Nullable
  Facts decode() {
    return isReadable() ? FactsCodec.decode(facts) : null;
  }

  Origin origin() {
    return origin;
  }

  /** The oldest first. */
  List<RecentChange> changes() {
    return changes;
  }

  byte[] toBytes() {
    ByteWriter out = new ByteWriter();
    origin.write(out);
    return out.bytes(facts).list(changes, change -> change.write(out)).toBytes();
  }

  static StoredObject read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return new StoredObject(Origin.read(in), in.bytes(), in.list(() -> RecentChange.read(in)));
  }
}
