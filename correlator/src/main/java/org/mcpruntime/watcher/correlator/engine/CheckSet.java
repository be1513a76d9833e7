package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.facts.KindRef;

/** The enabled checks, by what the engine looks them up with. */
final class CheckSet {

  /** A check that reads a kind beside its subject, and asks to be run again when it changes. */
  record Reader(Check<?> check, Relation relation) {}

  private final Rules rules;
  private final Map<String, Check<?>> byId = new HashMap<>();
  private final Map<String, Integer> order = new HashMap<>();
  private final Map<KindRef, List<Check<?>>> bySubject = new HashMap<>();
  private final Map<KindRef, List<Reader>> readers = new HashMap<>();
  private final Map<String, List<KindRef>> required = new HashMap<>();
  private final Map<String, List<KindRef>> read = new HashMap<>();
  private final Map<String, GroupCheck> groups = new HashMap<>();

  CheckSet(Rules rules) {
    this.rules = rules;
    required.put(CheckFailed.ID, List.of());
    for (Check<?> check : rules.checks()) {
      CheckSpec spec = check.spec();
      byId.put(spec.id(), check);
      order.put(spec.id(), order.size());
      bySubject.computeIfAbsent(spec.subject(), kind -> new ArrayList<>()).add(check);
      TreeSet<KindRef> needed = new TreeSet<>();
      needed.add(spec.subject());
      TreeSet<KindRef> all = new TreeSet<>(needed);
      for (Relation relation : spec.relations()) {
        if (relation.direction() != Relation.Direction.ASIDE) {
          readers
              .computeIfAbsent(relation.kind(), kind -> new ArrayList<>())
              .add(new Reader(check, relation));
        }
        all.add(relation.kind());
        if (relation.required()) {
          needed.add(relation.kind());
        }
      }
      required.put(spec.id(), List.copyOf(needed));
      read.put(spec.id(), List.copyOf(all));
      for (GroupCheck group : check.groups()) {
        groups.put(group.spec().id(), group);
        required.put(group.spec().id(), List.of(group.spec().subject()));
      }
    }
  }

  Rules rules() {
    return rules;
  }

  /** In the order of the catalogue: causes before effects. */
  List<Check<?>> all() {
    return rules.checks();
  }

  @Nullable
  Check<?> find(String id) {
    return byId.get(id);
  }

  /** Judges the groups that this check id stands for; null when it is not such a check, or not enabled. */
  @Nullable
  GroupCheck group(String id) {
    return groups.get(id);
  }

  /** The declaration of a check, groups and our own about failing checks included; null when it is not enabled. */
  @Nullable
  CheckSpec spec(String id) {
    if (id.equals(CheckFailed.ID)) {
      return CheckFailed.SPEC;
    }
    Check<?> check = byId.get(id);
    GroupCheck group = groups.get(id);
    return check != null ? check.spec() : group == null ? null : group.spec();
  }

  long settleMillis(CheckSpec spec) {
    return !byId.containsKey(spec.id())
        ? spec.settle().toMillis()
        : rules.threshold(spec.id(), Threshold.SETTLE).toMillis();
  }

  /** Position in the catalogue; groups, and checks that are not enabled, come last. */
  int order(String id) {
    return order.getOrDefault(id, order.size());
  }

  List<Check<?>> judging(KindRef kind) {
    return bySubject.getOrDefault(kind, List.of());
  }

  List<Reader> reading(KindRef kind) {
    return readers.getOrDefault(kind, List.of());
  }

  /** Kinds without sight of which the check cannot judge: its subject's and the required ones. */
  List<KindRef> required(String id) {
    return required.getOrDefault(id, List.of());
  }

  /** Every kind that the check reads, required or not. */
  List<KindRef> read(String id) {
    return read.getOrDefault(id, List.of());
  }
}
