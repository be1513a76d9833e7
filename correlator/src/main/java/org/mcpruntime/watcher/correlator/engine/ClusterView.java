package org.mcpruntime.watcher.correlator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mcpruntime.watcher.checks.check.FactsView;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** The cluster as stored, at one time. Decodes an object once while few are asked for; lives no longer than one time and one change. */
final class ClusterView implements FactsView {

  /** More are asked for when all subjects of a large cluster are judged. */
  private static final int KEPT = 10_000;

  private final Instant asOf;
  private final ObjectTable objects;
  private final ClusterState state;
  private final Map<ObjectRef, Optional<StoredObject>> stored = new HashMap<>();
  private final Map<ObjectRef, Optional<Facts>> decoded = new HashMap<>();

  ClusterView(long asOf, ObjectTable objects, ClusterState state) {
    this.asOf = Instant.ofEpochMilli(asOf);
    this.objects = objects;
    this.state = state;
  }

  @Override
  public Instant asOf() {
    return asOf;
  }

  /** What was just written need not be read again. */
  void knows(ObjectRef ref, StoredObject object, Facts facts) {
    stored.put(ref, Optional.of(object));
    decoded.put(ref, Optional.of(facts));
  }

  Optional<StoredObject> stored(ObjectRef ref) {
    if (stored.size() >= KEPT) {
      stored.clear();
      decoded.clear();
    }
    return stored.computeIfAbsent(ref, key -> Optional.ofNullable(objects.find(key)));
  }

  @Override
  public Optional<Facts> get(ObjectRef ref) {
    Optional<Facts> known = decoded.get(ref);
    if (known == null) {
      known = stored(ref).map(StoredObject::decode);
      decoded.put(ref, known);
    }
    return known;
  }

  @Override
  public List<Facts> referring(ObjectRef target, Link link, KindRef kind) {
    return objects.referring(target, link, kind).stream()
        .map(this::get)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Sight sight(KindRef kind) {
    return state.sight(kind);
  }

  @Override
  public Duration seenSince(Instant from, KindRef kind) {
    return Duration.ofMillis(seenMillis(List.of(kind), from.toEpochMilli()));
  }

  /** How much of the time since {@code from} all of these kinds were seen. */
  long seenMillis(Collection<KindRef> kinds, long from) {
    long now = asOf.toEpochMilli();
    return state.window(kinds, from, now).counted(List.of(new Interval(from, now))).stream()
        .mapToLong(Interval::length)
        .sum();
  }

  /** Until when all of these kinds were seen last: now, unless the moment before was not. */
  long seenUntil(Collection<KindRef> kinds) {
    long now = asOf.toEpochMilli();
    return state.window(kinds, 0, now).seenUntil();
  }

  @Override
  public Instant toldAt(ObjectRef ref) {
    return stored(ref)
        .map(object -> Instant.ofEpochMilli(objects.stated(ref, object).at()))
        .orElse(asOf);
  }
}
