package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.Anchor;
import org.mcpruntime.watcher.checks.assess.Assessment;
import org.mcpruntime.watcher.checks.assess.Assessor;
import org.mcpruntime.watcher.checks.assess.Member;
import org.mcpruntime.watcher.checks.assess.Reading;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.check.Impact;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** Folds what members say into what is said of their workload. Reads, never writes. */
final class Folder {

  private final Tables tables;
  private final CheckSet checks;
  private final GroupFolder groups;

  Folder(Tables tables, CheckSet checks) {
    this.tables = tables;
    this.checks = checks;
    this.groups = new GroupFolder(tables.lives());
  }

  /** Incident keys under a key without aspect: those that live, those that a member now fails, and groups that hit somebody. */
  SortedSet<String> keysUnder(String base) {
    TreeSet<String> keys = new TreeSet<>(tables.lives().under(base));
    IncidentKey plain = IncidentKey.parse(base);
    if (checks.group(plain.check()) != null) {
      keys.addAll(tables.lives().groups().under(base));
      return keys;
    }
    for (MemberState member : tables.members().of(base).values()) {
      for (MemberState.Failure failure : member.failures()) {
        keys.add(plain.withAspect(failure.finding().aspect()).text());
      }
    }
    return keys;
  }

  Fold fold(IncidentKey key, Turn turn, ClusterView view) {
    String base = key.base();
    CloseReason gone = turn.gone(base);
    CheckSpec spec = checks.spec(key.check());
    if (gone != null || spec == null) {
      return new Fold.Gone(gone == null ? CloseReason.CHECK_REMOVED : gone);
    }
    if (!tables.state().sees(checks.required(key.check()))) {
      return new Fold.Unseen();
    }
    GroupCheck group = checks.group(key.check());
    if (group != null) {
      return groups.fold(group, key, turn.now());
    }
    Map<ObjectRef, MemberState> all = tables.members().of(base);
    if (all.isEmpty() && turn.hasMoved(base)) {
      return new Fold.Gone(CloseReason.SUPERSEDED);
    }
    List<Member> failing = new ArrayList<>();
    Onset onset = null;
    RecordRef newest = null;
    boolean undecided = false;
    for (Map.Entry<ObjectRef, MemberState> entry : all.entrySet()) {
      MemberState member = entry.getValue();
      MemberState.Failure failure = member.failure(key.aspect()).orElse(null);
      undecided |= !member.failing();
      if (failure != null) {
        failing.add(new Member(entry.getKey(), failure.finding()));
        onset = onset == null ? failure.onset() : onset.earlier(failure.onset());
        newest = newest == null ? member.newest() : newest.newer(member.newest());
      }
    }
    if (undecided && onset == null) {
      return new Fold.Paused();
    } else if (onset == null || newest == null) {
      return all.isEmpty() ? left(key.anchor(), view) : new Fold.Ok();
    }
    Assessment assessment = Assessor.assess(spec, key.anchor(), failing, reading(key, view));
    List<String> causes = assessment.finding().causes().stream()
        .map(cause -> IncidentKey.base(key.cluster(), cause.anchor(), cause.checkId()))
        .distinct()
        .filter(cause -> !cause.equals(base))
        .toList();
    return new Fold.Failing(
        assessment,
        anchor(key, spec, failing.get(0).subject(), view),
        onset,
        newest,
        List.of(),
        causes,
        causedBy(key.text(), causes),
        causeGroup(key, assessment.finding().group()));
  }

  /** While it cannot be seen whether users are hit, what was told of it stands. */
  private Reading reading(IncidentKey key, ClusterView view) {
    return Assessor.reading(key.anchor(), view).orElseGet(() -> {
      Life.Open open = tables.lives().get(key.text()).asOpen();
      return open == null
          ? Reading.UNKNOWN
          : new Reading(
              Impact.valueOf(open.told().getImpact().name()),
              open.told().getReady(),
              open.told().getDesired());
    });
  }

  /** Without members all is well, unless the anchor is gone, or the log does not tell any more what became of it. */
  private Fold left(ObjectRef anchor, ClusterView view) {
    if (!Extractors.covers(anchor.kindRef()) || view.stored(anchor) != null) {
      return new Fold.Ok();
    }
    return switch (tables.state().sight(anchor.kindRef()).state()) {
      case SEEN -> new Fold.Gone(CloseReason.SUBJECT_DELETED);
      case BLIND -> Assessor.isTop(anchor.kindRef()) ? new Fold.Ok() : new Fold.Paused();
      case NOT_LOOKED_AT -> new Fold.Ok();
    };
  }

  /** Its uid and server: from its own facts, or where its kind has none, as its member sees it. */
  private static Anchor.Resolved anchor(
      IncidentKey key, CheckSpec spec, ObjectRef member, ClusterView view) {
    for (ObjectRef ref : List.of(key.anchor(), member)) {
      Facts facts = view.get(ref).orElse(null);
      if (facts != null
          && Assessor.anchor(spec, facts, view) instanceof Anchor.Resolved resolved
          && resolved.workload().equals(key.anchor())) {
        return resolved;
      }
    }
    return new Anchor.Resolved(key.anchor(), null, null, null);
  }

  private static @Nullable String causeGroup(IncidentKey key, @Nullable CauseGroup group) {
    if (group == null) {
      return null;
    }
    IncidentKey parent =
        new IncidentKey(key.cluster(), group.anchor(), group.checkId(), group.aspect());
    return parent.equals(key) ? null : parent.text();
  }

  /** The first possible cause that is open, and is not itself caused by this. */
  private @Nullable String causedBy(String effect, List<String> causes) {
    for (String base : causes) {
      for (String candidate : tables.lives().under(base)) {
        if (tables.lives().get(candidate).asOpen() != null && !causes(effect, candidate)) {
          return candidate;
        }
      }
    }
    return null;
  }

  /** Whether {@code effect} is reached when told causes are followed from {@code start}. */
  private boolean causes(String effect, String start) {
    Set<String> passed = new HashSet<>();
    String at = start;
    while (at != null && passed.add(at)) {
      if (at.equals(effect)) {
        return true;
      }
      Life.Open open = tables.lives().get(at).asOpen();
      at = open == null ? null : open.told().getCausedBy();
    }
    return false;
  }
}
