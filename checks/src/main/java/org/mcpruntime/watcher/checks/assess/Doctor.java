package org.mcpruntime.watcher.checks.assess;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Missing;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * Judges a cluster as it is at one time, with the checks, the anchors and the folding of the stream. What the stream
 * knows beyond that, how long something has lasted and what was read earlier, it does not have.
 */
public final class Doctor {

  private final InMemoryFacts view;
  private final Rules rules;
  private final NavigableMap<CandidateKey, Anchor.Resolved> anchors = new TreeMap<>();
  private final NavigableMap<CandidateKey, List<Member>> members = new TreeMap<>();
  private final Map<CandidateKey, Check<?>> checks = new HashMap<>();
  private final List<Diagnosis.Undecided> undecided = new ArrayList<>();
  private int ok;
  private int failing;
  private int progressing;
  private int notApplicable;
  private int cannotSee;

  private Doctor(InMemoryFacts view, Rules rules) {
    this.view = view;
    this.rules = rules;
  }

  /**
   * Judges every object with every check of the rules.
   *
   * @param sights which kinds are seen; those missing here are not looked at
   */
  public static Diagnosis examine(
      Collection<? extends Facts> facts, Map<KindRef, Sight> sights, Instant asOf, Rules rules) {
    return new Doctor(new InMemoryFacts(facts, sights, asOf), rules).examine();
  }

  private Diagnosis examine() {
    Set<KindRef> notLookedAt = new TreeSet<>();
    for (Check<?> check : rules.checks()) {
      look(check, notLookedAt);
      for (Facts subject : view.all()) {
        if (subject.ref().kindRef().equals(check.spec().subject())) {
          judge(check, subject);
        }
      }
    }
    return new Diagnosis(
        view.asOf(),
        view.all().size(),
        candidates(),
        undecided,
        List.copyOf(notLookedAt),
        new Diagnosis.Counts(ok, failing, progressing, notApplicable, cannotSee));
  }

  private void look(Check<?> check, Set<KindRef> notLookedAt) {
    KindRef subject = check.spec().subject();
    Sight sight = view.sight(subject);
    if (sight.state() == Sight.State.BLIND) {
      undecided.add(new Diagnosis.Undecided(
          check.spec().id(), null, List.of(new Missing.UnseenKind(subject, sight))));
    } else if (sight.state() == Sight.State.NOT_LOOKED_AT) {
      notLookedAt.add(subject);
    }
    check.spec().relations().stream()
        .map(Relation::kind)
        .filter(kind -> view.sight(kind).state() == Sight.State.NOT_LOOKED_AT)
        .forEach(notLookedAt::add);
  }

  private void judge(Check<?> check, Facts subject) {
    Verdict verdict = verdict(check, subject);
    if (verdict instanceof Verdict.Ok) {
      ok++;
    } else if (verdict instanceof Verdict.NotApplicable) {
      notApplicable++;
    } else if (verdict instanceof Verdict.Progressing) {
      progressing++;
    } else if (verdict instanceof Verdict.CannotSee blind) {
      cannotSee(check, subject.ref(), blind.missing());
    } else if (verdict instanceof Verdict.Failing fails) {
      Anchor anchor = Assessor.anchor(check.spec(), subject, view);
      if (anchor instanceof Anchor.Unresolved unresolved) {
        cannotSee(check, subject.ref(), List.of(new Missing.UnknownObject(unresolved.missing())));
      } else if (anchor instanceof Anchor.Resolved resolved) {
        failing++;
        fails.findings().forEach(finding -> note(check, subject, finding, resolved));
      }
    }
  }

  private Verdict verdict(Check<?> check, Facts subject) {
    Map<String, String> memos = new HashMap<>();
    CheckView checkView =
        new CheckView(view, rules, check.spec().id(), name -> Optional.ofNullable(memos.get(name)));
    try {
      for (Memo memo : Evaluator.remember(check, subject, checkView)) {
        memos.put(memo.name(), memo.value());
      }
      return Evaluator.evaluate(check, subject, checkView);
    } catch (RuntimeException defect) {
      return Evaluator.undecided(defect);
    }
  }

  private void cannotSee(Check<?> check, ObjectRef subject, List<Missing> missing) {
    cannotSee++;
    undecided.add(new Diagnosis.Undecided(check.spec().id(), subject, missing));
  }

  private void note(Check<?> check, Facts subject, Finding finding, Anchor.Resolved anchor) {
    CandidateKey key = new CandidateKey(anchor.workload(), check.spec().id(), finding.aspect());
    anchors.put(key, anchor);
    checks.put(key, check);
    members.computeIfAbsent(key, k -> new ArrayList<>()).add(new Member(subject.ref(), finding));
  }

  private List<Diagnosis.Candidate> candidates() {
    List<Diagnosis.Candidate> candidates = new ArrayList<>();
    anchors.forEach((key, anchor) -> {
      Assessment assessment = Assessor.assess(
          checkOf(key).spec(),
          key.anchor(),
          members.getOrDefault(key, List.of()),
          Assessor.reading(key.anchor(), view).orElse(Reading.UNKNOWN));
      candidates.add(new Diagnosis.Candidate(
          key,
          anchor.uid(),
          anchor.server(),
          anchor.teamId(),
          assessment,
          cause(key, assessment.finding())));
    });
    List<Diagnosis.Candidate> all = CandidateGroups.explained(candidates, groups());
    all.sort(Comparator.comparing(Diagnosis.Candidate::headline)
        .thenComparing(candidate -> candidate.assessment().severity())
        .reversed()
        .thenComparing(Diagnosis.Candidate::key));
    return all;
  }

  private Map<String, GroupCheck> groups() {
    Map<String, GroupCheck> groups = new HashMap<>();
    for (Check<?> check : rules.checks()) {
      check.groups().forEach(group -> groups.put(group.spec().id(), group));
    }
    return groups;
  }

  private Check<?> checkOf(CandidateKey key) {
    Check<?> check = checks.get(key);
    if (check == null) {
      throw new IllegalStateException("no check for " + key.text());
    }
    return check;
  }

  private @Nullable CandidateKey cause(CandidateKey effect, Finding finding) {
    for (Cause cause : finding.causes()) {
      for (CandidateKey candidate : anchors.keySet()) {
        if (!candidate.equals(effect)
            && candidate.checkId().equals(cause.checkId())
            && candidate.anchor().equals(cause.anchor())) {
          return candidate;
        }
      }
    }
    return null;
  }
}
