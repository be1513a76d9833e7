package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.SpecChange;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.checks.facts.Reference;

/**
 * One object as stored.
 *
 * @param origin the record that brought its facts; it names the object's uid and version
 * @param facts null when it is there, and what it says cannot be read
 * @param changes what was changed about it lately, the oldest first
 */
record StoredObject(RecordRef origin, @Nullable Facts facts, List<RecentChange> changes) {

  /** Changes kept of each sort: an autoscaler changes its object without end, and somebody its image once. */
  private static final int CHANGES = 4;

  StoredObject {
    changes = List.copyOf(changes);
  }

  /** @param origin with uid and resourceVersion */
  StoredObject(RecordRef origin, Facts facts) {
    this(origin, facts, List.of());
  }

  /**
   * The same with what was changed since {@code before}, on top of what was known to have changed after {@code cut}.
   *
   * @param listed a list found it
   */
  StoredObject changedFrom(StoredObject before, long now, boolean listed, long cut) {
    if (before.facts == null || facts == null) {
      return this;
    }
    List<RecentChange> all = new ArrayList<>(before.changes);
    all.removeIf(change -> change.at() <= cut);
    for (SpecChange change : SpecChange.between(before.facts, facts)) {
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
  static StoredObject unreadable(RecordRef origin) {
    return new StoredObject(origin, null, List.of());
  }

  /** Whether its facts were taken from this very version. */
  boolean isVersion(String uid, String resourceVersion) {
    return facts != null
        && uid.equals(origin.uid())
        && resourceVersion.equals(origin.resourceVersion());
  }

  boolean isSameObject(StoredObject other) {
    return Objects.equals(origin.uid(), other.origin.uid());
  }

  /** What it refers to. */
  List<Reference> references() {
    return facts == null ? List.of() : facts.references();
  }

  byte[] toBytes() {
    BinaryWriter out = new BinaryWriter();
    origin.write(out);
    out.nullable(facts, known -> out.bytes(FactsCodec.encode(known)));
    return out.list(changes, change -> change.write(out)).toBytes();
  }

  static StoredObject read(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    return new StoredObject(
        RecordRef.read(in),
        in.nullable(() -> FactsCodec.decode(in.bytes())),
        in.list(() -> RecentChange.read(in)));
  }

  static RecordRef readOrigin(byte[] bytes) {
    return RecordRef.read(new BinaryReader(bytes));
  }
}
