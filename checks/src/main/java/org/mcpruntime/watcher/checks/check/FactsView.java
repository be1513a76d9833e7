package org.mcpruntime.watcher.checks.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.checks.facts.EventFacts;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** One cluster as known at one time. */
public interface FactsView {

  /** The time of the judgement; there is no other clock. */
  Instant asOf();

  Optional<Facts> get(ObjectRef ref);

  /** Objects of {@code kind} that refer to {@code target} by {@code link}, ordered by namespace and name. */
  List<Facts> referring(ObjectRef target, Link link, KindRef kind);

  /** Whether a kind is completely listed and watched. */
  Sight sight(KindRef kind);

  /** How much of the time since {@code from} a kind was seen. Only seen time counts for anything. */
  Duration seenSince(Instant from, KindRef kind);

  /** When it was told last that an object is as it is, by a change or a list; {@link #asOf} where nobody knows. */
  Instant toldAt(ObjectRef ref);

  /** Events about an object, in whichever group they are watched, the newest first. */
  default List<EventFacts> events(Facts subject) {
    List<EventFacts> events = new ArrayList<>();
    for (KindRef kind : Kinds.EVENTS) {
      for (EventFacts event : referring(subject.ref(), Link.REGARDING, kind, EventFacts.class)) {
        if (event.regardingUid().isEmpty()
            || event.regardingUid().equals(subject.meta().uid())) {
          events.add(event);
        }
      }
    }
    events.sort(Comparator.comparing(
        EventFacts::lastSeenAt, Comparator.nullsLast(Comparator.reverseOrder())));
    return events;
  }

  default <F extends Facts> Optional<F> get(ObjectRef ref, Class<F> type) {
    return get(ref).filter(type::isInstance).map(type::cast);
  }

  default <F extends Facts> List<F> referring(
      ObjectRef target, Link link, KindRef kind, Class<F> type) {
    List<F> referring = new ArrayList<>();
    for (Facts facts : referring(target, link, kind)) {
      if (type.isInstance(facts)) {
        referring.add(type.cast(facts));
      }
    }
    return referring;
  }
}
