package org.mcpruntime.watcher.checks.assess;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mcpruntime.watcher.checks.check.FactsView;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.Reference;

/** A cluster at one time, held in memory. Of several facts of one object the last counts. */
public final class InMemoryFacts implements FactsView {

  private record Target(ObjectRef ref, Link link, KindRef kind) {}

  private final Instant asOf;
  private final Map<KindRef, Sight> sights;
  private final Map<ObjectRef, Facts> byRef = new TreeMap<>();
  private final Map<Target, List<Facts>> referring = new HashMap<>();

  /**
   * A cluster of these objects.
   *
   * @param sights kinds that are missing here are not looked at
   */
  public InMemoryFacts(
      Collection<? extends Facts> facts, Map<KindRef, Sight> sights, Instant asOf) {
    this.asOf = asOf;
    this.sights = Map.copyOf(sights);
    facts.forEach(each -> byRef.put(each.ref(), each));
    for (Facts each : byRef.values()) {
      for (Reference reference : each.references()) {
        referring
            .computeIfAbsent(
                new Target(reference.target(), reference.link(), each.ref().kindRef()),
                target -> new ArrayList<>())
            .add(each);
      }
    }
    referring
        .values()
        .forEach(
            list -> list.sort(Comparator.<Facts, String>comparing(f -> f.ref().namespace())
                .thenComparing(f -> f.ref().name())));
  }

  /** Every object, by group, kind, namespace and name. */
  public Collection<Facts> all() {
    return List.copyOf(byRef.values());
  }

  @Override
  public Instant asOf() {
    return asOf;
  }

  @Override
  public Optional<Facts> get(ObjectRef ref) {
    return Optional.ofNullable(byRef.get(ref));
  }

  @Override
  public List<Facts> referring(ObjectRef target, Link link, KindRef kind) {
    return List.copyOf(referring.getOrDefault(new Target(target, link, kind), List.of()));
  }

  @Override
  public Sight sight(KindRef kind) {
    return sights.getOrDefault(kind, Sight.NOT_LOOKED_AT);
  }

  /** One time is all that is known: it is taken as seen since then. */
  @Override
  public Duration seenSince(Instant from, KindRef kind) {
    return from.isBefore(asOf) ? Duration.between(from, asOf) : Duration.ZERO;
  }

  @Override
  public Instant toldAt(ObjectRef ref) {
    return asOf;
  }
}
