package org.mcpruntime.watcher.correlator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.FactsView;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** The cluster as stored, at one time. */
final class ClusterView implements FactsView {

  private final Instant asOf;
  private final ObjectTable objects;
  private final ClusterState state;

  ClusterView(long asOf, ObjectTable objects, ClusterState state) {
    this.asOf = Instant.ofEpochMilli(asOf);
    this.objects = objects;
    this.state = state;
  }

  @Override
  public Instant asOf() {
    return asOf;
  }

  @Nullable
  StoredObject stored(ObjectRef ref) {
    return objects.find(ref);
  }

  @Override
  public Optional<Facts> get(ObjectRef ref) {
    StoredObject object = objects.find(ref);
    return object == null ? Optional.empty() : Optional.ofNullable(object.facts());
  }

  @Override
  public List<Facts> referring(ObjectRef target, Link link, KindRef kind) {
    List<Facts> referring = new ArrayList<>();
    for (ObjectRef source : objects.links().sources(target, link, kind)) {
      get(source).ifPresent(referring::add);
    }
    return referring;
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
    StoredObject object = objects.find(ref);
    return object == null
        ? asOf
        : Instant.ofEpochMilli(objects.stated(ref, object).at());
  }
}
