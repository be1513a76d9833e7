package org.mcpruntime.watcher.correlator.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.Owner;

/** What has to be evaluated when the facts of one object changed. */
final class Reach {

  /** Longer chains of owners do not exist; a loop of foreign owner references would otherwise not end. */
  private static final int DEPTH = 8;

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
    checks.judging(ref.kindRef()).forEach(check -> turn.judge(check, ref));
    for (CheckSet.Reader reader : checks.reading(ref.kindRef())) {
      if (!seen(reader.check())) {
        continue;
      }
      switch (reader.relation().direction()) {
        case REFERS_TO_SUBJECT ->
          references(before, after, reader).forEach(target -> {
            if (target.kindRef().equals(reader.check().spec().subject())) {
              turn.judge(reader.check(), target);
            }
          });
        case REFERRED_BY_SUBJECT -> judgeReferring(ref, reader, turn);
        case MEETS_SUBJECT ->
          references(before, after, reader).forEach(target -> judgeReferring(target, reader, turn));
        case ASIDE -> {
          // It is read when something else asks for a judgement.
        }
      }
    }
    if (!Objects.equals(controller(before), controller(after)) || before == null || after == null) {
      descend(ref, turn, DEPTH);
    }
    assessAround(ref, before, after, turn);
  }

  /** What an object refers to, or did, by the link of a relation. */
  private static Set<ObjectRef> references(
      @Nullable Facts before, @Nullable Facts after, CheckSet.Reader reader) {
    Set<ObjectRef> targets = new HashSet<>();
    for (Facts facts : new Facts[] {before, after}) {
      if (facts != null) {
        facts.references().stream()
            .filter(reference -> reference.link() == reader.relation().link())
            .forEach(reference -> targets.add(reference.target()));
      }
    }
    return targets;
  }

  private void judgeReferring(ObjectRef target, CheckSet.Reader reader, Turn turn) {
    Link link = Objects.requireNonNull(reader.relation().link());
    tables
        .objects()
        .referring(target, link, reader.check().spec().subject())
        .forEach(subject -> turn.judge(reader.check(), subject));
  }

  /** Children find another workload at the end of their owner chain, or one at all. */
  private void descend(ObjectRef ref, Turn turn, int depth) {
    if (depth == 0 || checks.all().stream().noneMatch(this::foldsAndSees)) {
      return;
    }
    for (ObjectRef child : tables.objects().referring(ref, Link.OWNER)) {
      for (Check<?> check : checks.judging(child.kindRef())) {
        if (check.spec().foldsIntoWorkload()) {
          turn.judge(check, child);
        }
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
              .referring(owner.ref(), Link.OWNER, Kinds.DEPLOYMENT)
              .forEach(sibling -> assessAt(sibling, turn));
        }
        owner = controller(tables.objects().facts(owner.ref()).orElse(null));
      }
    }
  }

  private void assessAt(ObjectRef ref, Turn turn) {
    List<String> keys = tables.lives().under(IncidentKey.objectKey(tables.cluster(), ref));
    keys.forEach(key -> turn.assess(IncidentKey.parse(key).base()));
  }

  private boolean seen(Check<?> check) {
    return tables.state().sees(checks.required(check.spec().id()));
  }

  private boolean foldsAndSees(Check<?> check) {
    return check.spec().foldsIntoWorkload() && seen(check);
  }

  private static @Nullable Owner controller(@Nullable Facts facts) {
    return facts == null ? null : facts.meta().controller();
  }
}
