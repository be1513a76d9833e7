package org.mcpruntime.watcher.correlator.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.Anchor;
import org.mcpruntime.watcher.checks.assess.Assessor;
import org.mcpruntime.watcher.checks.assess.CheckView;
import org.mcpruntime.watcher.checks.assess.Evaluator;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.correlator.engine.MemberState.Failure;
import org.mcpruntime.watcher.correlator.engine.SubjectState.Remembered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Asks checks about subjects, and keeps what they say: one verdict for each subject and check. */
final class Judge {

  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

  /** A check that wants to look again at once, or in the past, is asked again after this. */
  private static final long SOONEST_MILLIS = 1000;

  /** Nobody waits this long; later instants do not fit into milliseconds. */
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final Tables tables;
  private final CheckSet checks;
  private final long horizonMillis;
  private final EngineCounts counts;
  private final Set<String> logged = new HashSet<>();

  Judge(Tables tables, CheckSet checks, long horizonMillis, EngineCounts counts) {
    this.tables = tables;
    this.checks = checks;
    this.horizonMillis = horizonMillis;
    this.counts = counts;
  }

  /**
   * Judges one subject. While a kind that the check requires is not seen, nothing is asked and the last verdict is kept: the
   * incident as a whole is then CANNOT_SEE, and all subjects are judged when the kind is seen again.
   */
  void judge(Check<?> check, ObjectRef ref, Turn turn, ClusterView view) {
    String checkId = check.spec().id();
    StoredObject object = view.stored(ref);
    if (object == null) {
      forget(checkId, ref, turn);
      return;
    }
    if (!tables.state().sees(checks.required(checkId))) {
      return;
    }
    SubjectState before = tables.subjects().get(checkId, ref);
    Facts subject = object.facts();
    if (subject == null) {
      SubjectState adrift =
          drift(check, ref, object, ref, before.withLookAgainAt(SubjectState.NEVER), turn, view);
      if (adrift.defect() && adrift.base() == null) {
        leave(defectBase(checkId), ref, turn);
        adrift = adrift.withDefect(false);
      }
      tables.subjects().put(checkId, ref, before, adrift);
      return;
    }
    SubjectState after = before;
    Verdict verdict;
    counts.evaluations.increment();
    try {
      after = after.withMemos(remember(check, subject, before, view));
      verdict = Evaluator.evaluate(check, subject, checkView(view, checkId, after));
      if (before.defect()) {
        leave(defectBase(checkId), ref, turn);
        after = after.withDefect(false);
      }
    } catch (RuntimeException thrown) {
      verdict = Evaluator.undecided(thrown);
      after = after.withDefect(true);
      defect(checkId, ref, stated(ref, object), thrown, turn);
    }
    after = after.withLookAgainAt(lookAgainAt(verdict, turn.now()));
    after = place(check, subject, object, verdict, after, turn, view);
    tables.subjects().put(checkId, ref, before, after);
  }

  /** The subject is gone: so is everything kept of it. */
  void forget(String checkId, ObjectRef ref, Turn turn) {
    SubjectState before = tables.subjects().get(checkId, ref);
    leave(before.base(), ref, turn);
    if (before.defect()) {
      leave(defectBase(checkId), ref, turn);
    }
    tables.subjects().put(checkId, ref, before, SubjectState.EMPTY);
  }

  /** The workload that these subjects counted for is gone. They count again where they belong when they change. */
  void scatter(String base, Turn turn) {
    String checkId = IncidentKey.parse(base).check();
    for (ObjectRef ref : List.copyOf(tables.members().of(base).keySet())) {
      SubjectState before = tables.subjects().get(checkId, ref);
      leave(base, ref, turn);
      tables.subjects().put(checkId, ref, before, before.withPlace(null, SubjectState.NEVER));
    }
  }

  private List<Remembered> remember(
      Check<?> check, Facts subject, SubjectState state, ClusterView view) {
    String checkId = check.spec().id();
    List<Remembered> known = notForgotten(state.memos(), checkId, view);
    List<Memo> told =
        Evaluator.remember(check, subject, checkView(view, checkId, state.withMemos(known)));
    if (told.isEmpty()) {
      return known;
    }
    long now = view.asOf().toEpochMilli();
    List<Remembered> memos = new ArrayList<>(known);
    for (Memo memo : told) {
      memos.removeIf(each -> each.name().equals(memo.name()));
      if (!memo.keep().isZero()) {
        memos.add(new Remembered(memo.name(), memo.value(), now, memo.keep().toMillis()));
      }
    }
    return memos;
  }

  private List<Remembered> notForgotten(List<Remembered> memos, String checkId, ClusterView view) {
    return memos.isEmpty()
        ? memos
        : memos.stream().filter(memo -> !isForgotten(memo, checkId, view)).toList();
  }

  /** Time that was not seen does not age a memory, but nothing is remembered for longer than the horizon. */
  private boolean isForgotten(Remembered memo, String checkId, ClusterView view) {
    return view.asOf().toEpochMilli() - memo.at() >= horizonMillis
        || view.seenMillis(checks.required(checkId), memo.at()) >= memo.keep();
  }

  private CheckView checkView(ClusterView view, String checkId, SubjectState state) {
    return new CheckView(view, checks.rules(), checkId, state::remembered);
  }

  private static long lookAgainAt(Verdict verdict, long now) {
    Instant asked = null;
    if (verdict instanceof Verdict.Progressing progressing) {
      asked = progressing.lookAgainAt();
    } else if (verdict instanceof Verdict.Failing failing) {
      asked = failing.lookAgainAt();
    } else if (verdict instanceof Verdict.Ok ok) {
      asked = ok.lookAgainAt();
    }
    return asked == null || asked.isAfter(FAR)
        ? SubjectState.NEVER
        : Math.max(asked.toEpochMilli(), now + SOONEST_MILLIS);
  }

