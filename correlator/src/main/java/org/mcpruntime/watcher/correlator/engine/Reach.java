package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.Assessor;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.Owner;
import org.mcpruntime.watcher.checks.facts.Reference;

/** What has to be evaluated when the facts of one object changed. */
final class Reach {

  private final Tables tables;
  private final CheckSet checks;

  Reach(Tables tables, CheckSet checks) {
    this.tables = tables;
    this.checks = checks;
  }

  /**
   * @param before null when the object appeared
   * @param after null when it disappeared
   */
  void changed(ObjectRef ref, @Nullable Facts before, @Nullable Facts after, Turn turn) {
    for (Check<?> check : checks.judging(ref.kindRef())) {
      turn.judge(check, ref);
    }
    List<CheckSet.Reader> readers = checks.reading(ref.kindRef());
    List<Reference> references = readers.isEmpty() ? List.of() : references(before, after);
    for (CheckSet.Reader reader : readers) {
      if (!seen(reader.check())) {
        continue;
      }
      Relation relation = reader.relation();
      switch (relation.direction()) {
        case REFERS_TO_SUBJECT -> {
          for (Reference reference : references) {
            if (reference.link() == relation.link()
                && reference.target().kindRef().equals(reader.check().spec().subject())) {
              turn.judge(reader.check(), reference.target());
            }
          }
        }
        case REFERRED_BY_SUBJECT -> judgeReferring(ref, reader, turn);
        case MEETS_SUBJECT -> {
          for (Reference reference : references) {
            if (reference.link() == relation.link()) {
              judgeReferring(reference.target(), reader, turn);
            }
          }
        }
        case ASIDE -> {
          // It is read when something else asks for a judgement: nobody is such a reader.
        }
      }
    }
    boolean moved = !Objects.equals(controller(before), controller(after));
    // Nothing comes as often as Events, and they own nothing (Kubernetes' BannedOwners).
    if ((moved || before == null || after == null) && !Kinds.EVENTS.contains(ref.kindRef())) {
      descend(ref, turn, Assessor.DEPTH);
    }
    assessAround(ref, before, after, turn);
  }

  /** What an object refers to, or did; some of it twice. */
  private static List<Reference> references(@Nullable Facts before, @Nullable Facts after) {
    List<Reference> old = before == null ? List.of() : before.references();
    List<Reference> now = after == null ? List.of() : after.references();
    if (now.isEmpty() || now.equals(old)) {
      return old;
    }
    List<Reference> references = new ArrayList<>(old);
    references.addAll(now);
    return references;
  }

  private void judgeReferring(ObjectRef target, CheckSet.Reader reader, Turn turn) {
    Link link = Objects.requireNonNull(reader.relation().link());
    for (ObjectRef subject :
        tables.objects().links().sources(target, link, reader.check().spec().subject())) {
      turn.judge(reader.check(), subject);
    }
  }

  /** Children find another workload at the end of their owner chain, or one at all. */
  private void descend(ObjectRef ref, Turn turn, int depth) {
    if (depth == 0 || checks.all().stream().noneMatch(this::seen)) {
      return;
    }
    for (ObjectRef child : tables.objects().links().sources(ref, Link.OWNER)) {
      for (Check<?> check : checks.judging(child.kindRef())) {
        turn.judge(check, child);
      }
      descend(child, turn, depth - 1);
    }
  }

  /**
   * Impact is read from the anchor and its children: incidents at this object and its owners may say something else. Owners
   * are in the same namespace.
   */
  private void assessAround(
      ObjectRef ref, @Nullable Facts before, @Nullable Facts after, Turn turn) {
    if (!tables.lives().anyIn(ref.namespace())) {
      return;
    }
    Set<ObjectRef> passed = new HashSet<>();
    assessAt(ref, turn);
    passed.add(ref);
    for (Facts facts : new Facts[] {before, after}) {
      Owner owner = controller(facts);
      while (owner != null && passed.add(owner.ref())) {
        assessAt(owner.ref(), turn);
        if (ref.kindRef().equals(Kinds.DEPLOYMENT)
            && owner.ref().kindRef().equals(Kinds.MCP_SERVER)) {
          // Its stable and its canary Deployment serve together.
          tables
              .objects()
              .links()
              .sources(owner.ref(), Link.OWNER, Kinds.DEPLOYMENT)
              .forEach(sibling -> assessAt(sibling, turn));
        }
        StoredObject object = tables.objects().find(owner.ref());
        owner = object == null ? null : controller(object.facts());
      }
    }
  }

  private void assessAt(ObjectRef ref, Turn turn) {
    tables.lives().at(ref).forEach(key -> turn.assess(IncidentKey.parse(key).base()));
  }

  private boolean seen(Check<?> check) {
    return tables.state().sees(checks.required(check.spec().id()));
  }

  private static @Nullable Owner controller(@Nullable Facts facts) {
    return facts == null ? null : facts.meta().controller();
  }
}