  /** Puts the verdict where it counts, and notes the place. */
  private SubjectState place(
      Check<?> check,
      Facts subject,
      StoredObject object,
      Verdict verdict,
      SubjectState state,
      Turn turn,
      ClusterView view) {
    String before = state.base();
    if (verdict instanceof Verdict.Ok || verdict instanceof Verdict.NotApplicable) {
      leave(before, subject.ref(), turn);
      return state.withPlace(null, SubjectState.NEVER);
    }
    List<Finding> findings =
        verdict instanceof Verdict.Failing failing ? failing.findings() : List.of();
    Anchor anchor = Assessor.anchor(check.spec(), subject, view);
    if (anchor instanceof Anchor.Resolved resolved) {
      String base =
          IncidentKey.base(tables.cluster(), resolved.workload(), check.spec().id());
      if (before != null && !before.equals(base)) {
        leave(before, subject.ref(), turn);
        if (turn.now() - view.seenUntil(checks.required(check.spec().id())) < horizonMillis) {
          turn.moved(before);
        }
      }
      enter(base, subject.ref(), stated(subject.ref(), object), findings, turn);
      return state.withPlace(base, SubjectState.NEVER);
    }
    ObjectRef missing = ((Anchor.Unresolved) anchor).missing();
    return drift(check, subject.ref(), object, missing, state, turn, view);
  }

  /**
   * It cannot be said what the subject counts for: its chain of owners is not complete, or it cannot be read. For one horizon
   * it is remembered what it counted for when it was seen last.
   *
   * @param missing what is not known: an owner, or what the subject itself says
   */
  private SubjectState drift(
      Check<?> check,
      ObjectRef ref,
      StoredObject object,
      ObjectRef missing,
      SubjectState state,
      Turn turn,
      ClusterView view) {
    String before = state.base();
    long since = state.adrift() == SubjectState.NEVER
        ? view.seenUntil(checks.required(check.spec().id()))
        : state.adrift();
    long until = since + horizonMillis;
    if (before != null && turn.now() < until && stands(before, missing, view)) {
      enter(before, ref, stated(ref, object), List.of(), turn);
      long asked = state.lookAgainAt();
      return state
          .withPlace(before, since)
          .withLookAgainAt(asked == SubjectState.NEVER ? until : Math.min(asked, until));
    }
    leave(before, ref, turn);
    return state.withPlace(null, SubjectState.NEVER);
  }

  private void enter(
      String base, ObjectRef ref, Supplier<RecordRef> stated, List<Finding> findings, Turn turn) {
    MemberState before = tables.members().find(base, ref);
    boolean same = before != null
        && findings.equals(before.failures().stream().map(Failure::finding).toList());
    if (!same || turn.isFirstLook()) {
      RecordRef support = turn.support(stated);
      List<Failure> failures = findings.stream()
          .map(finding -> new Failure(finding, onset(finding, before, support, turn)))
          .toList();
      tables.members().put(base, ref, new MemberState(failures, support));
    }
    turn.assess(base);
  }

  /** That of the failing stretch which goes on, while somebody who has looked for one horizon would know it too. */
  private Onset onset(Finding finding, @Nullable MemberState before, RecordRef support, Turn turn) {
    Optional<Onset> known =
        before == null ? Optional.empty() : before.failure(finding.aspect()).map(Failure::onset);
    return known
        .filter(onset -> onset.record().at() > turn.now() - horizonMillis || !turn.isFirstLook())
        .orElseGet(() -> turn.onset(support));
  }

  private void leave(@Nullable String base, ObjectRef ref, Turn turn) {
    if (base != null) {
      tables.members().remove(base, ref);
      turn.assess(base);
    }
  }

  /** What it counted for is there; or that is never stored, and what is missing is there, though it cannot be read. */
  private static boolean stands(String base, ObjectRef missing, ClusterView view) {
    ObjectRef anchor = IncidentKey.parse(base).anchor();
    boolean isStored =
        Extractors.covers(anchor.kindRef()) && view.sight(anchor.kindRef()).seen();
    return view.stored(anchor) != null || (!isStored && view.stored(missing) != null);
  }

  private Supplier<RecordRef> stated(ObjectRef ref, StoredObject object) {
    return () -> tables.objects().stated(ref, object);
  }

  /** The judge of a cause group threw. */
  void groupThrew(IncidentKey group, RuntimeException thrown, Turn turn) {
    defect(group.check(), group.anchor(), turn::record, thrown, turn);
  }

  void groupWorks(IncidentKey group, Turn turn) {
    String base = defectBase(group.check());
    if (tables.members().find(base, group.anchor()) != null) {
      leave(base, group.anchor(), turn);
    }
  }

  private void defect(
      String checkId,
      ObjectRef ref,
      Supplier<RecordRef> stated,
      RuntimeException thrown,
      Turn turn) {
    counts.defects.increment();
    // The incident tells of all subjects; the log of the first.
    LOG.atLevel(logged.add(checkId) ? Level.WARN : Level.TRACE)
        .addKeyValue("check", checkId)
        .addKeyValue("cluster", tables.cluster())
        .addKeyValue("kind", ref.kind())
        .addKeyValue("namespace", ref.namespace())
        .addKeyValue("name", ref.name())
        .addKeyValue("thrown", thrown.getClass().getName())
        .log("A check threw; its subject is not judged");
    enter(defectBase(checkId), ref, stated, List.of(CheckFailed.finding(checkId, thrown)), turn);
  }

  private String defectBase(String checkId) {
    return IncidentKey.base(tables.cluster(), CheckFailed.anchor(checkId), CheckFailed.ID);
  }
}
